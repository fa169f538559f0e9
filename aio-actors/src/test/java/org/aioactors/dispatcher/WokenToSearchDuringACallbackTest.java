// SPDX-License-Identifier: Apache-2.0
package org.aioactors.dispatcher;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.DispatcherSelector;
import akka.actor.typed.javadsl.Behaviors;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.aioactors.AioProps;
import org.aioactors.aio.FdHandler;
import org.aioactors.aio.linux.EventNotifier;
import org.aioactors.aio.linux.Syscalls;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A loop is asked to help another one while it runs a callback, and what that wakes: that one is helped, then and later. */
class WokenToSearchDuringACallbackTest {
    private static final int ROUNDS = 5;

    private final ActorTestKit kit = ActorTestKit.create(
            "search",
            TestConfig.of("two { type = \"" + AioDispatcherConfigurator.class.getName() + "\", aio.threads = 2 }"));

    @AfterEach
    void stop() {
        kit.shutdownTestKit();
    }

    private static Behavior<Runnable> doing() {
        return Behaviors.receiveMessage(task -> {
            task.run();
            return Behaviors.same();
        });
    }

    private void inRound(EventNotifier event, Runnable callback, Runnable meanwhile) {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        whenReady = () -> {
            begun.countDown();
            OneLoop.await(asked);
            callback.run();
            ended.countDown();
        };
        event.set();
        OneLoop.await(begun);
        meanwhile.run();
        asked.countDown();
        OneLoop.await(ended);
    }

    private volatile Runnable whenReady = () -> {};

    @Test
    void whoIsHeldUpIsHelped() throws Exception {
        ActorRef<Runnable> one = kit.spawn(doing(), AioProps.onLoop("two", 1));
        ActorRef<Runnable> two = kit.spawn(doing(), AioProps.onLoop("two", 2));
        List<ActorRef<Runnable>> mobile = Stream.generate(
                        () -> kit.spawn(doing(), DispatcherSelector.fromConfig("two")))
                .limit(4)
                .toList();
        try (EventNotifier event = EventNotifier.create(Syscalls.linux())) {
            CountDownLatch watching = new CountDownLatch(1);
            one.tell(() -> {
                AioLoop loop = AioLoop.require("a test");
                loop.context().setFdHandler(event.fd(), FdHandler.reading(() -> {
                    event.testAndClear();
                    whenReady.run();
                    loop.runWoken();
                }));
                watching.countDown();
            });
            OneLoop.await(watching);
            for (int i = 0; i < ROUNDS; i++) {
                CountDownLatch offered = new CountDownLatch(1);
                inRound(event, () -> one.tell(() -> {}), () -> {
                    two.tell(() -> {
                        mobile.forEach(each -> each.tell(() -> {}));
                        offered.countDown();
                    });
                    OneLoop.await(offered);
                });
                CountDownLatch helped = new CountDownLatch(1);
                two.tell(() -> {
                    mobile.forEach(each -> each.tell(helped::countDown));
                    OneLoop.await(helped); // another thread has to run one
                });
                OneLoop.await(helped);
            }
            CountDownLatch removed = new CountDownLatch(1);
            one.tell(() -> {
                AioLoop.require("a test").context().removeFdHandler(event.fd());
                removed.countDown();
            });
            OneLoop.await(removed);
        }
    }
}

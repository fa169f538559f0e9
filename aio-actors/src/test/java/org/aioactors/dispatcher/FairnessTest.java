// SPDX-License-Identifier: Apache-2.0
package org.aioactors.dispatcher;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.actor.typed.DispatcherSelector;
import akka.actor.typed.javadsl.Behaviors;
import java.util.concurrent.atomic.AtomicLong;
import org.aioactors.aio.AioContext;
import org.aioactors.aio.AioTimer;
import org.aioactors.aio.ClockType;
import org.aioactors.aio.FdHandler;
import org.aioactors.aio.linux.EventNotifier;
import org.aioactors.aio.linux.Syscalls;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An actor that never stops telling itself, on the one loop that all share: the others get their turns. */
class FairnessTest {
    private static final DispatcherSelector ONE_LOOP = DispatcherSelector.fromConfig("one-loop");

    private final AtomicLong floods = new AtomicLong();
    private ActorTestKit kit;
    private ActorRef<String> flood;

    @BeforeEach
    void startTheFlood() {
        kit = ActorTestKit.create(TestConfig.of(
                "one-loop { type = \"" + AioDispatcherConfigurator.class.getName() + "\", aio.threads = 1 }"));
        flood = kit.spawn(
                Behaviors.receive((context, message) -> {
                    floods.incrementAndGet();
                    if (message.equals("stop")) {
                        return Behaviors.stopped();
                    }
                    context.getSelf().tell(message);
                    return Behaviors.same();
                }),
                ONE_LOOP);
        flood.tell("on");
        flood.tell("and on");
        awaitFlood();
    }

    @AfterEach
    void stop() {
        awaitFlood();
        flood.tell("stop");
        kit.shutdownTestKit();
    }

    private void awaitFlood() {
        long seen = floods.get();
        Eventually.equal("the flood goes on", () -> floods.get() > seen + 10_000, true);
    }

    @Test
    void anotherActorIsServed() {
        TestProbe<String> probe = kit.createTestProbe();
        ActorRef<String> other = kit.spawn(
                Behaviors.<String>receiveMessage(message -> {
                    probe.ref().tell(message);
                    return Behaviors.same();
                }),
                ONE_LOOP);
        for (int i = 0; i < 100; i++) {
            other.tell("served " + i);
            probe.expectMessage("served " + i);
        }
    }

    @Test
    void anFdIsServed() {
        TestProbe<String> probe = kit.createTestProbe();
        try (EventNotifier event = EventNotifier.create(Syscalls.linux())) {
            int fd = event.fd();
            ActorRef<String> watcher = kit.spawn(
                    Behaviors.setup(context -> {
                        AioContext loop = AioLoop.require("the test").context();
                        loop.setFdHandler(fd, FdHandler.reading(() -> {
                            if (event.testAndClear()) {
                                probe.ref().tell("readable");
                            }
                        }));
                        AioLoop.current().currentMailbox().onTermination(() -> loop.removeFdHandler(fd));
                        probe.ref().tell("watching");
                        return Behaviors.<String>receiveMessage(message -> Behaviors.stopped());
                    }),
                    ONE_LOOP);
            probe.expectMessage("watching");
            for (int i = 0; i < 100; i++) {
                event.set();
                probe.expectMessage("readable");
            }
            watcher.tell("stop");
            probe.expectTerminated(watcher);
        }
    }

    @Test
    void aTimerOfTheLoopIsServed() {
        TestProbe<String> probe = kit.createTestProbe();
        kit.spawn(
                Behaviors.setup(context -> {
                    AioContext loop = AioLoop.require("the test").context();
                    AioTimer timer =
                            loop.newTimer(ClockType.REALTIME, () -> probe.ref().tell("due"));
                    timer.modify(loop.nowNs(ClockType.REALTIME) + 1_000_000);
                    return Behaviors.empty();
                }),
                ONE_LOOP);
        probe.expectMessage("due");
    }

    @Test
    void aTaskIsServed() {
        TestProbe<String> probe = kit.createTestProbe();
        kit.system().dispatchers().lookup(ONE_LOOP).execute(() -> probe.ref().tell("task"));
        probe.expectMessage("task");
        assertThat(floods).hasPositiveValue();
    }
}

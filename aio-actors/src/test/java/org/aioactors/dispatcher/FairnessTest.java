// SPDX-License-Identifier: Apache-2.0
package org.aioactors.dispatcher;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.DispatcherSelector;
import akka.actor.typed.javadsl.Behaviors;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
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

    private static final int THROUGHPUT = 5;

    private final AtomicLong floods = new AtomicLong();
    private ActorTestKit kit;
    private ActorRef<String> flood;

    @BeforeEach
    void startTheFlood() {
        kit = ActorTestKit.create(TestConfig.of("one-loop { type = \"" + AioDispatcherConfigurator.class.getName()
                + "\", throughput = " + THROUGHPUT + ", aio.threads = 1 }"));
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

    @Test
    void actorsThatWakeEachOtherShareOneTurn() throws Exception {
        CompletableFuture<List<Integer>> shares = new CompletableFuture<>();
        kit.spawn(pairAndWitness(shares), ONE_LOOP);
        List<Integer> counts = shares.get(40, TimeUnit.SECONDS);
        assertThat(counts.subList(2, counts.size())) // at first neither is known to be woken by the other alone
                .as("messages that the two handled between two of the witness")
                .allSatisfy(count -> assertThat(count).isBetween(THROUGHPUT, 3 * THROUGHPUT - 2));
    }

    /**
     * Has two actors tell each other the same word for ever, and completes what is given with how often they did so
     * between any two messages of a third one, which tells itself.
     */
    private static Behavior<Void> pairAndWitness(CompletableFuture<List<Integer>> shares) {
        return Behaviors.setup(context -> {
            int[] count = new int[1];
            List<Integer> seen = new ArrayList<>();
            ActorRef<ActorRef<?>> first = context.spawnAnonymous(player(count), ONE_LOOP);
            ActorRef<ActorRef<?>> second = context.spawnAnonymous(player(count), ONE_LOOP);
            ActorRef<String> witness = context.spawnAnonymous(
                    Behaviors.receive((self, message) -> {
                        if (count[0] > 0) { // the two are at it
                            seen.add(count[0]);
                            count[0] = 0;
                        }
                        if (seen.size() > 1_000) {
                            shares.complete(seen.subList(1, seen.size()));
                            return Behaviors.stopped();
                        }
                        self.getSelf().tell(message);
                        return Behaviors.same();
                    }),
                    ONE_LOOP);
            second.tell(first);
            witness.tell("look");
            return Behaviors.empty();
        });
    }

    /** Answers whoever tells it of itself; the three share a loop, and so the count. */
    private static Behavior<ActorRef<?>> player(int[] count) {
        return Behaviors.receive((context, other) -> {
            count[0]++;
            other.<ActorRef<?>>unsafeUpcast().tell(context.getSelf());
            return Behaviors.same();
        });
    }
}

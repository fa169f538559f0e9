// SPDX-License-Identifier: Apache-2.0
package org.aioactors.time;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.DispatcherSelector;
import akka.actor.typed.javadsl.AskPattern;
import akka.actor.typed.javadsl.Behaviors;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.aioactors.AioAsk;
import org.aioactors.dispatcher.AioLoop;
import org.aioactors.fd.NoFdLeaks;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What typed actors do with time, on Akka's default dispatcher and on an aio dispatcher. */
@ExtendWith(NoFdLeaks.class)
class TimersOfActorsTest {
    private static final Duration SOON = Duration.ofMillis(2);
    private static final Duration HOUR = Duration.ofHours(1);

    private TestSystem system;
    private TestProbe<String> probe;

    static Stream<DispatcherSelector> dispatchers() {
        return Stream.of(DispatcherSelector.defaultDispatcher(), TestSystem.LOOPS);
    }

    @BeforeEach
    void start() {
        system = new TestSystem("actors", "");
        probe = system.kit.createTestProbe();
    }

    @AfterEach
    void stop() {
        system.close();
    }

    private void spawn(DispatcherSelector dispatcher, Behavior<String> behavior) {
        system.kit.spawn(behavior, dispatcher);
    }

    private void expect(String... messages) {
        for (String message : messages) {
            assertThat(probe.receiveMessage(Duration.ofSeconds(20))).isEqualTo(message);
        }
    }

    @ParameterizedTest
    @MethodSource("dispatchers")
    void singleTimersComeInTheOrderOfTheirTimes(DispatcherSelector dispatcher) {
        spawn(dispatcher, Behaviors.withTimers(timers -> {
            timers.startSingleTimer("third", Duration.ofMillis(900));
            timers.startSingleTimer("first", Duration.ofMillis(100));
            timers.startSingleTimer("second", Duration.ofMillis(500));
            return telling(probe.getRef());
        }));
        expect("first", "second", "third");
    }

    private static Behavior<String> telling(ActorRef<String> listener) {
        return Behaviors.receiveMessage(message -> {
            listener.tell(message);
            return Behaviors.same();
        });
    }

    @ParameterizedTest
    @MethodSource("dispatchers")
    void repeatedTimersComeUntilTheyAreCancelled(DispatcherSelector dispatcher) {
        spawn(dispatcher, Behaviors.withTimers(timers -> {
            timers.startTimerAtFixedRate("rate", SOON);
            return Behaviors.receiveMessage(message -> {
                probe.getRef().tell(message);
                if (message.equals("delay")) {
                    timers.cancelAll();
                    timers.startSingleTimer("end", SOON);
                } else if (message.equals("rate")) {
                    timers.cancel("rate");
                    timers.startTimerWithFixedDelay("delay", SOON);
                }
                return Behaviors.same();
            });
        }));
        expect("rate", "delay", "end");
    }

    @Test
    void onALoopTheyNeedNoOtherThread() throws Exception {
        CountDownLatch release = system.holdUpScheduler();
        spawn(TestSystem.LOOPS, Behaviors.withTimers(timers -> {
            timers.startTimerAtFixedRate("rate", SOON);
            timers.startTimerWithFixedDelay("delay", SOON);
            timers.startSingleTimer("single", SOON);
            Set<String> awaited = new HashSet<>(Set.of("rate", "delay", "single"));
            return Behaviors.receiveMessage(message -> {
                if (awaited.remove(message) && awaited.isEmpty()) {
                    timers.cancelAll();
                    probe.getRef().tell("all");
                }
                return Behaviors.same();
            });
        }));
        expect("all");
        release.countDown();
    }

    @ParameterizedTest
    @MethodSource("dispatchers")
    void aTimerThatIsStartedAnewReplacesTheFormer(DispatcherSelector dispatcher) {
        spawn(dispatcher, Behaviors.withTimers(timers -> {
            timers.startSingleTimer("key", "former", SOON);
            timers.startSingleTimer("key", "latter", SOON.multipliedBy(2));
            return telling(probe.getRef());
        }));
        expect("latter");
        probe.expectNoMessage(Duration.ofMillis(20));
    }

    @ParameterizedTest
    @MethodSource("dispatchers")
    void silenceIsNoticed(DispatcherSelector dispatcher) {
        spawn(dispatcher, Behaviors.setup(context -> {
            context.setReceiveTimeout(SOON, "silence");
            return telling(probe.getRef());
        }));
        expect("silence");
    }

    @ParameterizedTest
    @MethodSource("dispatchers")
    void theContextsOwnTimersWork(DispatcherSelector dispatcher) {
        spawn(dispatcher, Behaviors.setup(context -> {
            context.scheduleOnce(HOUR, context.getSelf(), "never").cancel();
            context.scheduleOnce(SOON, context.getSelf(), "once");
            return telling(probe.getRef());
        }));
        expect("once");
    }

    @ParameterizedTest
    @MethodSource("dispatchers")
    void askingInVainTimesOut(DispatcherSelector dispatcher) {
        ActorRef<ActorRef<String>> silent = system.kit.spawn(Behaviors.ignore(), dispatcher);
        var reply = AskPattern.<ActorRef<String>, String>ask(
                silent, replyTo -> replyTo, SOON, system.kit.system().scheduler());
        Assertions.assertThatThrownBy(() -> reply.toCompletableFuture().get())
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(TimeoutException.class);
    }

    @Test
    void theTimeoutOfAnAskComesThoughTheLoopIsHeldUp() {
        CountDownLatch release = new CountDownLatch(1);
        ActorRef<ActorRef<String>> silent = system.kit.spawn(Behaviors.ignore());
        spawn(TestSystem.LOOPS, Behaviors.setup(context -> {
            AioAsk.ask(
                    context,
                    String.class,
                    silent,
                    Duration.ofMillis(20),
                    replyTo -> replyTo,
                    (answer, failure) -> failure instanceof TimeoutException ? "too late" : "answered");
            AioLoop.currentFor("the test").execute(() -> await(release)); // only the loop's own thread runs that
            return telling(probe.getRef());
        }));
        try {
            expect("too late");
        } finally {
            release.countDown();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @MethodSource("dispatchers")
    void timersOfAStoppedActorEnd(DispatcherSelector dispatcher) {
        ActorRef<String> receiver = system.kit.spawn(telling(probe.getRef()), dispatcher);
        akka.actor.Cancellable repeating = system.scheduler()
                .scheduleAtFixedRate(
                        SOON,
                        SOON,
                        akka.actor.typed.javadsl.Adapter.toClassic(receiver),
                        "tick",
                        system.kit.system().executionContext(),
                        akka.actor.ActorRef.noSender());
        expect("tick");
        system.kit.stop(receiver);
        repeating.cancel();
    }
}

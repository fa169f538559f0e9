// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.bench;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.DispatcherSelector;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.TimerScheduler;
import akka.dispatch.ExecutionContexts;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Sets one timer after the other and measures how late each is. */
final class TimedActor {
    /** Who hears of the timer. */
    enum Place {
        TASK,
        ACTOR,
        LOOP,
        BUSY
    }

    /** Where LOOP and BUSY run, and another dispatcher for BUSY; each has one loop. */
    private static final DispatcherSelector HERE = DispatcherSelector.fromConfig("aio-default-dispatcher");

    private static final DispatcherSelector THERE = DispatcherSelector.fromConfig("bench.aio-pong");

    /** The timer's message. */
    enum Tick {
        TICK
    }

    private static final long SHORT_NS = TimeUnit.MICROSECONDS.toNanos(100);

    private final long delayNs;
    private final long warmUpNs;
    private final LongSamples latenessNs;
    private final int timers;
    private final CountDownLatch done = new CountDownLatch(1);

    /** Timers so far, negative during warm-up, and when the present one is due. Passed on from timer to timer. */
    private int count;

    private long dueNs;

    /** When the short timers are to end with which the compiler is shown the code; 0 before the first. */
    private long warmUntilNs;

    /**
     * Ends after {@code timers} that are measured. Before, there are short ones for a time, for the compiler, and {@code
     * lessons} of those to be measured, to learn from.
     */
    TimedActor(long delayNs, int warmUpMs, int lessons, LongSamples latenessNs, int timers) {
        this.delayNs = delayNs;
        this.warmUpNs = TimeUnit.MILLISECONDS.toNanos(warmUpMs);
        this.latenessNs = latenessNs;
        this.timers = timers;
        this.count = -lessons;
    }

    /** Waits for the last timer. */
    void await() throws InterruptedException {
        done.await();
    }

    /** The first actor of a system, which begins at once. */
    Behavior<Tick> at(Place place) {
        return switch (place) {
            case TASK ->
                Behaviors.setup(context -> {
                    schedule(context.getSystem().scheduler());
                    return Behaviors.empty();
                });
            case ACTOR -> Behaviors.withTimers(this::ticking);
            case LOOP, BUSY ->
                Behaviors.setup(context -> {
                    context.spawn(Behaviors.withTimers(this::ticking), "loop", HERE);
                    if (place == Place.BUSY) {
                        context.spawn(answering(), "ping", HERE)
                                .tell(new Ball(context.spawn(answering(), "pong", THERE)));
                    }
                    return Behaviors.empty();
                });
        };
    }

    /** Keeps two loops busy: each time it is told of a place to send to, it tells that one of itself. */
    private static Behavior<Ball> answering() {
        return Behaviors.receive((context, ball) -> {
            ball.next().tell(new Ball(context.getSelf()));
            return Behaviors.same();
        });
    }

    private record Ball(ActorRef<Ball> next) {}

    private Behavior<Tick> ticking(TimerScheduler<Tick> timers) {
        set(timers);
        return Behaviors.receiveMessage(tick -> {
            if (heard(System.nanoTime())) {
                set(timers);
            }
            return Behaviors.same();
        });
    }

    private void set(TimerScheduler<Tick> timers) {
        timers.startSingleTimer(Tick.TICK, Duration.ofNanos(begin()));
    }

    private void schedule(akka.actor.typed.Scheduler scheduler) {
        scheduler.scheduleOnce(
                Duration.ofNanos(begin()),
                () -> {
                    if (heard(System.nanoTime())) {
                        schedule(scheduler);
                    }
                },
                ExecutionContexts.fromExecutor(Runnable::run));
    }

    /** A timer is about to be set; returns for how long. */
    private long begin() {
        long nowNs = System.nanoTime();
        if (warmUntilNs == 0) {
            warmUntilNs = nowNs + warmUpNs;
        }
        long forNs = isWarm(nowNs) ? delayNs : SHORT_NS;
        dueNs = System.nanoTime() + forNs;
        return forNs;
    }

    private boolean isWarm(long nowNs) {
        return nowNs - warmUntilNs >= 0;
    }

    /** Notes a timer; returns whether there is to be another. */
    private boolean heard(long nowNs) {
        if (count >= 0) {
            latenessNs.add(nowNs - dueNs);
        }
        if (!isWarm(nowNs) || ++count < timers) {
            return true;
        }
        done.countDown();
        return false;
    }
}

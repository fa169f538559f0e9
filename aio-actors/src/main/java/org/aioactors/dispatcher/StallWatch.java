// SPDX-License-Identifier: Apache-2.0
package org.aioactors.dispatcher;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The watchdog of a dispatcher: a thread that looks at its threads now and then, as long as any of them runs anything,
 * and finds those that are held up.
 *
 * <p>A thread is held up if it sleeps, in Java or in the kernel, in a run at which it was found a look before; or
 * has used the processor in it for `stall-relief`, or does while others wait for it and a loop rests. There are some milliseconds between two looks, and one
 * after threads were found asleep. When all rest it sleeps until a loop that runs something arms it again, so an idle
 * process has no periodic wake-up; and a loop that sleeps is no stall, however long.
 */
final class StallWatch {
    private static final long SHORTEST_TICK_NS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long LONGEST_TICK_NS = TimeUnit.MILLISECONDS.toNanos(10);

    /** After how many looks without anybody asleep things are calm. */
    private static final int CALM_LOOKS = 100;

    private final LoopGroup group;
    private final String name;
    private final ThreadMXBean cpuTimes = ManagementFactory.getThreadMXBean();

    /** After how long a run that computes is a stall; 0: there is no watchdog. */
    private final long stallReliefNs;

    /** After how long a stall is reported. */
    private final long stallReportNs;

    private final long calmTickNs;
    private final long blockingTickNs;

    /**
     * Whether the thread looks at the loops now and then. Read by the threads of the loops when they have made a run
     * visible, and set by them; cleared by the watchdog when all rest, which then looks once more. So either the thread
     * sees that it has to be set, or the watchdog sees the run. Always true without a watchdog.
     */
    private volatile boolean armed;

    /** How many looks in a row found nobody asleep in a run for the second time. Written by the watchdog. */
    private volatile int calmLooks = CALM_LOOKS;

    /** Whether the last look saw somebody asleep in a run, be it for the first time. The watchdog. */
    private boolean alert;

    /** When it last looked. The watchdog. */
    private long lookedNs;

    /** Null while there is none. Guarded by this. */
    private @Nullable Thread thread;

    /** Guarded by this. */
    private boolean stopRequested;

    StallWatch(LoopGroup group, String name, AioDispatcherSettings settings) {
        this.group = group;
        this.name = name;
        stallReliefNs = settings.stallReliefNs();
        stallReportNs = settings.stallReportNs();
        calmTickNs = Math.min(LONGEST_TICK_NS, stallReliefNs / 2);
        blockingTickNs = Math.min(SHORTEST_TICK_NS, stallReliefNs / 2);
        armed = isOff();
    }

    private boolean isOff() {
        return stallReliefNs == 0;
    }

    /** Whether no thread has been held up lately. Any thread. */
    boolean isCalm() {
        return calmLooks >= CALM_LOOKS;
    }

    /** Runs begin, as all can see: {@link QueueTurn} or a stand-in. Any thread; costs a read unless all rested. */
    void ensureArmed() {
        if (!armed) {
            arm();
        }
    }

    private void arm() {
        Throwable failure = null;
        synchronized (this) {
            armed = true;
            if (thread != null) {
                notifyAll();
                return;
            }
            try {
                Thread starting = group.owner().wire(new Thread(null, this::run, name, 0, false));
                starting.start();
                thread = starting;
            } catch (Throwable e) {
                failure = e; // armed all the same, or each run would try again; the next stop makes good for it
            }
        }
        if (failure != null) {
            group.owner().onShortage("the watchdog " + name + " could not start; stalls go unnoticed", failure);
        }
    }

    /** Has the thread end, if the dispatcher is deserted; it starts again when needed. Any thread. */
    synchronized void stop() {
        stopRequested = thread != null;
        notifyAll();
        if (thread == null) {
            armed = isOff();
        }
    }

    private void run() {
        group.unpinThisThread(); // of the loop that armed it
        try {
            do {
                awaitTick();
            } while (!ends() && (lookOrReport() || awaitActivity()));
        } catch (InterruptedException e) {
            end();
        } catch (Throwable e) {
            end(); // not even the failure could be reported; the next run starts another watchdog
            throw e;
        }
    }

    private long tickNs() {
        return isCalm() && !alert ? calmTickNs : blockingTickNs;
    }

    /** A look that fails, such as in the words of a task about itself, is reported and not the last. */
    private boolean lookOrReport() {
        try {
            return look();
        } catch (Throwable e) {
            group.owner().onError("the watchdog " + name, e);
            return true;
        }
    }

    /** Returns whether anything runs, or has run since the last look. */
    private boolean look() {
        long nowNs = System.nanoTime();
        long passedNs = Math.min(nowNs - lookedNs, 2 * tickNs());
        lookedNs = nowNs;
        boolean active = false;
        boolean held = false;
        boolean heldAsleep = false;
        alert = false;
        List<Stall> stalls = new ArrayList<>(0);
        for (Watched watched : group.watched()) {
            RunWatch watch = watched.watch();
            boolean isNew = watch.look(passedNs);
            active |= isNew || watched.isActive();
            ServingThread seen = watched.thread();
            if (!watch.isRunning() || seen == null) {
                continue;
            }
            long usedNs = watch.usedNs(cpuTimes.getThreadCpuTime(seen.getId()));
            if (watched.worker().isHeld() || (!isNew && isHeldUp(watched, seen))) {
                held = true;
                heldAsleep = heldAsleep || seen.isAsleep();
                if (watch.isHeldStill()) {
                    watched.stillHeldUp();
                }
                if (watch.isStall(stallReportNs)) {
                    stalls.add(Stall.of(watched, seen));
                }
            } else if (usedNs < passedNs / 2) { // else it is not worth a look at what the kernel says of it
                alert = alert || seen.isAsleep();
            }
        }
        if (held) {
            group.crew().relieve();
        }
        group.crew().lookAround(nowNs);
        calmLooks = heldAsleep ? 0 : Math.min(calmLooks + 1, CALM_LOOKS);
        stalls.forEach(group.owner()::onStall);
        return active;
    }

    private boolean isHeldUp(Watched watched, ServingThread thread) {
        RunWatch watch = watched.watch();
        // A thread that waits for a processor would not be helped by one more that does.
        if (watch.computedNs() < stallReliefNs && !thread.isAsleep() && !isWantedElsewhere(watched)) {
            return false;
        }
        watched.heldUp();
        return watch.run().hold(watch.seen());
    }

    /** Whether a loop rests that could take what waits for the one that computes. */
    private boolean isWantedElsewhere(Watched watched) {
        return group.crew().hasIdle() && watched.worker().hasWaiting();
    }

    /** Nothing runs: sleeps until something does. Returns false if the thread is to end. */
    private boolean awaitActivity() throws InterruptedException {
        armed = false;
        if (look()) { // a loop that read true just before shows its run by now
            armed = true;
        }
        return awaitArmed();
    }

    private synchronized boolean awaitArmed() throws InterruptedException {
        while (!armed) {
            if (group.owner().isDeserted()) {
                end();
                return false;
            }
            wait();
        }
        return true;
    }

    /** Sleeps for a tick, or until the thread is to end. */
    private synchronized void awaitTick() throws InterruptedException {
        long startNs = System.nanoTime();
        long tickNs = tickNs();
        for (long leftNs = tickNs; leftNs > 0 && !stopRequested; leftNs = tickNs - (System.nanoTime() - startNs)) {
            TimeUnit.NANOSECONDS.timedWait(this, leftNs);
        }
    }

    /** Whether the thread ends now: it was asked to, and there is nothing to watch. */
    private synchronized boolean ends() {
        if (!stopRequested) {
            return false;
        }
        stopRequested = false;
        armed = false;
        if (group.owner().isDeserted() && group.watched().stream().noneMatch(Watched::isActive)) {
            end();
            return true;
        }
        armed = true;
        return false;
    }

    private synchronized void end() {
        thread = null;
        armed = false;
        stopRequested = false;
    }
}

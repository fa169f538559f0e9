// SPDX-License-Identifier: Apache-2.0
package org.aioactors.dispatcher.watchdog;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.aioactors.dispatcher.queue.Crew;
import org.aioactors.os.Cpus;
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
public final class StallWatch {
    private static final long SHORTEST_TICK_NS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long LONGEST_TICK_NS = TimeUnit.MILLISECONDS.toNanos(10);

    /** After how many looks without anybody asleep things are calm. */
    private static final int CALM_LOOKS = 100;

    private final String name;
    private final ThreadOwner owner;
    private final Crew crew;
    private final Supplier<List<Watched>> watched;
    private final ThreadMXBean cpuTimes = ManagementFactory.getThreadMXBean();

    private final long stallReliefNs;
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

    /**
     * A watchdog without a thread yet.
     *
     * @param name of its thread
     * @param stallReliefNs after how long a run that computes is relieved; 0: there is no watchdog
     * @param stallReportNs after how long a run is reported
     * @param crew has those that are held up relieved
     * @param watched all that run something
     */
    public StallWatch(
            String name,
            long stallReliefNs,
            long stallReportNs,
            ThreadOwner owner,
            Crew crew,
            Supplier<List<Watched>> watched) {
        this.name = name;
        this.stallReliefNs = stallReliefNs;
        this.stallReportNs = stallReportNs;
        this.owner = owner;
        this.crew = crew;
        this.watched = watched;
        calmTickNs = Math.min(LONGEST_TICK_NS, stallReliefNs / 2);
        blockingTickNs = Math.min(SHORTEST_TICK_NS, stallReliefNs / 2);
        armed = isOff();
    }

    private boolean isOff() {
        return stallReliefNs == 0;
    }

    /** Whether no thread has been held up lately. Any thread. */
    public boolean isCalm() {
        return calmLooks >= CALM_LOOKS;
    }

    /** Runs begin, as all can see: {@code QueueTurn} or a stand-in. Any thread; costs a read unless all rested. */
    public void ensureArmed() {
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
                Thread starting = owner.wire(new Thread(null, this::run, name, 0, false));
                starting.start();
                thread = starting;
            } catch (Throwable e) {
                failure = e; // armed all the same, or each run would try again; the next stop makes good for it
            }
        }
        if (failure != null) {
            owner.onShortage("the watchdog " + name + " could not start; stalls go unnoticed", failure);
        }
    }

    /** Has the thread end, if the dispatcher is deserted; it starts again when needed. Any thread. */
    public synchronized void stop() {
        stopRequested = thread != null;
        notifyAll();
        if (thread == null) {
            armed = isOff();
        }
    }

    private void run() {
        Cpus.unpinThisThread(owner); // of the loop that armed it
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
            owner.onError("the watchdog " + name, e);
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
        for (Watched one : watched.get()) {
            RunWatch watch = one.watch();
            boolean isNew = watch.look(passedNs);
            active |= isNew || one.isActive();
            WatchedThread seen = one.thread();
            if (!watch.isRunning() || seen == null) {
                continue;
            }
            long usedNs = watch.usedNs(cpuTimes.getThreadCpuTime(seen.getId()));
            if (one.worker().isHeld() || (!isNew && isHeldUp(one, seen))) {
                held = true;
                heldAsleep = heldAsleep || seen.isAsleep();
                if (watch.isHeldStill()) {
                    one.stillHeldUp();
                }
                if (watch.isStall(stallReportNs)) {
                    stalls.add(Stall.of(one, seen));
                }
            } else if (usedNs < passedNs / 2) { // else it is not worth a look at what the kernel says of it
                alert = alert || seen.isAsleep();
            }
        }
        if (held) {
            crew.relieve();
        }
        crew.lookAround(nowNs);
        calmLooks = heldAsleep ? 0 : Math.min(calmLooks + 1, CALM_LOOKS);
        stalls.forEach(owner::onStall);
        return active;
    }

    private boolean isHeldUp(Watched one, WatchedThread thread) {
        RunWatch watch = one.watch();
        // A thread that waits for a processor would not be helped by one more that does.
        if (watch.computedNs() < stallReliefNs && !thread.isAsleep() && !isWantedElsewhere(one)) {
            return false;
        }
        one.heldUp();
        return watch.run().hold(watch.seen());
    }

    /** Whether a loop rests that could take what waits for the one that computes. */
    private boolean isWantedElsewhere(Watched one) {
        return crew.hasIdle() && one.worker().hasWaiting();
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
            if (owner.isDeserted()) {
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
        if (owner.isDeserted() && watched.get().stream().noneMatch(Watched::isActive)) {
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

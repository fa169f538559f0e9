// SPDX-License-Identifier: Apache-2.0
package org.aioactors.dispatcher;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.aioactors.os.Cpus;
import org.jspecify.annotations.Nullable;

/**
 * The watchdog of a dispatcher: a thread that looks at the loops twice in the time after which a run is a stall, as
 * long as any of them runs anything. When all rest it sleeps until a loop that runs something arms it again, so an
 * idle process has no periodic wake-up; and a loop that sleeps is no stall, however long.
 */
final class StallWatch {
    private final LoopOwner owner;
    private final String name;

    /** The time between two looks; 0: there is no watchdog. */
    private final long tickNs;

    private final List<Relief> watched = new CopyOnWriteArrayList<>();

    /**
     * Whether the thread looks at the loops now and then. Read by the threads of the loops when they have made a run
     * visible, and set by them; cleared by the watchdog when all rest, which then looks once more. So either the thread
     * sees that it has to be set, or the watchdog sees the run. Always true without a watchdog.
     */
    private volatile boolean armed;

    /** Null while there is none. Guarded by this. */
    private @Nullable Thread thread;

    /** Guarded by this. */
    private boolean stopRequested;

    StallWatch(LoopOwner owner, String name, long stallReliefNs) {
        this.owner = owner;
        this.name = name;
        tickNs = stallReliefNs / LongRun.LOOKS;
        armed = isOff();
    }

    private boolean isOff() {
        return tickNs == 0;
    }

    /** Watches one more loop. Any thread. */
    void add(Relief relief) {
        watched.add(relief);
    }

    /** Runs begin, as all can see: {@link QueueTurn} or a shift. Any thread; costs a read unless all rested. */
    void ensureArmed() {
        if (!armed) {
            arm();
        }
    }

    private synchronized void arm() {
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
            // Armed all the same, or each run would try again. The next stop makes good for it.
            owner.onError("the watchdog " + name + " could not start; stalls go unnoticed", e);
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
        Cpus.unpinThisThread(); // of the loop that armed it
        try {
            do {
                awaitTick();
            } while (!ends() && (look() || awaitActivity()));
        } catch (InterruptedException e) {
            end();
        }
    }

    private boolean look() {
        boolean active = false;
        for (Relief relief : watched) {
            active |= relief.look();
        }
        return active;
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
        if (owner.isDeserted() && watched.stream().noneMatch(Relief::isRunning)) {
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

// SPDX-License-Identifier: Apache-2.0
package org.aioactors.dispatcher.loop;

import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.aioactors.aio.FdMonitorKind;
import org.aioactors.aio.PollParams;
import org.aioactors.dispatcher.Eventually;
import org.aioactors.dispatcher.loop.AioDispatcherSettings.Placement;
import org.aioactors.dispatcher.watchdog.Stall;
import org.aioactors.dispatcher.watchdog.ThreadOwner;

/** The owner of loops without Akka, who does as the test says and keeps book. */
public final class TestOwner implements ThreadOwner {
    /** What was reported, in one line each. */
    final Queue<String> errors = new ConcurrentLinkedQueue<>();

    /** What was not to be had, in one line each. */
    final Queue<String> shortages = new ConcurrentLinkedQueue<>();

    public final AtomicInteger threadsAsked = new AtomicInteger();
    final AtomicInteger stopsAsked = new AtomicInteger();

    /** A permit for each loop's thread that can't be had, and each report that fails. */
    final Semaphore threadsRefused = new Semaphore(0);

    final Semaphore errorsRefused = new Semaphore(0);

    /** A permit for each other thread that can't be had. */
    final Semaphore standInsRefused = new Semaphore(0);

    /** Whether the loops may stop. */
    public volatile boolean deserted;

    /** The stalls that were reported. */
    final Queue<Stall> stalls = new ConcurrentLinkedQueue<>();

    final AtomicInteger announcedBlocks = new AtomicInteger();

    public final LoopGroup group;

    /** The first of the loops. */
    public final EventLoop loop;

    private final String name;

    /** The owner of a loop that is relieved only of what announces that it blocks. */
    public TestOwner(String name, int tasksPerTurn, long pollNs) {
        this(name, 1, true, tasksPerTurn, pollNs, 0, Integer.MAX_VALUE);
    }

    TestOwner(
            String name,
            int loops,
            boolean stealing,
            int tasksPerTurn,
            long pollNs,
            long stallReliefNs,
            int reliefThreads) {
        this.name = name;
        group = new LoopGroup(
                this,
                new AioDispatcherSettings(
                        name,
                        loops,
                        List.of(),
                        Placement.ROUND_ROBIN,
                        FdMonitorKind.EPOLL,
                        new PollParams(pollNs, 0, 0),
                        tasksPerTurn,
                        stealing,
                        stallReliefNs,
                        stallReliefNs,
                        reliefThreads,
                        1,
                        0,
                        TimeUnit.MILLISECONDS.toNanos(1)),
                "",
                made -> made);
        loop = group.loops().get(0);
    }

    /** Runs a task, on whichever thread. */
    void execute(Runnable task) {
        group.execute(task);
    }

    /** Ends the loops and waits until all threads are gone. */
    void stop() {
        deserted = true;
        group.requestStop();
        expectNoThread();
    }

    public void expectNoThread() {
        Eventually.equal("threads", () -> Eventually.threads(name), Set.of());
    }

    @Override
    public boolean isDeserted() {
        return deserted;
    }

    @Override
    public void stopLoops() {
        stopsAsked.incrementAndGet();
        group.requestStop();
    }

    @Override
    public <T extends Thread> T wire(T thread) {
        if (thread instanceof LoopThread) {
            threadsAsked.incrementAndGet();
            if (threadsRefused.tryAcquire()) {
                throw new OutOfMemoryError("planted");
            }
        } else if (standInsRefused.tryAcquire()) {
            throw new OutOfMemoryError("planted");
        }
        return thread;
    }

    @Override
    public void onStall(Stall stall) {
        stalls.add(stall);
    }

    @Override
    public void onBlocking() {
        announcedBlocks.incrementAndGet();
    }

    @Override
    public void onShortage(String what, Throwable reason) {
        shortages.add(what + ": " + reason);
    }

    @Override
    public void onError(String where, Throwable error) {
        if (errorsRefused.tryAcquire()) {
            throw new IllegalArgumentException("refused");
        }
        errors.add(where + ": " + error);
    }
}

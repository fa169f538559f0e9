// SPDX-License-Identifier: Apache-2.0
package org.aioactors.dispatcher;

import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.aioactors.aio.FdMonitorKind;
import org.aioactors.aio.PollParams;

/** The owner of one loop without Akka, who does as the test says and keeps book. */
final class TestOwner implements LoopOwner {
    /** What was reported, in one line each. */
    final Queue<String> errors = new ConcurrentLinkedQueue<>();

    final AtomicInteger threadsAsked = new AtomicInteger();
    final AtomicInteger stopsAsked = new AtomicInteger();

    /** A permit for each thread that can't be had, and each report that fails. */
    final Semaphore threadsRefused = new Semaphore(0);

    final Semaphore errorsRefused = new Semaphore(0);

    /** Whether the loop may stop. */
    volatile boolean deserted;

    /** The stalls that were reported. */
    final Queue<Stall> stalls = new ConcurrentLinkedQueue<>();

    final AtomicInteger announcedBlocks = new AtomicInteger();

    final AioLoop loop;
    private final String name;
    private final ReliefCrew crew;
    private final StallWatch watch;

    /** The owner of a loop that is relieved only of what announces that it blocks. */
    TestOwner(String name, int tasksPerTurn, long pollNs) {
        this(name, tasksPerTurn, pollNs, 0, Integer.MAX_VALUE);
    }

    TestOwner(String name, int tasksPerTurn, long pollNs, long stallReliefNs, int reliefThreads) {
        this.name = name;
        crew = new ReliefCrew(this, name + "-relief", reliefThreads);
        watch = new StallWatch(this, name + "-watchdog", stallReliefNs);
        loop = new AioLoop(
                this,
                new AioDispatcherSettings(
                        name,
                        1,
                        List.of(),
                        Placement.ROUND_ROBIN,
                        FdMonitorKind.EPOLL,
                        new PollParams(pollNs, 0, 0),
                        tasksPerTurn,
                        stallReliefNs,
                        reliefThreads,
                        1,
                        0,
                        TimeUnit.MILLISECONDS.toNanos(1)),
                1);
    }

    /** Ends the loop and waits until all its threads are gone. */
    void stop() {
        deserted = true;
        stopAll();
        expectNoThread();
    }

    void expectNoThread() {
        Eventually.equal("threads", () -> Eventually.threads(name), Set.of());
    }

    @Override
    public boolean isDeserted() {
        return deserted;
    }

    @Override
    public void stopLoops() {
        stopsAsked.incrementAndGet();
        stopAll();
    }

    private void stopAll() {
        loop.requestStop();
        crew.dismiss();
        watch.stop();
    }

    @Override
    public <T extends Thread> T wire(T thread) {
        return thread;
    }

    @Override
    public ReliefCrew crew() {
        return crew;
    }

    @Override
    public StallWatch watch() {
        return watch;
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
    public LoopThread newThread(AioLoop served) {
        threadsAsked.incrementAndGet();
        if (threadsRefused.tryAcquire()) {
            throw new OutOfMemoryError("planted");
        }
        return new LoopThread(served, served + "-thread");
    }

    @Override
    public void onError(String where, Throwable error) {
        if (errorsRefused.tryAcquire()) {
            throw new IllegalArgumentException("refused");
        }
        errors.add(where + ": " + error);
    }
}

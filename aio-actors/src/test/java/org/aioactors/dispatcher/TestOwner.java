// SPDX-License-Identifier: Apache-2.0
package org.aioactors.dispatcher;

import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.aioactors.aio.PollParams;
import org.aioactors.aio.fdmon.FdMonitorKind;

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

    final AioLoop loop;
    private final String name;

    TestOwner(String name, int tasksPerTurn, long pollNs) {
        this.name = name;
        loop = new AioLoop(
                this,
                new AioDispatcherSettings(
                        name,
                        1,
                        FdMonitorKind.EPOLL,
                        new PollParams(pollNs, 0, 0),
                        tasksPerTurn,
                        1,
                        0,
                        TimeUnit.MILLISECONDS.toNanos(1)),
                1);
    }

    /** Ends the loop and waits until its thread is gone. */
    void stop() {
        deserted = true;
        loop.requestStop();
        expectNoThread();
    }

    void expectNoThread() {
        Eventually.equal("threads", () -> Eventually.loopThreads(name), Set.of());
    }

    @Override
    public boolean isDeserted() {
        return deserted;
    }

    @Override
    public void stopLoops() {
        stopsAsked.incrementAndGet();
        loop.requestStop();
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

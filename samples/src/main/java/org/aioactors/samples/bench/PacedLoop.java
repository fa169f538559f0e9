// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.concurrent.locks.LockSupport;
import org.aioactors.aio.AioContext;
import org.aioactors.aio.AioContextBuilder;
import org.aioactors.aio.AioThread;
import org.aioactors.aio.BottomHalf;
import org.aioactors.aio.FdHandler;
import org.aioactors.aio.FdMonitorKind;
import org.aioactors.aio.PollParams;
import org.aioactors.aio.linux.EventNotifier;
import org.aioactors.aio.linux.Syscalls;

/**
 * A loop on a thread of its own that is sent events at exact times: how long each takes from being sent to its
 * callback, and how much of a processor the loop uses meanwhile and afterwards.
 */
final class PacedLoop implements AutoCloseable {
    /** How events come. */
    enum Source {
        /** An eventfd that the loop watches is written; nothing but the kernel can tell that it is readable. */
        FD,
        /** A bottom half is scheduled, which notifies the loop. */
        BOTTOM_HALF
    }

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final AioThread thread;
    private final EventNotifier eventfd = EventNotifier.create(Syscalls.linux());
    private final BottomHalf bottomHalf;
    private final Source source;

    /** When the last event was sent. Written by the sender before it sends; read by the loop in the callback. */
    private volatile long sentNs;

    /** How long the last one took; 0 while it is on its way. Written by the loop, reset by the sender. */
    private volatile long latencyNs;

    PacedLoop(Source source, FdMonitorKind kind, long pollMaxNs) {
        this.source = source;
        AioContextBuilder builder = AioContext.builder().fdMonitor(kind).pollParams(new PollParams(pollMaxNs, 0, 0));
        thread = AioThread.start("loop", builder);
        bottomHalf = thread.context().newBottomHalf("event", () -> arrived(System.nanoTime()));
        if (source == Source.FD) { // one fd that can't be tested without a system call may end all busy polling (S46)
            thread.context().setFdHandler(eventfd.fd(), FdHandler.reading(this::onReadable));
        }
    }

    private void onReadable() {
        long nowNs = System.nanoTime();
        if (eventfd.testAndClear()) { // before it is said to have arrived: the next must not be cleared with it
            arrived(nowNs);
        }
    }

    private void arrived(long nowNs) {
        latencyNs = Math.max(1, nowNs - sentNs);
    }

    /**
     * Sends events, each {@code gapNs} after the one before, or when that has arrived if it takes longer; returns the
     * loop's share of a processor.
     */
    double run(long gapNs, int events, LongSamples latencies) {
        long startNs = System.nanoTime();
        long startCpuNs = cpuNs();
        long dueNs = startNs + gapNs;
        for (int i = 0; i < events; i++) {
            spinUntil(dueNs);
            send();
            while (latencyNs == 0) {
                Thread.onSpinWait();
            }
            latencies.add(latencyNs);
            dueNs = Math.max(dueNs + gapNs, System.nanoTime());
        }
        return (double) (cpuNs() - startCpuNs) / (System.nanoTime() - startNs);
    }

    private static void spinUntil(long dueNs) {
        while (System.nanoTime() - dueNs < 0) {
            Thread.onSpinWait();
        }
    }

    private void send() {
        latencyNs = 0;
        sentNs = System.nanoTime();
        if (source == Source.FD) {
            eventfd.set();
        } else {
            bottomHalf.schedule();
        }
    }

    /** Sends nothing for a time; returns the loop's share of a processor. */
    double idle(long durationNs) {
        long startCpuNs = cpuNs();
        long startNs = System.nanoTime();
        while (System.nanoTime() - startNs < durationNs) {
            LockSupport.parkNanos(durationNs - (System.nanoTime() - startNs));
        }
        return (double) (cpuNs() - startCpuNs) / (System.nanoTime() - startNs);
    }

    private long cpuNs() {
        return THREADS.getThreadCpuTime(thread.getId());
    }

    /** Ends the loop. */
    @Override
    public void close() {
        thread.context().removeFdHandler(eventfd.fd());
        thread.requestStop();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true; // to be passed on: the loop ends soon, and the eventfd must outlive it
            }
        }
        eventfd.close();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}

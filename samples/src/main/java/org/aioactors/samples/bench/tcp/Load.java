// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.bench.tcp;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The clients of a server: connects them, lets them send for as long as is wanted, and ends them when all has come back. Its
 * methods are the main thread's, unless they say otherwise; they throw what has failed in a client: {@link
 * org.aioactors.samples.bench.WrongResultException} if a byte is not what it must be.
 */
public final class Load implements AutoCloseable {
    /** How long a server may take for what should take milliseconds. */
    public static final int PATIENCE_MS = 20_000;

    private final List<LoadThread> threads = new ArrayList<>();
    private final AtomicInteger running;
    private final CompletableFuture<Boolean> end = new CompletableFuture<>();

    /** Written by the main thread, read by the load's. */
    private volatile boolean mayContinue = true;

    /** Written by the main thread, read by the load's. */
    private volatile boolean countsLatencies;

    private Load(int threadCount) throws IOException {
        running = new AtomicInteger(threadCount);
        for (int number = 1; number <= threadCount; number++) {
            threads.add(new LoadThread(this, number));
        }
    }

    /**
     * Connects to a server on this machine and starts to send.
     *
     * @param threadCount how many threads share the connections
     * @throws IOException if the server can't be connected to, or does not answer
     */
    public static Load start(LoadCase shape, int port, int threadCount) throws IOException {
        Load load = new Load(threadCount);
        try {
            shape.connect(port, load.threads);
        } catch (IOException | RuntimeException e) {
            load.close();
            throw e;
        }
        load.threads.forEach(Thread::start);
        return load;
    }

    /** Waits for so long, or until something has failed. */
    public void pass(long durationNs) {
        try {
            end.get(durationNs, TimeUnit.NANOSECONDS);
            throw new IllegalStateException("all clients have ended before they should");
        } catch (TimeoutException expected) {
            return;
        } catch (ExecutionException | InterruptedException e) {
            throw failure(e);
        }
    }

    /** How many messages have come back so far; of a fan-out, how many have been received. */
    public long delivered() {
        return threads.stream().mapToLong(LoadThread::delivered).sum();
    }

    /** Whether the latencies of messages that come back count from now on. */
    public void countLatencies(boolean count) {
        countsLatencies = count;
    }

    /** Lets no client send any more, and waits until all that was sent has come back, and the server has closed. */
    public LatencyHistogram finish() {
        mayContinue = false;
        try {
            end.get(PATIENCE_MS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new IllegalStateException("some messages, or the ends of some connections, have not come back", e);
        } catch (ExecutionException | InterruptedException e) {
            throw failure(e);
        }
        LatencyHistogram all = new LatencyHistogram();
        threads.forEach(thread -> all.addAll(thread.latencies()));
        return all;
    }

    private static IllegalStateException failure(Exception e) {
        Throwable cause = e instanceof ExecutionException ? e.getCause() : e;
        return new IllegalStateException("the load has failed: " + cause, cause);
    }

    /** Closes all connections, also while messages are under way. */
    @Override
    public void close() throws IOException {
        for (LoadThread thread : threads) {
            thread.interrupt();
        }
        for (LoadThread thread : threads) {
            joinWhatever(thread);
            thread.close();
        }
    }

    private static void joinWhatever(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether clients go on sending. Any thread. */
    boolean mayContinue() {
        return mayContinue;
    }

    /** Any thread. */
    boolean countsLatencies() {
        return countsLatencies;
    }

    /** One of the load's threads has no more clients; that thread's. */
    void ended() {
        if (running.decrementAndGet() == 0) {
            end.complete(true);
        }
    }

    /** One of the load's threads can't go on; that thread's. */
    void failed(Throwable failure) {
        end.completeExceptionally(failure);
    }
}

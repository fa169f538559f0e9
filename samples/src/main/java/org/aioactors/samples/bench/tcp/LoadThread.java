// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.bench.tcp;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * One thread of a load, with its clients: reads what has come, checks it, and sends what may then be sent. It ends when all
 * its clients have, or at the first failure. Its methods are its own, but for those that say otherwise.
 */
public final class LoadThread extends Thread {
    /** What sends by the clock. Its thread's. */
    public interface Pace {
        /** Nothing will be due any more. */
        long NEVER = Long.MAX_VALUE;

        /**
         * Sends what is due.
         *
         * @param nowNs of {@link System#nanoTime}
         * @return in how many nanoseconds something is due next, or {@link #NEVER}
         */
        long sendDue(long nowNs) throws IOException;
    }

    private static final long MILLISECOND_NS = TimeUnit.MILLISECONDS.toNanos(1);

    private final Load load;
    private final Selector selector = Selector.open();
    private final List<LoadConnection> connections = new ArrayList<>();
    private final TestBytes bytes = new TestBytes();
    private final ByteBuffer received = ByteBuffer.allocateDirect(TestBytes.MAX_PIECE_BYTES);
    private final LatencyHistogram latencies = new LatencyHistogram();

    /** Null: nothing is sent by the clock. */
    private @Nullable Pace pace;

    /** Written by this thread alone. */
    private final AtomicLong delivered = new AtomicLong();

    LoadThread(Load load, int number) throws IOException {
        super("load-" + number);
        this.load = load;
        setDaemon(true);
    }

    /** Bytes to send and to compare with. Also for who makes its clients, before it is started. */
    TestBytes bytes() {
        return bytes;
    }

    /** An empty buffer for what one client reads next. */
    public ByteBuffer received() {
        return received.clear();
    }

    /** Takes on a client; before it is started. */
    SelectionKey add(LoadConnection connection) throws IOException {
        connections.add(connection);
        connection.channel.configureBlocking(false);
        return connection.channel.register(selector, SelectionKey.OP_READ, connection);
    }

    /** Sends by the clock as well as in answer to what comes; before it is started. */
    public void pace(Pace pace) {
        this.pace = pace;
    }

    void remove(LoadConnection connection) throws IOException {
        connections.remove(connection);
        connection.channel.close();
    }

    /** Whether clients go on sending. */
    public boolean mayContinue() {
        return load.mayContinue();
    }

    public void delivered(long messages) {
        delivered.setRelease(delivered.getPlain() + messages);
    }

    /** How many messages have come back so far. Any thread. */
    long delivered() {
        return delivered.getAcquire();
    }

    public void latency(long ns) {
        if (load.countsLatencies()) {
            latencies.add(ns);
        }
    }

    /** Of who has joined this thread. */
    LatencyHistogram latencies() {
        return latencies;
    }

    @Override
    public void run() {
        try {
            for (LoadConnection connection : connections) {
                connection.begin(System.nanoTime());
            }
            while (!connections.isEmpty()) {
                if (isInterrupted()) {
                    return; // the load is closed, and nobody waits for it
                }
                select();
            }
            load.ended();
        } catch (IOException | RuntimeException | Error e) {
            load.failed(e);
        }
    }

    /** Waits for bytes, or until something is due by the clock. */
    private void select() throws IOException {
        long waitNs = pace == null ? Pace.NEVER : pace.sendDue(System.nanoTime());
        if (waitNs == Pace.NEVER) {
            selector.select(LoadThread::onReady);
        } else if (waitNs >= MILLISECOND_NS) {
            selector.select(LoadThread::onReady, waitNs / MILLISECOND_NS);
        } else {
            selector.selectNow(LoadThread::onReady); // the last millisecond passes here: a selector would oversleep
        }
    }

    private static void onReady(SelectionKey key) {
        LoadConnection connection = (LoadConnection) key.attachment();
        try {
            if (key.isReadable()) {
                connection.onReadable();
            }
            if (key.isValid() && key.isWritable()) {
                connection.flush();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Closes what is open. For who has joined this thread, or has not started it. */
    void close() throws IOException {
        for (LoadConnection connection : connections) {
            connection.channel.close();
        }
        selector.close();
    }
}

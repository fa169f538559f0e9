// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import java.net.SocketAddress;
import org.aioactors.trace.TcpCloseEvent;
import org.aioactors.trace.TcpWriterHeldEvent;
import org.jspecify.annotations.Nullable;

/** What a connection leaves behind in metrics and in the Flight Recorder. Loop thread only. */
final class ConnectionReport {
    private final TcpCounters counters;
    private final Object loop;

    /** Of {@link CompactAddress}. */
    private final Object remoteAddress;

    private long receivedBytes;
    private long sentBytes;
    private boolean over;

    /** Since a write was refused, if that is recorded. */
    private @Nullable TcpWriterHeldEvent held;

    /**
     * A new connection.
     *
     * @param counters of its listener, and of its loop
     * @param loop for the records
     */
    ConnectionReport(TcpCounters counters, Object loop, SocketAddress remoteAddress) {
        this.counters = counters;
        this.loop = loop;
        this.remoteAddress = CompactAddress.of(remoteAddress);
        counters.connections.increment();
    }

    SocketAddress remoteAddress() {
        return CompactAddress.toAddress(remoteAddress);
    }

    /** Bytes were told to the handler. */
    void received(int bytes) {
        receivedBytes += bytes;
        counters.receivedBytes.add(bytes);
    }

    /** The socket has sent so many bytes since it was opened. */
    void sentSoFar(long bytes) {
        counters.sentBytes.add(bytes - sentBytes);
        sentBytes = bytes;
    }

    /** A write was refused, the first one or another since. */
    void refused(boolean first, long unsentBytes) {
        counters.refusedWrites.increment();
        if (first && !over) {
            held = TcpWriterHeldEvent.start(unsentBytes);
        }
    }

    /** Writes are accepted again, or never any more. */
    void released() {
        if (held != null) {
            held.stop(remoteAddress());
            held = null;
        }
    }

    /** The connection has ended, having sent so many bytes. */
    void ended(Tcp.ConnectionClosed how, long allSentBytes) {
        sentSoFar(allSentBytes);
        over = true;
        released();
        String cause = how instanceof Tcp.ErrorClosed error ? error.cause() : "";
        TcpCloseEvent.emit(remoteAddress(), loop, how.getClass().getSimpleName(), cause, receivedBytes, sentBytes);
    }
}

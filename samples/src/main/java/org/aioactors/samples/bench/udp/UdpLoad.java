// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.bench.udp;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.aioactors.samples.bench.WrongResultException;
import org.aioactors.samples.bench.tcp.LatencyHistogram;

/**
 * The peers of an echo server. They check each datagram that comes back: that it is theirs, none that has come before or was
 * overtaken, and has the bytes that it had. What does not come back within a second is lost, and replaced. One thread;
 * blocks.
 */
final class UdpLoad implements AutoCloseable {
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(1);

    /** Spreads the bits of a number: the odd one next to 2^64 divided by the golden ratio. */
    private static final long SPREAD = 0x9E37_79B9_7F4A_7C15L;

    private final UdpShape shape;
    private final LoadSocket socket;

    /** Of each peer: the number of the datagram that it sends next, and of that which is to come back next. */
    private final long[] next;

    private final long[] expected;

    /** Of each peer: the first of those that were given up last, and which of them have not come late. */
    private final long[] givenUpFrom;

    private final long[] givenUp;

    /** How many each peer is to send now. */
    private final int[] owed;

    private final long[] sentNs;
    private LatencyHistogram latencies = new LatencyHistogram();
    private long echoed;
    private long lost;

    /**
     * The load of a server on this machine.
     *
     * @throws org.aioactors.aio.linux.SyscallException if there can't be a socket
     */
    UdpLoad(UdpShape shape, int port) {
        this.shape = shape;
        this.socket = new LoadSocket(shape, port);
        this.next = new long[shape.peers()];
        this.expected = new long[shape.peers()];
        this.givenUpFrom = new long[shape.peers()];
        this.givenUp = new long[shape.peers()];
        this.owed = new int[shape.peers()];
        this.sentNs = new long[shape.peers() * shape.inFlight()];
        Arrays.fill(owed, shape.inFlight());
    }

    /**
     * Loads the server for so long.
     *
     * @throws WrongResultException if something comes back that should not
     */
    void run(long durationNs) {
        long endNs = System.nanoTime() + durationNs;
        latencies = new LatencyHistogram();
        long nowNs = System.nanoTime();
        while (nowNs - endNs < 0) {
            send(nowNs);
            int count = socket.receive(PATIENCE_NS);
            nowNs = System.nanoTime();
            for (int i = 0; i < count; i++) {
                received(i, nowNs);
            }
            if (count == 0) {
                giveUp();
            }
        }
    }

    private void send(long nowNs) {
        for (int peer = 0; peer < owed.length; peer++) {
            int count = owed[peer];
            if (count > 0) {
                owed[peer] = 0;
                for (int i = 0; i < count; i++) {
                    long number = next[peer]++;
                    write(socket.bytesToSend(), socket.placeOf(peer) + i * shape.bytes(), peer, number);
                    sentNs[place(peer, number)] = nowNs;
                }
                socket.add(peer, count);
            }
        }
        socket.flush();
    }

    private int place(int peer, long number) {
        return peer * shape.inFlight() + (int) (number % shape.inFlight());
    }

    private void write(ByteBuffer buffer, int at, int peer, long number) {
        buffer.putLong(at, number);
        for (int offset = Long.BYTES; offset < shape.bytes(); offset += Long.BYTES) {
            buffer.putLong(at + offset, word(peer, number, offset));
        }
    }

    private static long word(int peer, long number, int offset) {
        return (number * 65_536 + peer * 1024L + offset) * SPREAD;
    }

    private void received(int index, long nowNs) {
        int peer = socket.peer(index);
        if (peer >= shape.peers()) {
            throw new WrongResultException("a datagram for peer " + peer + ", and there is none");
        }
        WrongResultException.unlessSame("bytes of a datagram", shape.bytes(), socket.length(index));
        ByteBuffer buffer = socket.receivedBytes();
        int at = index * shape.bytes();
        long number = buffer.getLong(at);
        for (int offset = Long.BYTES; offset < shape.bytes(); offset += Long.BYTES) {
            if (buffer.getLong(at + offset) != word(peer, number, offset)) {
                throw new WrongResultException(
                        "datagram " + number + " of peer " + peer + " has other bytes at " + offset);
            }
        }
        if (isLate(peer, number)) {
            return;
        }
        if (number < expected[peer] || number >= next[peer]) {
            throw new WrongResultException(
                    "peer " + peer + ": datagram " + number + " came twice, out of turn or from nowhere;" + " expected "
                            + expected[peer] + " to " + (next[peer] - 1));
        }
        int skipped = (int) (number - expected[peer]);
        lost += skipped;
        expected[peer] = number + 1;
        owed[peer] += 1 + skipped;
        echoed++;
        latencies.add(nowNs - sentNs[place(peer, number)]);
    }

    /** Whether it is one that was given up, and has not come before. */
    private boolean isLate(int peer, long number) {
        long place = number - givenUpFrom[peer];
        boolean late = place >= 0 && place < Long.SIZE && ((givenUp[peer] >>> place) & 1) != 0;
        if (late) {
            givenUp[peer] &= ~(1L << place);
        }
        return late;
    }

    /** What has not come back by now counts as lost. */
    private void giveUp() {
        for (int peer = 0; peer < owed.length; peer++) {
            int missing = (int) (next[peer] - expected[peer]);
            lost += missing;
            owed[peer] += missing;
            givenUpFrom[peer] = expected[peer];
            givenUp[peer] = (1L << missing) - 1;
            expected[peer] = next[peer];
        }
    }

    /** How many have come back so far, and were right. */
    long echoed() {
        return echoed;
    }

    /** How many have not. */
    long lost() {
        return lost;
    }

    /** Of the last run. */
    LatencyHistogram latencies() {
        return latencies;
    }

    @Override
    public void close() {
        socket.close();
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.aioactors.udp;

import org.jspecify.annotations.Nullable;

/** What a socket has to send, in the order in which it was told. Allocates only when it grows. Loop thread only. */
final class SendQueue {
    /** What a datagram costs beside its bytes. */
    static final int MESSAGE_BYTES = 128;

    private static final int FIRST_CAPACITY = 64;

    /** A ring; its length is a power of two. */
    private Udp.@Nullable Send[] ring = new Udp.@Nullable Send[FIRST_CAPACITY];

    private int head;
    private int size;
    private long bytes;

    int size() {
        return size;
    }

    boolean isEmpty() {
        return size == 0;
    }

    /** How much memory is in it. */
    long bytes() {
        return bytes;
    }

    static int memoryBytes(Udp.Send send) {
        return send.data().size() + MESSAGE_BYTES;
    }

    void add(Udp.Send send) {
        if (size == ring.length) {
            grow();
        }
        ring[(head + size) & (ring.length - 1)] = send;
        size++;
        bytes += memoryBytes(send);
    }

    private void grow() {
        Udp.@Nullable Send[] larger = new Udp.@Nullable Send[ring.length * 2];
        int tail = ring.length - head;
        System.arraycopy(ring, head, larger, 0, tail);
        System.arraycopy(ring, 0, larger, tail, head);
        ring = larger;
        head = 0;
    }

    /** The i-th from the front, which has not been taken. */
    Udp.Send get(int i) {
        Udp.Send send = ring[(head + i) & (ring.length - 1)];
        if (send == null) {
            throw new IllegalStateException("taken already: " + i);
        }
        return send;
    }

    /** Takes the i-th from the front out; others keep their numbers until {@link #closeGaps}. */
    Udp.Send take(int i) {
        Udp.Send send = get(i);
        ring[(head + i) & (ring.length - 1)] = null;
        bytes -= memoryBytes(send);
        return send;
    }

    /** Moves what is left of the first ones together, in its order. */
    void closeGaps(int first) {
        int to = first;
        for (int from = first - 1; from >= 0; from--) {
            Udp.Send send = ring[(head + from) & (ring.length - 1)];
            if (send != null && --to != from) {
                ring[(head + to) & (ring.length - 1)] = send;
                ring[(head + from) & (ring.length - 1)] = null;
            }
        }
        head = (head + to) & (ring.length - 1);
        size -= to;
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.bench.tcp;

import java.nio.ByteBuffer;
import org.aioactors.samples.bench.WrongResultException;

/** What one connection has sent to an echo server and must get back, byte for byte. Not thread-safe. */
final class EchoStream {
    private final TestBytes bytes;
    private final int number;
    private long sentBytes;
    private long returnedBytes;

    EchoStream(TestBytes bytes, int number) {
        this.bytes = bytes;
        this.number = number;
    }

    long sentBytes() {
        return sentBytes;
    }

    long returnedBytes() {
        return returnedBytes;
    }

    /** What is to be sent next of the first {@code endBytes} bytes; valid until the next call of any method. */
    ByteBuffer unsent(long endBytes) {
        return bytes.piece(number, sentBytes, (int) Math.min(TestBytes.MAX_PIECE_BYTES, endBytes - sentBytes));
    }

    void sent(int count) {
        sentBytes += count;
    }

    /** Throws {@link WrongResultException} unless these are the next bytes that were sent. */
    void returned(ByteBuffer received) {
        int count = received.remaining();
        if (count > sentBytes - returnedBytes) {
            throw new WrongResultException(String.format(
                    "connection %d: %d bytes have come back of %d sent", number, returnedBytes + count, sentBytes));
        }
        int wrong = received.mismatch(bytes.piece(number, returnedBytes, count));
        if (wrong >= 0) {
            throw new WrongResultException(
                    String.format("connection %d: byte %d is wrong", number, returnedBytes + wrong));
        }
        returnedBytes += count;
    }

    /** The server has closed: throws {@link WrongResultException} unless all bytes have come back. */
    void ended() {
        WrongResultException.unlessSame("connection " + number + ": bytes back", sentBytes, returnedBytes);
    }
}

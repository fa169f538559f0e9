// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.bench.tcp;

import java.nio.ByteBuffer;
import java.util.Random;

/**
 * The bytes that a load sends: random ones, which repeat after a prime number, so that a stream that is shifted, by a power of
 * two for instance, or is another connection's, has others. Not thread-safe.
 */
final class TestBytes {
    /** Most bytes in one piece. */
    static final int MAX_PIECE_BYTES = 256 * 1024;

    private static final int PERIOD = 65_521;

    /** Between the beginnings of two streams. */
    private static final int STREAM_DISTANCE = 7_919;

    /** The period, and so much of its repetitions that any piece lies in one. */
    private final ByteBuffer bytes = ByteBuffer.allocateDirect(PERIOD + MAX_PIECE_BYTES);

    TestBytes() {
        byte[] period = new byte[PERIOD];
        new Random(1).nextBytes(period);
        while (bytes.hasRemaining()) {
            bytes.put(period, 0, Math.min(period.length, bytes.remaining()));
        }
    }

    /** A piece of a stream, between position and limit of a buffer that the next call moves. */
    ByteBuffer piece(int stream, long position, int length) {
        int start = (int) (((long) stream * STREAM_DISTANCE + position) % PERIOD);
        return bytes.limit(start + length).position(start);
    }
}

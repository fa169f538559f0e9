// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.bench.tcp;

import java.nio.ByteBuffer;

/**
 * The messages of a fan-out, all of one length: the number of who sends it, how many it has sent before, and bytes that
 * nobody else sends there. Not thread-safe.
 *
 * <p>The first frame of a client has the number of a room in place of its own, and the server sends it back. All others go
 * to each member of the room, the sender too.
 */
final class FanOutFrames {
    /** Of the two numbers in front. */
    static final int HEAD_BYTES = 2 * Integer.BYTES;

    private final TestBytes bytes;
    private final int frameBytes;

    FanOutFrames(TestBytes bytes, int frameBytes) {
        if (frameBytes <= HEAD_BYTES || frameBytes > TestBytes.MAX_PIECE_BYTES) {
            throw new IllegalArgumentException("a message must have more than " + HEAD_BYTES + " and at most "
                    + TestBytes.MAX_PIECE_BYTES + " bytes, not " + frameBytes);
        }
        this.bytes = bytes;
        this.frameBytes = frameBytes;
    }

    int frameBytes() {
        return frameBytes;
    }

    /** Puts a frame into a buffer. */
    void put(ByteBuffer buffer, int sender, int sequence) {
        buffer.putInt(sender).putInt(sequence).put(body(sender, sequence));
    }

    /** Whether this is the next frame in a buffer, which is then behind it. */
    boolean isNext(ByteBuffer buffer, int sender, int sequence) {
        int end = buffer.position() + frameBytes;
        int limit = buffer.limit();
        buffer.limit(end);
        boolean same =
                buffer.getInt() == sender && buffer.getInt() == sequence && buffer.mismatch(body(sender, sequence)) < 0;
        buffer.limit(limit).position(end);
        return same;
    }

    private ByteBuffer body(int sender, int sequence) {
        int length = frameBytes - HEAD_BYTES;
        return bytes.piece(sender, (long) sequence * length, length);
    }
}

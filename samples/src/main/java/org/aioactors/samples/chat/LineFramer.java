// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a stream of bytes into lines: chunks as the network delivers them go in, whole lines come out.
 *
 * <p>A line ends with {@code \n}; one {@code \r} before it belongs to the ending. Each byte is looked at once and
 * copied at most a constant number of times, however the stream is cut. Of an unfinished line at most {@code
 * maxLineBytes + 1} bytes are kept. Not thread-safe: an actor owns one.
 */
final class LineFramer {
    private static final byte[] EMPTY = {};
    private static final int SMALLEST_PARTIAL_BYTES = 64;

    private final int maxLineBytes;

    /** What was appended and not yet cut; the first {@link #position} bytes of the head are done with. */
    private final ArrayDeque<byte[]> chunks = new ArrayDeque<>();

    private int position;
    private int pendingBytes;

    /** The beginning of a line whose end is still to come: never holds a {@code \n}. */
    private byte[] partial = EMPTY;

    private int partialLength;

    /**
     * Creates a framer at the start of a stream.
     *
     * @param maxLineBytes the longest line let through, in bytes, its ending not counted; at least 1
     */
    LineFramer(int maxLineBytes) {
        if (maxLineBytes < 1) {
            throw new IllegalArgumentException("maxLineBytes is " + maxLineBytes + "; it must be at least 1");
        }
        this.maxLineBytes = maxLineBytes;
    }

    /** Takes the next bytes of the stream. The array is kept, not copied: the caller must not change it any more. */
    void append(byte[] chunk) {
        if (chunk.length > 0) {
            chunks.add(chunk);
            pendingBytes += chunk.length;
        }
    }

    /** Returns how many appended bytes {@link #nextLine()} has not looked at yet. */
    int pendingBytes() {
        return pendingBytes;
    }

    /**
     * Returns the next line without its ending, or null until more is appended.
     *
     * @throws LineRefusedException as soon as the line is certain to be too long; the framer must not be used
     *     afterwards
     */
    @Nullable ByteBuffer nextLine() throws LineRefusedException {
        for (byte[] chunk = chunks.peek(); chunk != null; chunk = chunks.peek()) {
            int start = position;
            int end = endOfLine(chunk, start);
            checkLength(chunk, start, end);
            boolean complete = end < chunk.length;
            boolean whole = complete && partialLength == 0;
            if (!whole) {
                keep(chunk, start, end);
            }
            skipTo(complete ? end + 1 : end, chunk.length);
            if (whole) {
                return line(chunk, start, end);
            }
            if (complete) {
                return takePartial();
            }
        }
        return null;
    }

    private static int endOfLine(byte[] chunk, int start) {
        int i = start;
        while (i < chunk.length && chunk[i] != '\n') {
            i++;
        }
        return i;
    }

    /** One byte over the limit is still fine if it is a {@code \r}: the ending may have been cut in two. */
    private void checkLength(byte[] chunk, int start, int end) throws LineRefusedException {
        int over = partialLength + (end - start) - maxLineBytes;
        if (over > 1 || (over == 1 && lastByte(chunk, start, end) != '\r')) {
            throw new LineRefusedException("line longer than " + maxLineBytes + " bytes");
        }
    }

    private byte lastByte(byte[] chunk, int start, int end) {
        return end > start ? chunk[end - 1] : partial[partialLength - 1];
    }

    private void keep(byte[] chunk, int start, int end) {
        int length = partialLength + (end - start);
        if (length > partial.length) {
            int doubled = Math.max(SMALLEST_PARTIAL_BYTES, 2 * partial.length);
            partial = Arrays.copyOf(partial, Math.max(length, Math.min(doubled, maxLineBytes + 1)));
        }
        System.arraycopy(chunk, start, partial, partialLength, end - start);
        partialLength = length;
    }

    private void skipTo(int next, int chunkLength) {
        pendingBytes -= next - position;
        position = next;
        if (position == chunkLength) {
            chunks.remove();
            position = 0;
        }
    }

    /** Hands the array over rather than copying it, so that a quiet connection holds no buffer. */
    private ByteBuffer takePartial() {
        ByteBuffer line = line(partial, 0, partialLength);
        partial = EMPTY;
        partialLength = 0;
        return line;
    }

    private static ByteBuffer line(byte[] bytes, int start, int end) {
        boolean carriageReturn = end > start && bytes[end - 1] == '\r';
        return ByteBuffer.wrap(bytes, start, (carriageReturn ? end - 1 : end) - start);
    }
}

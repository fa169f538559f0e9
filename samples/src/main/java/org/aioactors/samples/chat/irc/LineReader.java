// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.irc;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Makes lines of what a client sends, in whatever pieces it comes.
 *
 * <p>A line ends with {@code \r} or {@code \n}, so that neither is ever inside one; empty lines are left out, and NUL as
 * well. A line is at most 512 bytes with an ending of two, and 4,096 of tags in front of that; one that is longer is left
 * out and its place taken by {@link Input.TooLong}. Each byte is looked at once and copied at most a constant number of
 * times. Of an unfinished line at most the longest possible is kept. Not thread-safe: an actor owns one.
 */
public final class LineReader {
    /** The longest line without its tags, with its ending. */
    public static final int MAX_LINE_BYTES = 512;

    static final int MAX_BODY_BYTES = MAX_LINE_BYTES - 2;
    static final int MAX_TAGS_BYTES = 1 + Tags.MAX_CLIENT_DATA_BYTES + 1;

    private static final byte[] EMPTY = {};
    private static final int SMALLEST_PARTIAL_BYTES = 64;

    /** What came of a line. */
    public sealed interface Input {
        /** A line as it should be. */
        record Line(IrcLine line) implements Input {}

        /** A line that was too long: numeric 417. */
        record TooLong() implements Input {}

        /**
         * A line that was not UTF-8.
         *
         * @param command what it would have been
         * @param label its label (labeled-response), or null
         */
        record NotUtf8(String command, @Nullable String label) implements Input {}
    }

    /** What was appended and not yet looked at. */
    private final ArrayDeque<ByteBuffer> chunks = new ArrayDeque<>(2);

    private int pendingBytes;

    /** The beginning of a line whose end is still to come. */
    private byte[] partial = EMPTY;

    private int partialLength;

    /** How long the tags of the unfinished line are, with their space, as far as known; 0 if it has none. */
    private int tagsLength;

    /** Whether the tags of the unfinished line may go on. */
    private boolean inTags;

    /** Whether the unfinished line is too long already, and what comes of it only thrown away. */
    private boolean discarding;

    /** Creates one for the beginning of a stream. */
    public LineReader() {}

    /** Takes the next bytes of the stream. The array is kept, not copied: it must not be changed any more. */
    public void append(byte[] bytes, int from, int length) {
        if (length > 0) {
            chunks.add(ByteBuffer.wrap(bytes, from, length));
            pendingBytes += length;
        }
    }

    /** How many appended bytes {@link #next()} has not looked at yet. */
    public int pendingBytes() {
        return pendingBytes;
    }

    /** The next line, or null until more is appended. */
    public @Nullable Input next() {
        for (ByteBuffer chunk = chunks.peek(); chunk != null; chunk = chunks.peek()) {
            Input input = next(chunk);
            if (!chunk.hasRemaining()) {
                chunks.remove();
            }
            if (input != null) {
                return input;
            }
        }
        return null;
    }

    private @Nullable Input next(ByteBuffer chunk) {
        byte[] bytes = chunk.array();
        int start = chunk.arrayOffset() + chunk.position();
        int limit = chunk.arrayOffset() + chunk.limit();
        int end = endOfLine(bytes, start, limit);
        boolean complete = end < limit;
        int used = (complete ? end + 1 : end) - start;
        chunk.position(chunk.position() + used);
        pendingBytes -= used;
        if (discarding) {
            discarding = !complete;
            return null;
        }
        measureTags(bytes, start, end);
        int length = partialLength + (end - start);
        if (tagsLength > MAX_TAGS_BYTES || length - tagsLength > MAX_BODY_BYTES) {
            clear();
            discarding = !complete;
            return new Input.TooLong();
        }
        if (complete && partialLength == 0) {
            clear();
            return end == start ? null : decoded(bytes, start, length);
        }
        keep(bytes, start, end);
        return complete ? takePartial() : null;
    }

    private static int endOfLine(byte[] bytes, int start, int limit) {
        int i = start;
        while (i < limit && bytes[i] != '\n' && bytes[i] != '\r') {
            i++;
        }
        return i;
    }

    private void measureTags(byte[] bytes, int start, int end) {
        if (partialLength == 0 && start < end) {
            inTags = bytes[start] == '@';
        }
        for (int i = start; inTags && i < end; i++) {
            tagsLength++;
            inTags = bytes[i] != ' ';
        }
        if (inTags && tagsLength == MAX_TAGS_BYTES) {
            tagsLength++; // the space that is still to come
        }
    }

    private void keep(byte[] bytes, int start, int end) {
        int length = partialLength + (end - start);
        if (length > partial.length) {
            int doubled = Math.max(SMALLEST_PARTIAL_BYTES, 2 * partial.length);
            partial = Arrays.copyOf(partial, Math.max(length, Math.min(doubled, MAX_TAGS_BYTES + MAX_BODY_BYTES)));
        }
        System.arraycopy(bytes, start, partial, partialLength, end - start);
        partialLength = length;
    }

    /** Lets go of the array, so that a quiet connection holds none. */
    private Input takePartial() {
        byte[] line = partial;
        int length = partialLength;
        clear();
        return decoded(line, 0, length);
    }

    private void clear() {
        partial = EMPTY;
        partialLength = 0;
        tagsLength = 0;
    }

    private static Input decoded(byte[] bytes, int start, int length) {
        String text = new String(bytes, start, length, StandardCharsets.UTF_8);
        if (text.indexOf('\uFFFD') >= 0 && !isUtf8(bytes, start, length)) {
            IrcLine line = IrcLine.parse(new String(bytes, start, length, StandardCharsets.ISO_8859_1));
            return new Input.NotUtf8(line.command(), line.tag("label"));
        }
        return new Input.Line(IrcLine.parse(text.indexOf('\0') < 0 ? text : text.replace("\0", "")));
    }

    /** The character that stands for a fault may have been sent as such: then nothing is wrong. */
    private static boolean isUtf8(byte[] bytes, int start, int length) {
        CharBuffer chars = CharBuffer.allocate(length);
        ByteBuffer line = ByteBuffer.wrap(bytes, start, length);
        return !StandardCharsets.UTF_8.newDecoder().decode(line, chars, true).isError();
    }
}

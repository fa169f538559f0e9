// SPDX-License-Identifier: Apache-2.0
package org.aioactors.os.tty;

import akka.util.ByteString;
import akka.util.ByteStringBuilder;
import java.util.ArrayList;
import java.util.List;

/**
 * Takes breaks and damaged bytes out of what a line with {@link TerminalOptions#withMarks} receives, where the kernel puts
 * {@code 0xff 0} before a byte whose parity or frame is wrong, {@code 0xff 0 0} for a break, and {@code 0xff 0xff} for a byte
 * {@code 0xff} ({@code PARMRK} in {@code termios(3)}). A zero byte with a wrong parity looks like a break. For one thread at
 * a time; one for each connection, since a mark may be cut between two pieces.
 */
public final class LineMarks {
    /** What has arrived. */
    public sealed interface Piece permits Data, Break, Damaged {}

    /** Bytes as they were sent, at least one. */
    public record Data(ByteString bytes) implements Piece {}

    /** The other end has sent a break. */
    public record Break() implements Piece {}

    /**
     * A byte with a wrong parity or frame.
     *
     * @param value as it was received, 0 to 255
     */
    public record Damaged(int value) implements Piece {}

    private enum State {
        PLAIN,
        /** After {@code 0xff}. */
        MARK,
        /** After {@code 0xff 0}. */
        MARKED
    }

    private State state = State.PLAIN;

    /** What has arrived, in its order; what is cut off is kept for the next time. */
    public List<Piece> split(ByteString received) {
        List<Piece> pieces = new ArrayList<>();
        ByteStringBuilder plain = new ByteStringBuilder();
        for (int i = 0; i < received.length(); i++) {
            int value = received.apply(i) & 0xff;
            switch (state) {
                case PLAIN -> {
                    if (value == 0xff) {
                        state = State.MARK;
                    } else {
                        plain.putByte((byte) value);
                    }
                }
                case MARK -> {
                    state = value == 0 ? State.MARKED : State.PLAIN;
                    if (value != 0) {
                        plain.putByte((byte) value); // 0xff, which was doubled
                    }
                }
                case MARKED -> {
                    state = State.PLAIN;
                    flush(plain, pieces);
                    pieces.add(value == 0 ? new Break() : new Damaged(value));
                }
            }
        }
        flush(plain, pieces);
        return pieces;
    }

    private static void flush(ByteStringBuilder plain, List<Piece> pieces) {
        if (!plain.isEmpty()) {
            pieces.add(new Data(plain.result()));
            plain.clear();
        }
    }
}

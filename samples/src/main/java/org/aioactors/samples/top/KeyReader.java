// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.top;

import java.io.IOException;

/** Makes keys of what a terminal sends: one character, or an escape sequence. */
final class KeyReader {
    private static final int ESCAPE = 0x1b;
    private static final int CONTROL_C = 3;

    /** How long the rest of an escape sequence may take: else it was the key of that name. */
    private static final long SEQUENCE_MS = 50;

    /** Where the characters come from. */
    interface Input {
        /** The next character, or negative at the end. */
        int read() throws IOException;

        /** The same, or negative if none comes in time. */
        int read(long timeoutMs) throws IOException;
    }

    private final Input input;

    KeyReader(Input input) {
        this.input = input;
    }

    /** The next key; waits for it. At the end of the input, that to quit. */
    Key next() throws IOException {
        int c = input.read();
        return switch (c) {
            case 'q', 'Q', CONTROL_C -> Key.QUIT;
            case 'p', 'P', ' ' -> Key.PAUSE;
            case '<', ',' -> Key.LEFT;
            case '>', '.' -> Key.RIGHT;
            case 'r', 'R' -> Key.REVERSE;
            case 'k' -> Key.UP;
            case 'j' -> Key.DOWN;
            case '\r', '\n' -> Key.ENTER;
            case 'b', 'B', 0x7f, '\b' -> Key.BACK;
            case 'h', 'H', '?' -> Key.HELP;
            case ESCAPE -> sequence();
            default -> c < 0 ? Key.QUIT : Key.OTHER;
        };
    }

    /** Of {@code ESC [ A} and {@code ESC O A}; what has more parameters is none of ours, and is read to its end. */
    private Key sequence() throws IOException {
        int kind = input.read(SEQUENCE_MS);
        if (kind < 0) {
            return Key.BACK;
        }
        if (kind != '[' && kind != 'O') {
            return Key.OTHER;
        }
        int last = input.read(SEQUENCE_MS);
        if (last >= 0 && last < '@') {
            while (last >= 0 && last < '@') {
                last = input.read(SEQUENCE_MS);
            }
            return Key.OTHER;
        }
        return switch (last) {
            case 'A' -> Key.UP;
            case 'B' -> Key.DOWN;
            case 'C' -> Key.RIGHT;
            case 'D' -> Key.LEFT;
            default -> Key.OTHER;
        };
    }
}

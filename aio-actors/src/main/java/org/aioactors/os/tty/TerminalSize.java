// SPDX-License-Identifier: Apache-2.0
package org.aioactors.os.tty;

import org.aioactors.aio.linux.WinSize;

/**
 * How large the window of a terminal is, in characters; 0 if nobody has said.
 *
 * @param rows lines of text
 * @param columns characters of a line
 */
public record TerminalSize(int rows, int columns) {
    /** What a terminal has if nothing else is known. */
    public static final TerminalSize DEFAULT = new TerminalSize(24, 80);

    /** Checks the values; throws {@link IllegalArgumentException} for one that is out of range. */
    public TerminalSize {
        if (rows < 0 || rows > WinSize.MAX || columns < 0 || columns > WinSize.MAX) {
            throw new IllegalArgumentException(
                    "rows and columns must be from 0 to " + WinSize.MAX + ": " + rows + ", " + columns);
        }
    }
}

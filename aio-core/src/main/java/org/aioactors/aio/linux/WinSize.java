// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.linux;

/**
 * A {@code struct winsize} in native memory: how large the window of a terminal is. Used by one thread at a time; all methods
 * but {@link #close} throw {@link IllegalStateException} once it is closed.
 */
public final class WinSize extends NativeStruct {
    /** What a number in it may be at most. */
    public static final int MAX = 0xffff;

    /*
     * struct winsize { unsigned short ws_row, ws_col, ws_xpixel, ws_ypixel; };
     */
    static final int SIZE_WINSIZE = 8;
    static final int OFFSET_ROW = 0;
    static final int OFFSET_COL = 2;

    private WinSize() {
        super(SIZE_WINSIZE);
    }

    /**
     * Allocates an empty one.
     *
     * @throws OutOfMemoryError if there is no native memory left
     */
    public static WinSize allocate() {
        return new WinSize();
    }

    /** Lines of text; 0 if nobody has said. */
    public int rows() {
        return buffer().getShort(OFFSET_ROW) & MAX;
    }

    /** Characters of a line; 0 if nobody has said. */
    public int columns() {
        return buffer().getShort(OFFSET_COL) & MAX;
    }

    /** Sets both, and the pixels to 0, which is unknown. */
    public void set(int rows, int columns) {
        buffer().putLong(0, 0).putShort(OFFSET_ROW, (short) rows).putShort(OFFSET_COL, (short) columns);
    }
}

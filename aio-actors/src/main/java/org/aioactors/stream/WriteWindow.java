// SPDX-License-Identifier: Apache-2.0
package org.aioactors.stream;

/**
 * How much may be written that the kernel has not taken yet, so that the connection never has to refuse a write. The
 * stage's thread only.
 *
 * <p>The three marks count in bytes of memory as {@code aio.net.tcp.max-pending-write} does, and only grow: {@code acked
 * <= asked <= told}. One write for some quarter of the window asks for an ack, which then stands for all before it.
 */
final class WriteWindow {
    /** What a write costs beside its bytes. */
    static final int WRITE_BYTES = 128;

    private static final int PARTS = 4;

    private final long sizeBytes;
    private long told;
    private long asked;
    private long acked;

    WriteWindow(long sizeBytes) {
        this.sizeBytes = sizeBytes;
    }

    /** Whether more is wanted from upstream. */
    boolean isOpen() {
        return told - acked < sizeBytes;
    }

    /** Whether the kernel has taken all. */
    boolean isAllAcked() {
        return acked == told;
    }

    /**
     * How many of so many bytes to write next; 0 if none before an ack. Not less than a quarter of the window, so that a
     * large element does not go out in crumbs.
     */
    int piece(int availableBytes) {
        long room = sizeBytes - (told - acked) - WRITE_BYTES;
        if (isAllAcked()) {
            room = Math.max(1, room);
        } else if (room < Math.min(availableBytes, sizeBytes / PARTS)) {
            return 0;
        }
        return (int) Math.min(availableBytes, room);
    }

    /**
     * So many bytes are being written.
     *
     * @return whether the write has to ask for an ack, of {@link #mark}
     */
    boolean tell(int bytes) {
        told += bytes + WRITE_BYTES;
        if (told - asked < sizeBytes / PARTS) {
            return false;
        }
        asked = told;
        return true;
    }

    /** All that was told needs an ack. Returns whether some of it has none that was asked for: so an empty write has to. */
    boolean askForAll() {
        boolean missing = asked < told;
        asked = told;
        return missing;
    }

    /** What an ack has to say. */
    long mark() {
        return told;
    }

    /** An ack has come. */
    void acked(long mark) {
        acked = mark;
    }
}

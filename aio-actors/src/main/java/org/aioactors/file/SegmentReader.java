// SPDX-License-Identifier: Apache-2.0
package org.aioactors.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** Reads one file of a log, record by record, as far as it is whole. Blocks; one thread at a time. */
final class SegmentReader implements AutoCloseable {
    private static final int BUFFER = 256 * 1024;

    private final Path file;
    private final FileChannel channel;
    private final long base;
    private final int batchBytes;

    /** What was read ahead: from {@link #bufferAt} on. */
    private ByteBuffer buffer = ByteBuffer.allocate(BUFFER).limit(0);

    private long bufferAt;

    /** The end of the last record that was whole. */
    private long position = LogFormat.HEADER;

    private long nextSequence;
    private boolean firstOfBatch;

    /**
     * Opens the file of a directory whose first record has this number.
     *
     * @throws LogException if its header is not whole
     */
    SegmentReader(Path directory, long base) throws IOException {
        this.file = LogFormat.segment(directory, base);
        this.base = base;
        this.nextSequence = base;
        this.channel = FileChannel.open(file, StandardOpenOption.READ);
        boolean opened = false;
        try {
            if (!fill(0, LogFormat.HEADER)) {
                throw new LogException(file + " is too short to be a file of a log");
            }
            this.batchBytes = LogFormat.batchBytes(buffer.slice(0, LogFormat.HEADER), base, file);
            opened = true;
        } finally {
            if (!opened) {
                channel.close();
            }
        }
    }

    long base() {
        return base;
    }

    Path file() {
        return file;
    }

    /** How many bytes a batch of this file has at most. */
    int batchBytes() {
        return batchBytes;
    }

    /** Where the next record begins, if there is one. */
    long position() {
        return position;
    }

    /** The number of the next record. */
    long nextSequence() {
        return nextSequence;
    }

    /** Whether the last record was the first of its batch. */
    boolean isFirstOfBatch() {
        return firstOfBatch;
    }

    long size() throws IOException {
        return channel.size();
    }

    /** The data of the next record; null if there is none that is whole, which may change while somebody writes. */
    byte @Nullable [] next() throws IOException {
        if (!fill(position, LogFormat.FRAME_HEADER)) {
            return null;
        }
        int at = (int) (position - bufferAt);
        int lengthAndFlag = buffer.getInt(at);
        int crc = buffer.getInt(at + Integer.BYTES);
        int length = lengthAndFlag & ~LogFormat.FIRST_OF_BATCH;
        if (length > batchBytes - LogFormat.FRAME_HEADER || !fill(position, LogFormat.FRAME_HEADER + length)) {
            return null;
        }
        byte[] data = new byte[length];
        buffer.get((int) (position - bufferAt) + LogFormat.FRAME_HEADER, data);
        if (LogFormat.crc(lengthAndFlag, nextSequence, ByteBuffer.wrap(data)) != crc) {
            buffer.limit(0); // somebody may be writing it just now
            return null;
        }
        position += LogFormat.FRAME_HEADER + length;
        nextSequence++;
        firstOfBatch = lengthAndFlag < 0;
        return data;
    }

    /** Has so many bytes from there in the buffer; false if the file has not as many. */
    private boolean fill(long from, int length) throws IOException {
        if (from >= bufferAt && from + length <= bufferAt + buffer.limit()) {
            return true;
        }
        buffer = ByteBuffer.allocate(Math.max(BUFFER, length));
        bufferAt = from;
        while (buffer.hasRemaining() && channel.read(buffer, from + buffer.position()) > 0) {
            // until it is full, or the file has no more
        }
        buffer.flip();
        return buffer.limit() >= length;
    }

    /** The bytes of a part of the file, which must be there. */
    byte[] copy(long from, long to) throws IOException {
        ByteBuffer copied = ByteBuffer.allocate((int) (to - from));
        while (copied.hasRemaining()) {
            if (channel.read(copied, from + copied.position()) < 0) {
                throw new LogException(file + " has become shorter");
            }
        }
        return copied.array();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}

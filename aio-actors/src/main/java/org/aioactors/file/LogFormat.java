// SPDX-License-Identifier: Apache-2.0
package org.aioactors.file;

import akka.util.ByteString;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * What a file of a log looks like, big-endian:
 *
 * <pre>
 *   header   8 bytes   "AIOLOG1\n"
 *            8         the number of the first record
 *            4         how many bytes a batch has at most
 *            4         CRC-32C (RFC 3720) of the 20 bytes before
 *   record   4         length of the data; the highest bit is set for the first of a batch
 *            4         CRC-32C of those 4 bytes, the number of the record in 8, and the data
 *            ...       data
 * </pre>
 *
 * <p>Since the number of a record is in its check sum, nothing that lay on the disk before is taken for it.
 */
final class LogFormat {
    static final int HEADER = 24;
    static final int FRAME_HEADER = 8;
    static final int FIRST_OF_BATCH = 1 << 31;

    private static final byte[] MAGIC = "AIOLOG1\n".getBytes(StandardCharsets.US_ASCII);
    private static final int CHECKED_HEADER = HEADER - Integer.BYTES;
    private static final String SUFFIX = ".log";
    private static final String TEMPORARY = "next.tmp";
    private static final String LOCK = "lock";

    private LogFormat() {}

    /** Names sort as the numbers do. */
    static Path segment(Path directory, long base) {
        return directory.resolve(String.format("%019d", base) + SUFFIX);
    }

    /** Where the next file is prepared. */
    static Path temporary(Path directory) {
        return directory.resolve(TEMPORARY);
    }

    static Path lock(Path directory) {
        return directory.resolve(LOCK);
    }

    static boolean isSegment(String name) {
        return name.matches("\\d{19}\\" + SUFFIX);
    }

    static long base(String segmentName) {
        return Long.parseLong(segmentName.substring(0, segmentName.length() - SUFFIX.length()));
    }

    static byte[] header(long base, int batchBytes) {
        ByteBuffer header = ByteBuffer.allocate(HEADER);
        header.put(MAGIC).putLong(base).putInt(batchBytes);
        return header.putInt(crc(header.array(), CHECKED_HEADER)).array();
    }

    private static int crc(byte[] bytes, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, length);
        return (int) crc.getValue();
    }

    /**
     * How many bytes a batch of this file has at most.
     *
     * @throws LogException if that is no header of the file with this base
     */
    static int batchBytes(ByteBuffer header, long base, Path file) {
        byte[] bytes = new byte[HEADER];
        header.get(bytes);
        ByteBuffer fields = ByteBuffer.wrap(bytes);
        byte[] magic = new byte[MAGIC.length];
        fields.get(magic);
        if (!java.util.Arrays.equals(magic, MAGIC) || fields.getLong() != base) {
            throw new LogException(file + " is no file of a log, or was renamed");
        }
        int batchBytes = fields.getInt();
        if (fields.getInt() != crc(bytes, CHECKED_HEADER)) {
            throw new LogException(file + ": its header is damaged");
        }
        return batchBytes;
    }

    static int frameLength(ByteString data) {
        return FRAME_HEADER + data.size();
    }

    /** One batch, whose first record has this number. */
    static byte[] encode(List<ByteString> batch, long firstSequence, int length) {
        ByteBuffer frames = ByteBuffer.allocate(length);
        long sequence = firstSequence;
        for (ByteString data : batch) {
            int begin = frames.position();
            frames.putInt(data.size() | (sequence == firstSequence ? FIRST_OF_BATCH : 0));
            frames.putInt(0);
            for (ByteBuffer piece : data.getByteBuffers()) {
                frames.put(piece);
            }
            ByteBuffer payload =
                    frames.duplicate().position(begin + FRAME_HEADER).limit(frames.position());
            frames.putInt(begin + Integer.BYTES, crc(frames.getInt(begin), sequence, payload));
            sequence++;
        }
        return frames.array();
    }

    static int crc(int lengthAndFlag, long sequence, ByteBuffer payload) {
        ByteBuffer numbers = ByteBuffer.allocate(Integer.BYTES + Long.BYTES);
        numbers.putInt(lengthAndFlag).putLong(sequence).flip();
        CRC32C crc = new CRC32C();
        crc.update(numbers);
        crc.update(payload);
        return (int) crc.getValue();
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.aioactors.file;

import com.typesafe.config.Config;
import org.aioactors.config.AioSection;

/**
 * The limits of a log. Immutable; the defaults are under {@code aio.file.log}.
 *
 * @param segmentBytes after how many bytes a file of the log is followed by the next one
 * @param batchBytes how much is written and synchronised together, at most
 * @param maxRecordBytes how many bytes a record may have
 * @param maxWaitingRecords how many records may wait for the disk
 * @param maxWaitingBytes how many bytes those may have
 * @param retainBytes the oldest file is removed when those younger have as many; 0 keeps all
 */
public record LogOptions(
        long segmentBytes,
        int batchBytes,
        int maxRecordBytes,
        int maxWaitingRecords,
        long maxWaitingBytes,
        long retainBytes) {
    private static final String PATH = FileSettings.PATH + ".log";
    private static final String SECTION = PATH + ".";

    /** Checks the values; throws {@link IllegalArgumentException} if one is out of range. */
    public LogOptions {
        if (segmentBytes < 1 || maxRecordBytes < 1 || maxWaitingRecords < 1 || maxWaitingBytes < 1 || retainBytes < 0) {
            throw new IllegalArgumentException("the limits of a log must be at least 1, and retainBytes at least 0");
        }
        if (batchBytes < (long) maxRecordBytes + LogFormat.FRAME_HEADER) {
            throw new IllegalArgumentException("a batch of " + batchBytes + " bytes has no room for a record of "
                    + maxRecordBytes + " and " + LogFormat.FRAME_HEADER + " more");
        }
    }

    /**
     * Reads {@code aio.file.log}.
     *
     * @throws com.typesafe.config.ConfigException that names the key and what is allowed
     */
    public static LogOptions of(Config config) {
        AioSection.rejectUnknownKeys(config, PATH);
        return new LogOptions(
                FileSettings.positive(config, SECTION + "segment-bytes", config::getBytes),
                toInt(config, "batch-bytes"),
                toInt(config, "max-record-bytes"),
                FileSettings.positive(config, SECTION + "max-waiting", config::getInt),
                FileSettings.positive(config, SECTION + "max-waiting-bytes", config::getBytes),
                "all".equals(config.getValue(SECTION + "retain-bytes").unwrapped())
                        ? 0
                        : FileSettings.positive(config, SECTION + "retain-bytes", config::getBytes));
    }

    private static int toInt(Config config, String key) {
        long value = FileSettings.positive(config, SECTION + key, config::getBytes);
        if (value > Integer.MAX_VALUE) {
            throw new com.typesafe.config.ConfigException.BadValue(
                    config.getValue(SECTION + key).origin(), SECTION + key, "must be at most 2 GiB - 1");
        }
        return (int) value;
    }

    /** With another size of files. */
    public LogOptions withSegmentBytes(long bytes) {
        return new LogOptions(bytes, batchBytes, maxRecordBytes, maxWaitingRecords, maxWaitingBytes, retainBytes);
    }

    /** With others of what is synchronised together, and of a record. */
    public LogOptions withBatchBytes(int bytes, int recordBytes) {
        return new LogOptions(segmentBytes, bytes, recordBytes, maxWaitingRecords, maxWaitingBytes, retainBytes);
    }

    /** With other limits of what may wait. */
    public LogOptions withMaxWaiting(int records, long bytes) {
        return new LogOptions(segmentBytes, batchBytes, maxRecordBytes, records, bytes, retainBytes);
    }

    /** With another limit of what is kept; 0 keeps all. */
    public LogOptions withRetainBytes(long bytes) {
        return new LogOptions(segmentBytes, batchBytes, maxRecordBytes, maxWaitingRecords, maxWaitingBytes, bytes);
    }
}

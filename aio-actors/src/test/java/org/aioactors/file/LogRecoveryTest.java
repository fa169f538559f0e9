// SPDX-License-Identifier: Apache-2.0
package org.aioactors.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import akka.util.ByteString;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a crash leaves of a log, byte for byte, and what a start makes of it. */
class LogRecoveryTest {
    private static final int BATCH_BYTES = 1_000;
    private static final List<String> SYNCED = List.of("a", "", "synced".repeat(20));
    private static final List<String> LAST = List.of("l1", "last".repeat(30), "", "l4");

    @TempDir
    Path folder;

    private byte[] whole;
    private int syncedEnd;

    @BeforeEach
    void encode() {
        byte[] header = LogFormat.header(7, BATCH_BYTES);
        byte[] synced = batch(SYNCED, 7);
        byte[] last = batch(LAST, 7 + SYNCED.size());
        syncedEnd = header.length + synced.length;
        whole = Arrays.copyOf(header, syncedEnd + last.length);
        System.arraycopy(synced, 0, whole, header.length, synced.length);
        System.arraycopy(last, 0, whole, syncedEnd, last.length);
    }

    private static byte[] batch(List<String> records, long first) {
        List<ByteString> data = records.stream().map(ByteString::fromString).toList();
        return LogFormat.encode(
                data, first, data.stream().mapToInt(LogFormat::frameLength).sum());
    }

    private Path segment() {
        return LogFormat.segment(folder, 7);
    }

    private LogRecovery.Found recover(byte[] content) throws IOException {
        Files.write(segment(), content);
        try (LogRecovery recovery = new LogRecovery(folder)) {
            return recovery.run();
        }
    }

    /** What the next writer's log begins with, read by a reader. */
    private List<String> recordsAfter(LogRecovery.Found found) throws IOException {
        byte[] header = LogFormat.header(found.base(), BATCH_BYTES);
        byte[] next = Arrays.copyOf(header, header.length + found.carried().size());
        System.arraycopy(
                found.carried().toArrayUnsafe(),
                0,
                next,
                header.length,
                found.carried().size());
        Files.write(LogFormat.segment(folder, found.base()), next);
        List<String> records = new ArrayList<>();
        try (LogReader reader = LogReader.open(folder)) {
            for (LogRecord record = reader.next(); record != null; record = reader.next()) {
                assertThat(record.sequence()).isEqualTo(7 + records.size());
                records.add(record.data().utf8String());
            }
        }
        Files.delete(LogFormat.segment(folder, found.base()));
        return records;
    }

    private static List<String> all() {
        List<String> all = new ArrayList<>(SYNCED);
        all.addAll(LAST);
        return all;
    }

    @Test
    void cutOffAnywhereInTheLastBatchAllBeforeItIsThere() throws IOException {
        int before = SYNCED.size();
        for (int length = syncedEnd; length <= whole.length; length++) {
            LogRecovery.Found found = recover(Arrays.copyOf(whole, length));
            List<String> records = recordsAfter(found);
            assertThat(records.size()).as("of %s bytes", length).isGreaterThanOrEqualTo(before);
            assertThat(records).isEqualTo(all().subList(0, records.size()));
            assertThat(found.base() + found.carriedRecords()).isEqualTo(7 + records.size());
            before = records.size();
        }
        assertThat(before).isEqualTo(all().size());
    }

    @Test
    void anyBytesInThePlaceOfTheLastBatchAreNoRecord() throws IOException {
        Random random = new Random(42);
        for (int round = 0; round < 2_000; round++) {
            byte[] damaged = whole.clone();
            int from = syncedEnd + random.nextInt(whole.length - syncedEnd);
            int to = from + 1 + random.nextInt(whole.length - from);
            boolean zeros = random.nextBoolean();
            for (int i = from; i < to; i++) {
                damaged[i] = zeros ? 0 : (byte) random.nextInt();
            }
            List<String> records = recordsAfter(recover(damaged));
            assertThat(records.size()).isGreaterThanOrEqualTo(SYNCED.size());
            assertThat(records).isEqualTo(all().subList(0, records.size()));
        }
    }

    @Test
    void eachFlippedBitIsFound() throws IOException {
        for (int bit = 8 * syncedEnd; bit < 8 * whole.length; bit++) {
            byte[] damaged = whole.clone();
            damaged[bit / 8] ^= (byte) (1 << bit % 8);
            List<String> records = recordsAfter(recover(damaged));
            assertThat(records.size()).as("bit %s", bit).isBetween(SYNCED.size(), all().size() - 1);
            assertThat(records).isEqualTo(all().subList(0, records.size()));
        }
    }

    /** Else a start would throw away what was acknowledged. */
    @Test
    void damageThatNoWriteCutShortCanLeaveIsToldAndNotCutOff() throws IOException {
        byte[] damaged = Arrays.copyOf(whole, whole.length + BATCH_BYTES);
        damaged[LogFormat.HEADER + 4] ^= 1;
        assertThatThrownBy(() -> recover(damaged))
                .isInstanceOf(LogException.class)
                .hasMessageStartingWith(segment() + " is damaged: record 7 at byte 24 is not whole, and ")
                .hasMessageEndingWith("Restore the file, or cut it off there by hand");
        assertThat(segment()).hasBinaryContent(damaged);
    }

    @Test
    void aFileThatIsNoneIsTold() throws IOException {
        assertThatThrownBy(() -> recover(new byte[10]))
                .isInstanceOf(LogException.class)
                .hasMessage(segment() + " is too short to be a file of a log");
        byte[] otherBase = LogFormat.header(8, BATCH_BYTES);
        assertThatThrownBy(() -> recover(otherBase)).hasMessage(segment() + " is no file of a log, or was renamed");
        byte[] damaged = LogFormat.header(7, BATCH_BYTES);
        damaged[18] ^= 1;
        assertThatThrownBy(() -> recover(damaged)).hasMessage(segment() + ": its header is damaged");
    }

    @Test
    void aGapBetweenFilesIsTold() throws IOException {
        Files.write(segment(), Arrays.copyOf(whole, syncedEnd));
        Files.write(LogFormat.segment(folder, 11), LogFormat.header(11, BATCH_BYTES));
        try (LogReader reader = LogReader.open(folder)) {
            for (int i = 0; i < SYNCED.size(); i++) {
                reader.next();
            }
            assertThatThrownBy(reader::next)
                    .isInstanceOf(LogException.class)
                    .hasMessage(segment() + ": record 10 is damaged or missing");
        }
    }
}

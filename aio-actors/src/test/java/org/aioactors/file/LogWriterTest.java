// SPDX-License-Identifier: Apache-2.0
package org.aioactors.file;

import static org.aioactors.dispatcher.Eventually.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import akka.actor.testkit.typed.javadsl.LoggingTestKit;
import akka.actor.typed.ActorRef;
import akka.actor.typed.DispatcherSelector;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Set;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A log on a disk that does what it should. */
class LogWriterTest extends LogTest {
    @Test
    void recordsAreNumberedAndReadAgain() {
        ActorRef<Log.Command> log = writer(OPTIONS);
        assertThat(appended(log, "zero")).isZero();
        assertThat(appended(log, "")).isEqualTo(1);
        assertThat(appended(log, "x".repeat(300_000))).isEqualTo(2);
        assertThat(records()).containsExactly("zero", "", "x".repeat(300_000));
        assertThat(records(1)).containsExactly("", "x".repeat(300_000));
        assertThat(records(3)).isEmpty();
        closeLog(log);
        await(() -> openFiles().isEmpty());
    }

    @Test
    void whatWaitsIsSynchronisedTogether() {
        ActorRef<Log.Command> log = writer(OPTIONS);
        appended(log, "first");
        long before = kernel.count("fsync");
        kernel.fate(call -> call.name.equals("fsync") ? FakeKernel.HOLD : null);
        append(log, "second");
        await(() -> kernel.held() == 1);
        for (int i = 0; i < 1_000; i++) {
            append(log, "r" + i);
        }
        appender.expectNoMessage(java.time.Duration.ofMillis(50)); // nothing before the disk has it
        kernel.fate(call -> null);
        kernel.release();
        for (int i = 1; i <= 1_001; i++) {
            assertThat(appender.expectMessageClass(Log.Appended.class).sequence())
                    .isEqualTo(i);
        }
        assertThat(kernel.count("fsync") - before).isEqualTo(2);
        assertThat(records()).hasSize(1_002);
    }

    @Test
    void aWriterGoesOnWhereTheLastOneEnded() {
        for (int start = 0; start < 5; start++) {
            ActorRef<Log.Command> log = writer(OPTIONS);
            for (int i = 0; i < 3; i++) {
                assertThat(appended(log, "r" + (3 * start + i))).isEqualTo(3 * start + i);
            }
            closeLog(log);
        }
        closeLog(writer(OPTIONS));
        assertThat(records())
                .isEqualTo(LongStream.range(0, 15).mapToObj(i -> "r" + i).toList());
    }

    @Test
    void aWriterOfAnyDispatcherWillDo() {
        ActorRef<Log.Command> log =
                kit.spawn(Log.writer(folder), DispatcherSelector.fromConfig("akka.actor.default-dispatcher"));
        assertThat(appended(log, "x")).isZero();
        closeLog(log);
        ActorRef<Log.Command> onALoop =
                kit.spawn(Log.writer(folder), DispatcherSelector.fromConfig("aio-default-dispatcher"));
        assertThat(appended(onALoop, "y")).isEqualTo(1);
    }

    @Test
    void aFullFileIsFollowedByTheNextAndOldOnesAreRemoved() throws IOException {
        ActorRef<Log.Command> log = writer(OPTIONS.withSegmentBytes(1_000).withRetainBytes(5_000));
        for (int i = 0; i < 200; i++) {
            appended(log, "r" + i + "x".repeat(100));
        }
        closeLog(log);
        List<String> records = records();
        assertThat(records).last().asString().startsWith("r199");
        assertThat(records.size()).isBetween(46, 70); // 5,000 bytes at least, and one file more at most
        try (Stream<java.nio.file.Path> files = Files.list(folder)) {
            assertThat(files.filter(file -> file.toString().endsWith(".log"))
                            .mapToLong(LogWriterTest::size)
                            .sum())
                    .isBetween(5_000L, 7_500L);
        }
        assertThat(records(0)).isEqualTo(records);
        assertThat(records(195)).hasSize(5);
    }

    @Test
    void filesOfWhichNobodyWantsARecordAreRemoved() {
        ActorRef<Log.Command> log = writer(OPTIONS.withSegmentBytes(1_000));
        for (int i = 0; i < 50; i++) {
            appended(log, "r" + i + "x".repeat(100));
        }
        log.tell(new Log.Trim(30));
        await(() -> files().higher(files().first()) > 30);
        assertThat(files().first()).isBetween(21L, 30L);
        log.tell(new Log.Trim(50)); // the file that is written stays, and the numbers go on
        await(() -> files().size() == 1);
        assertThat(appended(log, "r50")).isEqualTo(50);
        closeLog(log);
        ActorRef<Log.Command> next = writer(OPTIONS.withSegmentBytes(1_000));
        next.tell(new Log.Trim(51)); // also before it has found out what there is
        assertThat(appended(next, "r51")).isEqualTo(51);
        await(() -> files().equals(Set.of(50L)));
        assertThat(records()).containsExactly("r50", "r51"); // the last batch was carried over
    }

    /** The numbers that they begin with. */
    private NavigableSet<Long> files() {
        try {
            return LogReader.bases(folder);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static long size(java.nio.file.Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aReaderFollowsAWriterFromFileToFile() throws IOException {
        ActorRef<Log.Command> log = writer(OPTIONS.withSegmentBytes(500));
        appended(log, "r0");
        try (LogReader reader = LogReader.open(folder)) {
            List<Long> read = new ArrayList<>();
            for (int i = 1; i <= 100; i++) {
                for (LogRecord record = reader.next(); record != null; record = reader.next()) {
                    read.add(record.sequence());
                }
                assertThat(read).hasSize(i);
                appended(log, "r" + i);
            }
        }
    }

    @Test
    void whatWaitsIsBounded() {
        ActorRef<Log.Command> log = writer(OPTIONS.withBatchBytes(1_000, 100).withMaxWaiting(3, 150));
        appended(log, "first");
        kernel.fate(call -> call.name.equals("write") ? FakeKernel.HOLD : null);
        append(log, "second");
        await(() -> kernel.held() == 1);
        expectRefused(
                append(log, "x".repeat(101)),
                "101 bytes are more than a record may have" + " (aio.file.log.max-record-bytes = 100)");
        append(log, "x".repeat(100));
        expectRefused(append(log, "x".repeat(51)), "100 bytes wait already (aio.file.log.max-waiting-bytes = 150)");
        append(log, "third");
        append(log, "fourth");
        expectRefused(append(log, "fifth"), "3 records wait already (aio.file.log.max-waiting)");
        kernel.fate(call -> null);
        kernel.release();
        for (int i = 1; i <= 4; i++) {
            assertThat(appender.expectMessageClass(Log.Appended.class).sequence())
                    .isEqualTo(i);
        }
    }

    private void expectRefused(Log.Append append, String reason) {
        Log.AppendRefused refused = appender.expectMessageClass(Log.AppendRefused.class);
        assertThat(refused.request()).isSameAs(append);
        assertThat(refused.reason()).isEqualTo(reason);
    }

    @Test
    void aDirectoryHasOneWriter() {
        ActorRef<Log.Command> first = writer(OPTIONS);
        appended(first, "x");
        LoggingTestKit.error("has another writer, in this process").expect(kit.system(), () -> {
            ActorRef<Log.Command> second = writer(OPTIONS);
            appender.expectTerminated(second);
            return null;
        });
        appended(first, "y");
        closeLog(first);
        ActorRef<Log.Command> third = writer(OPTIONS);
        assertThat(appended(third, "z")).isEqualTo(2);
    }

    @Test
    void whatWaitsWhenItStopsIsToldSo() {
        ActorRef<Log.Command> log = writer(OPTIONS.withMaxWaiting(1, 1_000));
        appended(log, "first");
        kernel.fate(call -> call.name.equals("write") ? FakeKernel.HOLD : null);
        append(log, "second");
        await(() -> kernel.held() == 1);
        append(log, "third");
        // Then it has taken the third: a stop overtakes what is in the mailbox still.
        expectRefused(append(log, "fourth"), "1 records wait already (aio.file.log.max-waiting)");
        kit.stop(log);
        for (int i = 0; i < 2; i++) {
            assertThat(appender.expectMessageClass(Log.AppendFailed.class).cause())
                    .hasMessage("the log in " + folder + " has stopped");
        }
        kernel.release();
        await(() -> openFiles().isEmpty());
    }

    @Test
    void whatIsWrongWithOptionsIsTold() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OPTIONS.withBatchBytes(107, 100))
                .withMessage("a batch of 107 bytes has no room for a record of 100 and 8 more");
        assertThatThrownBy(() -> LogOptions.of(
                        ConfigFactory.parseString("aio.file.log.segments = 1").withFallback(ConfigFactory.load())))
                .isInstanceOf(ConfigException.BadValue.class)
                .hasMessageContaining("no such key; known are [batch-bytes, ");
        assertThatThrownBy(() -> LogReader.open(folder))
                .isInstanceOf(LogException.class)
                .hasMessage(folder + " has no files of a log");
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.history;

import static org.aioactors.samples.chat.history.Entries.entry;
import static org.aioactors.samples.chat.history.Entries.msgids;
import static org.assertj.core.api.Assertions.assertThat;

import akka.Done;
import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.LoggingTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.aioactors.file.Log;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.event.Level;

/** The history as its askers see it: in memory, in a log, after a restart, at its bounds. */
class HistoryTest {
    private static final Selection LATEST = new Selection.Latest(null);
    private static final Duration WEEK = Duration.ofDays(7);

    @TempDir
    private Path directory;

    private final AtomicLong nowMs = new AtomicLong(1_000);
    private final ActorTestKit kit = ActorTestKit.create();
    private final TestProbe<History.Answer> asker = kit.createTestProbe();
    private ActorRef<History.Command> history;

    @BeforeEach
    void begin() {
        history = start(HistorySettings.IN_MEMORY);
    }

    @AfterEach
    void end() {
        kit.shutdownTestKit();
    }

    private ActorRef<History.Command> start(HistorySettings settings) {
        return kit.spawn(HistoryActor.create(settings, () -> Instant.ofEpochMilli(nowMs.get())));
    }

    /** A log, of which 10 messages of a conversation are in memory. */
    private HistorySettings logged() {
        return new HistorySettings(directory.resolve("log"), 50_000, WEEK, 64 << 20, 8 << 20, 10);
    }

    private void restart(HistorySettings settings) {
        stop();
        history = start(settings);
    }

    private void stop() {
        history.tell(new History.Close());
        kit.createTestProbe().expectTerminated(history, Duration.ofSeconds(30));
    }

    private void keep(long from, long to) {
        for (long number = from; number < to; number++) {
            history.tell(new History.Keep(entry(number)));
        }
    }

    private List<HistoryEntry> ask(String conversation, Selection selection, int limit) {
        history.tell(new History.Ask(conversation, selection, limit, 7, asker.ref()));
        History.Messages messages = asker.expectMessageClass(History.Messages.class, Duration.ofSeconds(20));
        assertThat(messages.request()).isEqualTo(7);
        return messages.entries();
    }

    private List<String> ask(Selection selection, int limit) {
        return msgids(ask(Entries.CHANNEL, selection, limit));
    }

    private static List<String> numbers(long from, long to) {
        return LongStream.range(from, to).mapToObj(number -> "m" + number).toList();
    }

    private long bytesOnDisk() throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve("log"))) {
            long sum = 0;
            for (Path file : files.toList()) {
                sum += Files.size(file);
            }
            return sum;
        }
    }

    @Test
    void whatIsSaidIsToldWithAllThatBelongsToIt() {
        keep(1, 4);
        assertThat(ask(Entries.CHANNEL, LATEST, 2)).containsExactly(entry(2), entry(3));
    }

    @Test
    void anUnknownMessageIsAFailure() {
        keep(1, 4);
        history.tell(
                new History.Ask(Entries.CHANNEL, new Selection.Before(new Selection.Message("x")), 5, 8, asker.ref()));
        assertThat(asker.expectMessageClass(History.Failed.class, Duration.ofSeconds(20))
                        .request())
                .isEqualTo(8);
    }

    @Test
    void inMemoryTheOldestOfAllAreForgottenFirst() {
        history = start(new HistorySettings(null, 50_000, WEEK, 64 << 20, 10_000, 1_000));
        history.tell(new History.Keep(entry("#old", 0, "old")));
        keep(1, 1_000);
        List<String> known = ask(LATEST, 1_000);
        assertThat(known).isEqualTo(numbers(1_000 - known.size(), 1_000));
        assertThat(known.size()).isBetween(50, 120); // 10,000 bytes
        assertThat(ask("#old", LATEST, 5)).isEmpty();
    }

    @Test
    void inMemoryAConversationDisplacesNoOther() {
        history = start(new HistorySettings(null, 100, WEEK, 64 << 20, 8 << 20, 20));
        history.tell(new History.Keep(entry("#quiet", 0, "old")));
        keep(1, 10_000);
        assertThat(ask(LATEST, 1_000)).isEqualTo(numbers(9_980, 10_000));
        assertThat(ask("#quiet", LATEST, 5)).hasSize(1);
    }

    @Test
    void aNumberOfMessagesIsKnown() {
        history = start(new HistorySettings(null, 100, WEEK, 64 << 20, 8 << 20, 1_000));
        keep(0, 1_000);
        assertThat(ask(LATEST, 1_000)).isEqualTo(numbers(900, 1_000));
    }

    @Test
    void whatIsTooOldIsNotTold() {
        keep(0, 10);
        nowMs.set(WEEK.toMillis() + 5);
        assertThat(ask(LATEST, 100)).isEqualTo(numbers(5, 10));
        history.tell(new History.AskTargets(Set.of(Entries.CHANNEL), null, -1, 99, 5, 9, asker.ref()));
        assertThat(asker.expectMessageClass(History.Targets.class, Duration.ofSeconds(20))
                        .targets())
                .containsExactly(new History.Target(Entries.CHANNEL, 9));
        nowMs.set(2 * WEEK.toMillis());
        history.tell(new History.AskTargets(Set.of(Entries.CHANNEL), null, -1, 99, 5, 9, asker.ref()));
        assertThat(asker.expectMessageClass(History.Targets.class, Duration.ofSeconds(20))
                        .targets())
                .isEmpty();
    }

    @Test
    void afterARestartAllIsThereAndGoesOn() {
        history = start(logged());
        keep(0, 300);
        for (int start = 1; start <= 3; start++) {
            restart(logged());
            assertThat(ask(LATEST, 500)).isEqualTo(numbers(0, 300 + 100L * (start - 1)));
            keep(200 + 100L * start, 300 + 100L * start);
        }
        assertThat(ask(Entries.CHANNEL, LATEST, 600)).containsAll(List.of(entry(0), entry(299), entry(599)));
        assertThat(ask(new Selection.Before(new Selection.Message("m50")), 3)).isEqualTo(numbers(47, 50));
        assertThat(ask(new Selection.Around(new Selection.Message("m590")), 20)).isEqualTo(numbers(580, 600));
    }

    @Test
    void whatWasCutShortIsLeftOut() throws IOException {
        history = start(logged());
        keep(0, 100);
        stop();
        try (Stream<Path> files = Files.list(directory.resolve("log"))) {
            Path last = files.filter(file -> file.toString().endsWith(".log"))
                    .max(Path::compareTo)
                    .orElseThrow();
            Files.write(last, new byte[] {0, 0, 0, 99, 1, 2, 3}, StandardOpenOption.APPEND);
        }
        history = start(logged());
        assertThat(ask(LATEST, 500)).isEqualTo(numbers(0, 100));
        keep(100, 110);
        restart(logged());
        assertThat(ask(LATEST, 500)).isEqualTo(numbers(0, 110));
    }

    @Test
    void onTheDiskIsNoMoreThanTheBound() {
        HistorySettings small = new HistorySettings(directory.resolve("log"), 50_000, WEEK, 1 << 20, 8 << 20, 10);
        history = start(small);
        for (int start = 1; start <= 7; start++) {
            keep(2_000L * (start - 1), 2_000L * start); // no more than may wait for the disk
            restart(small);
        }
        List<String> known = ask(LATEST, 50_000);
        assertThat(known).isEqualTo(numbers(14_000 - known.size(), 14_000));
        assertThat(known.size()).isBetween(9_000, 12_500);
        asker.awaitAssert(Duration.ofSeconds(20), () -> {
            assertThat(bytesOnDisk())
                    .isBetween(900_000L, (1 << 20) * 3L / 2); // each start writes the last batch once more
            return null;
        });
    }

    @Test
    void filesOfWhatIsTooOldAreRemoved() {
        HistorySettings small = new HistorySettings(directory.resolve("log"), 50_000, WEEK, 1 << 20, 8 << 20, 10);
        history = start(small);
        keep(0, 1_500);
        assertThat(ask(LATEST, 5_000)).hasSize(1_500);
        nowMs.set(WEEK.toMillis() + 1_495);
        assertThat(ask(LATEST, 5_000)).isEqualTo(numbers(1_495, 1_500));
        asker.awaitAssert(Duration.ofSeconds(20), () -> {
            ask(LATEST, 1); // by then the disk has acknowledged those that are to be kept
            assertThat(bytesOnDisk()).isLessThan(100_000);
            return null;
        });
    }

    /** The file that the oldest of them are in is removed while they are read, now and then. */
    @Test
    void oldOnesAreReadWhileNewOnesAreWritten() {
        history = start(new HistorySettings(directory.resolve("log"), 2_000, WEEK, 1 << 20, 8 << 20, 10));
        keep(0, 1_000);
        int complete = 0;
        for (int round = 1; round <= 200; round++) {
            keep(1_000L + 50 * (round - 1), 1_000L + 50 * round);
            List<String> found = ask(LATEST, 2_000);
            long end = 1_000L + 50 * round;
            assertThat(found).isEqualTo(numbers(end - found.size(), end));
            complete += found.size() == Math.min(2_000, end) ? 1 : 0;
        }
        assertThat(complete).isGreaterThan(100);
    }

    @Test
    void questionsBeforeItIsReadAreAnsweredThen() {
        history = start(logged());
        keep(0, 2_000);
        restart(logged());
        TestProbe<Done> ready = kit.createTestProbe();
        history.tell(new History.WhenReady(ready.ref()));
        history.tell(new History.Keep(entry(2_000)));
        assertThat(ask(LATEST, 3)).isEqualTo(numbers(1_998, 2_001));
        ready.expectMessage(Duration.ofSeconds(20), Done.getInstance());
    }

    /** As after a take-over: the server before has the log until it has ended. */
    @Test
    void itWaitsForTheLogOfAnotherServer() {
        ActorRef<Log.Command> other = kit.spawn(Log.writer(directory.resolve("log")));
        TestProbe<Log.Answer> appender = kit.createTestProbe();
        other.tell(new Log.Append(HistoryCodec.START, appender.ref()));
        appender.expectMessageClass(Log.Appended.class, Duration.ofSeconds(20));
        String oneLine = directory.resolve("log") + " has another writer, in this process; the next try is in PT0.25S";
        LoggingTestKit.empty()
                .withLogLevel(Level.ERROR)
                .withOccurrences(0)
                .expect(kit.system(), () -> LoggingTestKit.warn(oneLine)
                        .expect(kit.system(), () -> history = start(logged())));
        history.tell(new History.Keep(entry(1)));
        kit.stop(other, Duration.ofSeconds(20));
        assertThat(ask(LATEST, 3)).isEqualTo(numbers(1, 2));
    }

    @Test
    void aRecordOfALaterVersionIsLeftOut() throws IOException {
        assertThat(HistoryCodec.decode(akka.util.ByteString.fromInts(2, 1, 1))).isNull();
        assertThat(HistoryCodec.decode(HistoryCodec.START)).isNull();
        assertThat(HistoryCodec.decode(HistoryCodec.encode(entry(5)))).isEqualTo(entry(5));
        HistoryEntry odd = new HistoryEntry(
                "", "", "\uD83D\uDE00", null, "NOTICE", "\u0001ACTION \uD800\u0000", java.util.Map.of(), "", -1);
        assertThat(HistoryCodec.decode(HistoryCodec.encode(odd))).isEqualTo(odd);
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.limit;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.FishingOutcome;
import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.FishingOutcomes;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import com.typesafe.config.ConfigFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KLinesTest {
    private static ActorTestKit kit;

    private static final KLine LINE = new KLine("*@host.example", 1_000, 0, "oper", "no bots");

    @TempDir
    private Path directory;

    private final TestProbe<KLineList> loop = kit.createTestProbe(KLineList.class);
    private final TestProbe<KLines.Answer> oper = kit.createTestProbe(KLines.Answer.class);

    @BeforeAll
    static void start() {
        kit = ActorTestKit.create(ConfigFactory.load());
    }

    @AfterAll
    static void stop() {
        kit.shutdownTestKit();
    }

    private List<KLine> told() {
        return loop.receiveMessage().lines(System.currentTimeMillis());
    }

    @Test
    void loops_are_told_of_each_change_and_the_file_has_it() throws Exception {
        Path path = directory.resolve("k-lines");
        ActorRef<KLines.Command> lines = kit.spawn(KLines.create(path));
        lines.tell(new KLines.Subscribe(loop.ref()));
        assertThat(told()).isEmpty();
        lines.tell(new KLines.Add(LINE, oper.ref()));
        oper.expectMessage(new KLines.Kept(true));
        assertThat(loop.fishForMessage(loop.getRemainingOrDefault(), KLinesTest::untilNotEmpty))
                .isNotEmpty();
        assertThat(Files.readAllLines(path)).contains("*@host.example 1000 0 oper no bots");
        lines.tell(new KLines.Remove("*@other.example", oper.ref()));
        oper.expectMessage(new KLines.Kept(false));
        assertThat(told()).containsExactly(LINE);
        lines.tell(new KLines.Remove("*@HOST.example", oper.ref()));
        oper.expectMessage(new KLines.Kept(true));
        assertThat(told()).isEmpty();
    }

    private static FishingOutcome untilNotEmpty(KLineList list) {
        return list.lines(0).isEmpty() ? FishingOutcomes.continueAndIgnore() : FishingOutcomes.complete();
    }

    @Test
    void those_of_a_file_count_from_the_start_on_and_an_edited_one_when_it_is_read_again() throws Exception {
        Path path = Files.writeString(directory.resolve("k-lines"), "# mine\n\n" + LINE.line() + "\nnonsense\n");
        ActorRef<KLines.Command> lines = kit.spawn(KLines.create(path));
        lines.tell(new KLines.Reload(oper.ref()));
        oper.expectMessage(new KLines.Kept(false));
        lines.tell(new KLines.Subscribe(loop.ref()));
        assertThat(told()).containsExactly(LINE);
        KLine other = new KLine("*@other.example", 2_000, 0, "editor", "also");
        Files.writeString(path, other.line() + "\n");
        lines.tell(new KLines.Reload(oper.ref()));
        oper.expectMessage(new KLines.Kept(true));
        assertThat(told()).containsExactly(other);
    }

    @Test
    void without_a_file_they_last_as_long_as_the_server() {
        ActorRef<KLines.Command> lines = kit.spawn(KLines.create(null));
        lines.tell(new KLines.Add(LINE, oper.ref()));
        oper.expectMessage(new KLines.Kept(true));
        lines.tell(new KLines.Reload(oper.ref()));
        oper.expectMessage(new KLines.Kept(false));
        lines.tell(new KLines.Subscribe(loop.ref()));
        assertThat(told()).containsExactly(LINE);
    }

    @Test
    void a_file_that_can_not_be_written_changes_nothing() throws Exception {
        Path path = Files.createDirectory(directory.resolve("k-lines"));
        ActorRef<KLines.Command> lines = kit.spawn(KLines.create(path));
        lines.tell(new KLines.Add(LINE, oper.ref()));
        oper.expectMessageClass(KLines.Failed.class);
        lines.tell(new KLines.Subscribe(loop.ref()));
        assertThat(told()).isEmpty();
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.top;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.util.ByteString;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.aioactors.Aio;
import org.aioactors.aio.FreshJvm;
import org.aioactors.net.Tcp;
import org.aioactors.os.tty.TerminalSize;
import org.aioactors.os.tty.Tty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The page that changes, on a pseudoterminal of ours, which must be as it was whatever ends the program. */
@Timeout(400)
class LiveScreenTest {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    /** Says what the terminal is like before and after, and in between the process id and the end of the program. */
    private static final String SCRIPT = """
        echo "before=$(stty -g)"
        sh -c 'echo "pid=$$"; exec "$@"' sh "$@"
        echo "status=$?"
        echo "after=$(stty -g)"
        read end
        """;

    private static final String LEAVE_PAGE = "\u001b[?1049l";
    private static final String SHOW_CURSOR = "\u001b[?25h";

    private final ActorTestKit kit = ActorTestKit.create();
    private final TestProbe<Tty.Event> owner = kit.createTestProbe();
    private final TestProbe<Tcp.Event> screen = kit.createTestProbe();
    private final StringBuilder shown = new StringBuilder();
    private WatchedJvm target;
    private Tty.Running program;

    @BeforeEach
    void startTarget() throws IOException {
        target = WatchedJvm.start();
    }

    @AfterEach
    void shutDown() {
        target.close();
        kit.shutdownTestKit();
    }

    private void start(String... environment) {
        List<String> command = new ArrayList<>(List.of("env"));
        command.addAll(List.of(environment));
        command.addAll(List.of("sh", "-c", SCRIPT, "sh"));
        command.addAll(
                FreshJvm.command(AioTop.class, List.of("-XX:TieredStopAtLevel=1"), "--interval", "0.2", target.pid()));
        Aio.get(kit.system()).terminals().tell(Tty.Run.of(owner.ref(), command.toArray(String[]::new)));
        program = owner.expectMessageClass(Tty.Running.class, PATIENCE);
        program.connection().tell(Tcp.Register.of(screen.ref()));
    }

    private void type(String text) {
        program.connection().tell(Tcp.Write.of(ByteString.fromString(text)));
    }

    /** Waits until this is shown, in what has come since the last call. */
    private void see(String text) {
        int from = shown.length();
        while (shown.indexOf(text, from) < 0) {
            Tcp.Event event = screen.expectMessageClass(Tcp.Event.class, PATIENCE);
            assertThat(event).as("after %s", shown).isInstanceOf(Tcp.Received.class);
            shown.append(((Tcp.Received) event).data().utf8String());
        }
    }

    private String told(String name) {
        Matcher matcher = Pattern.compile(name + "=(\\S+)").matcher(shown);
        assertThat(matcher.find()).as("%s in %s", name, shown).isTrue();
        return matcher.group(1);
    }

    private void expectEnd(int status) {
        see("after=");
        if (shown.indexOf("\n", shown.indexOf("after=")) < 0) {
            see("\n");
        }
        assertThat(told("status")).isEqualTo(Integer.toString(status));
        assertThat(told("after")).isEqualTo(told("before"));
        assertThat(shown.indexOf(LEAVE_PAGE)).isPositive();
        assertThat(shown.indexOf(SHOW_CURSOR)).isPositive();
        type("\r");
        owner.expectMessageClass(Tty.Exited.class, PATIENCE);
    }

    @Test
    void keysTurnThePages() {
        start("TERM=xterm");
        see("LOOP  TURNS");
        assertThat(shown).doesNotContain(LEAVE_PAGE);
        type("h");
        see("what the keys do");
        type("h");
        see("LOOP  TURNS");
        type("\r");
        see("wake-ups written by other threads");
        program.control().tell(new Tty.Resize(new TerminalSize(6, 80), owner.ref()));
        owner.expectMessageClass(Tty.Done.class, PATIENCE);
        see("(the terminal has no room for the rest)");
        type("q");
        expectEnd(0);
        assertThat(shown).as("the stall in red").contains("\u001b[31m");
    }

    @Test
    void theTerminalIsRestoredWhenTheTargetHasGone() {
        start("TERM=xterm", "NO_COLOR=1");
        see("LOOP  TURNS");
        target.kill();
        expectEnd(1);
        assertThat(shown).contains("aio-top: process " + target.pid() + " has ended");
        assertThat(shown.indexOf("has ended")).isGreaterThan(shown.indexOf(LEAVE_PAGE));
        assertThat(shown).as("no colour").doesNotContain("\u001b[31m");
    }

    @Test
    void theTerminalIsRestoredByControlC() {
        start("TERM=xterm");
        see("LOOP  TURNS");
        type("\u0003");
        expectEnd(0);
    }

    @Test
    void theTerminalIsRestoredWhenTheProgramIsEnded() {
        start("TERM=xterm");
        see("LOOP  TURNS");
        ProcessHandle.of(Long.parseLong(told("pid"))).orElseThrow().destroy();
        expectEnd(143);
    }

    @Test
    void aTerminalThatCantShowItIsToldFrom() {
        start("TERM=dumb");
        see("after=");
        assertThat(shown).contains("aio-top: a terminal of the type dumb can't show a page that changes");
        assertThat(told("status")).isEqualTo("2");
    }
}

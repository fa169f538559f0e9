// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.fds;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.util.ByteString;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.aioactors.Aio;
import org.aioactors.net.Tcp;
import org.aioactors.os.process.ExitStatus;
import org.aioactors.os.tty.TerminalSize;
import org.aioactors.os.tty.Tty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The programs that use a terminal, on one: typed at, and looked at. */
class TerminalProgramsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private final ActorTestKit kit = ActorTestKit.create();
    private final TestProbe<Tty.Event> owner = kit.createTestProbe();
    private final TestProbe<Tcp.Event> screen = kit.createTestProbe();
    private Tty.Running program;

    @AfterEach
    void shutDown() {
        kit.shutdownTestKit();
    }

    private void start(Class<?> main, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(List.of(arguments));
        Aio.get(kit.system()).terminals().tell(Tty.Run.of(owner.ref(), command.toArray(String[]::new)));
        program = owner.expectMessageClass(Tty.Running.class, PATIENCE);
        program.connection().tell(Tcp.Register.of(screen.ref()));
    }

    private void type(String text) {
        program.connection().tell(Tcp.Write.of(ByteString.fromString(text)));
    }

    /** What is shown, as soon as it has that in it. */
    private String see(String text) {
        StringBuilder all = new StringBuilder();
        while (all.indexOf(text) < 0) {
            Tcp.Event event = screen.expectMessageClass(Tcp.Event.class, PATIENCE);
            assertThat(event).as("after %s", all).isInstanceOf(Tcp.Received.class);
            all.append(((Tcp.Received) event).data().utf8String());
        }
        return all.toString();
    }

    private void expectExit() {
        Tty.Exited exited = owner.expectMessageClass(Tty.Exited.class, PATIENCE);
        assertThat(exited.status()).isEqualTo(new ExitStatus.Code(0));
    }

    @Test
    void theConsoleTalksToItsDevice() {
        start(SerialConsole.class, "--demo");
        see("115200 8N1; Control-A Control-X ends");
        type("at\r");
        see("at\r\nOK\r\n");
        type("ati\r");
        see("a modem that is not there");
        type("\u0001\u0002"); // a break, of which a pseudoterminal makes nothing
        type("\u0001\u0004");
        see("ENOTTY"); // and it has no modem lines
        type("\u0001\u0018");
        expectExit();
    }

    @Test
    void theConsoleSaysWhyItCantOpenALine() {
        start(SerialConsole.class, "/dev/null", "9600");
        see("ENOTTY");
        expectExit();
    }

    @Test
    void aRecorderShowsAndKeepsWhatAProgramWrites(@TempDir Path folder) {
        Path recording = folder.resolve("recording");
        start(
                RunOnPty.class,
                recording.toString(),
                "sh",
                "-c",
                "stty size; trap 'stty size' WINCH; while read x; do echo \"[$x]\"; done; exit 3");
        see("24 80\r\n");
        type("one\r");
        see("one\r\n[one]\r\n");
        program.control().tell(new Tty.Resize(new TerminalSize(30, 100), owner.ref()));
        owner.expectMessageClass(Tty.Done.class);
        type("two\r"); // the shell's trap waits for its read
        see("30 100");
        type("\u0004"); // the end of input
        see("Code[value=3]");
        expectExit();
        assertThat(recording).content().contains("24 80", "[one]", "30 100");
    }
}

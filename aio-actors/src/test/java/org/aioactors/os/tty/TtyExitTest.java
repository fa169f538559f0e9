// SPDX-License-Identifier: Apache-2.0
package org.aioactors.os.tty;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import java.io.BufferedReader;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.aioactors.Aio;
import org.aioactors.aio.FreshJvm;
import org.aioactors.aio.linux.PtyPair;
import org.aioactors.net.Tcp;
import org.aioactors.os.process.ExitStatus;
import org.junit.jupiter.api.Test;

/** A terminal behaves as before when the JVM that has opened it ends. */
class TtyExitTest {
    private static final int SIGTERM = 15;

    private static Process start(PtyPair pty) throws Exception {
        return new ProcessBuilder(command(pty.path))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static List<String> command(String path) {
        return FreshJvm.command(ExitProgram.class, List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"), path);
    }

    /** Where the kernel would stop it with all its threads. */
    @Test
    void inTheBackgroundItLeavesItsTerminalAlone() {
        ActorTestKit kit = ActorTestKit.create();
        try {
            TestProbe<Tty.Event> owner = kit.createTestProbe();
            TestProbe<Tcp.Event> screen = kit.createTestProbe();
            String program =
                    command("/dev/tty").stream().map(part -> "'" + part + "'").collect(Collectors.joining(" "));
            String job = "set -m; " + program + " </dev/null & wait $!; exit $?";
            Aio.get(kit.system()).terminals().tell(Tty.Run.of(owner.ref(), "sh", "-c", job));
            Tty.Running running = owner.expectMessageClass(Tty.Running.class, TtyTest.PATIENCE);
            running.connection().tell(Tcp.Register.of(screen.ref()));
            Tty.Exited exited = owner.expectMessageClass(Tty.Exited.class, Duration.ofSeconds(50));
            assertThat(exited.status()).isEqualTo(new ExitStatus.Code(8));
            StringBuilder shown = new StringBuilder();
            while (screen.receiveMessage() instanceof Tcp.Received received) {
                shown.append(received.data().utf8String());
            }
            assertThat(shown)
                    .contains(
                            "ioctl(TCSETS2)('/dev/tty'): EPERM (Operation not permitted): the process is in the background");
        } finally {
            kit.shutdownTestKit();
        }
    }

    private static void awaitOpen(BufferedReader lines) throws Exception {
        String line = lines.readLine();
        while (line != null && !line.equals("open")) {
            line = lines.readLine();
        }
        assertThat(line).isEqualTo("open");
    }

    @Test
    void itExits() throws Exception {
        expectRestoredAfter(
                process -> {
                    process.outputWriter().write("exit\n");
                    process.outputWriter().flush();
                },
                7);
    }

    @Test
    void itIsTerminated() throws Exception {
        expectRestoredAfter(process -> process.toHandle().destroy(), 128 + SIGTERM);
    }

    private interface End {
        void of(Process process) throws Exception;
    }

    private static void expectRestoredAfter(End end, int status) throws Exception {
        try (PtyPair pty = new PtyPair()) {
            String before = pty.behaviour();
            Process process = start(pty);
            try (BufferedReader lines = process.inputReader()) {
                awaitOpen(lines);
                assertThat(pty.behaviour()).isNotEqualTo(before);
                end.of(process);
                assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
                assertThat(process.exitValue()).isEqualTo(status);
            } finally {
                process.destroyForcibly();
            }
            assertThat(pty.behaviour()).isEqualTo(before);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.top;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The program at JVMs of several kinds, and at what is none: each run is a process of its own. */
@Timeout(400)
@SuppressWarnings("try") // a JVM that is only there
class AttachTest {
    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static List<String> jmx(int port, String... more) {
        List<String> options = new ArrayList<>(List.of(
                "-XX:TieredStopAtLevel=1",
                "-Dcom.sun.management.jmxremote.host=127.0.0.1",
                "-Djava.rmi.server.hostname=127.0.0.1",
                "-Dcom.sun.management.jmxremote.ssl=false",
                "-Dcom.sun.management.jmxremote.port=" + port));
        options.addAll(List.of(more));
        return options;
    }

    @Test
    void onceByTheProcessIdIsAPageOfText() throws Exception {
        try (WatchedJvm target = WatchedJvm.start()) {
            TopProcess.Outcome outcome = TopProcess.run("--once", "--interval", "0.1", target.pid());
            assertThat(outcome.errors()).isEmpty();
            assertThat(outcome.status()).isZero();
            assertThat(outcome.output()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
            assertThat(outcome.output().get(0)).startsWith("aio-top: process " + target.pid() + ", a second over");
            assertThat(outcome.output().get(2))
                    .matches("akka\\.actor\\.default-dispatcher of watched: stalls [1-9]\\d*, blocks 0, relief .*");
            assertThat(outcome.output().get(3)).startsWith("LOOP  TURNS");
            assertThat(outcome.output().get(4)).startsWith("   1 ");
            assertThat(outcome.output().get(5)).startsWith("   2 ");
            assertThat(outcome.output().get(6))
                    .matches("stall .* ago on loop [12]: mailbox of Actor\\[akka://watched/user/culprit#.*");
        }
    }

    @Test
    void jsonGoesOnUntilTheTargetHasGone() throws Exception {
        try (WatchedJvm target = WatchedJvm.start();
                TopProcess top = TopProcess.start(Map.of(), "--json", "--interval", "0.1", target.pid())) {
            for (int i = 0; i < 3; i++) {
                assertThat(top.line())
                        .startsWith("{\"target\":\"process " + target.pid() + "\",\"time\":\"")
                        .containsPattern("\"id\":\"akka.actor.default-dispatcher\",\"stalls\":[1-9]")
                        .endsWith("]}");
            }
            target.kill();
            TopProcess.Outcome outcome = top.outcome();
            assertThat(outcome.errors()).isEqualTo("aio-top: process " + target.pid() + " has ended\n");
            assertThat(outcome.status()).isOne();
        }
    }

    @Test
    void anActorSystemThatEndsIsNotTheEndOfItsJvm() throws Exception {
        try (WatchedJvm target = WatchedJvm.start();
                TopProcess top = TopProcess.start(Map.of(), "--json", "--interval", "0.1", target.pid())) {
            assertThat(top.line()).contains("\"systems\":1,");
            target.terminateSystem();
            String line = top.line();
            while (line.contains("\"systems\":1,")) {
                line = top.line();
            }
            assertThat(line).contains("\"systems\":0,\"dispatchers\":[],\"tcp\":[],\"udp\":[]");
        }
    }

    @Test
    void itEndsWhenNobodyReadsWhatItPrints() throws Exception {
        try (WatchedJvm target = WatchedJvm.start();
                TopProcess top = TopProcess.start(Map.of(), "--json", "--interval", "0.1", target.pid())) {
            top.line();
            top.closeOutput();
            assertThat(top.awaitStatus()).isZero();
        }
    }

    @Test
    void aJvmThatServesJmxIsWatchedByHostAndPort() throws Exception {
        int port = freePort();
        try (WatchedJvm ignored = WatchedJvm.start(
                WatchedProgram.class, jmx(port, "-Dcom.sun.management.jmxremote.authenticate=false"))) {
            TopProcess.Outcome outcome = TopProcess.run("--once", "--json", "--interval", "0.1", "127.0.0.1:" + port);
            assertThat(outcome.errors()).isEmpty();
            assertThat(outcome.status()).isZero();
            assertThat(outcome.output())
                    .singleElement()
                    .asString()
                    .startsWith("{\"target\":\"127.0.0.1:" + port + "\"");
        }
    }

    @Test
    void whoMustSayWhoHeIsDoesSoByTheEnvironment(@TempDir Path folder) throws Exception {
        Path passwords = folder.resolve("passwords");
        Path access = folder.resolve("access");
        Files.writeString(passwords, "reader secret:word\n");
        Files.writeString(access, "reader readonly\n");
        Files.setPosixFilePermissions(passwords, PosixFilePermissions.fromString("rw-------"));
        int port = freePort();
        List<String> options = jmx(
                port,
                "-Dcom.sun.management.jmxremote.password.file=" + passwords,
                "-Dcom.sun.management.jmxremote.access.file=" + access);
        String target = "127.0.0.1:" + port;
        try (WatchedJvm ignored = WatchedJvm.start(WatchedProgram.class, options)) {
            TopProcess.Outcome refused = TopProcess.run("--once", target);
            assertThat(refused.status()).isOne();
            assertThat(refused.errors())
                    .startsWith("aio-top: " + target + " does not let you in")
                    .contains("AIO_TOP_CREDENTIALS=USER:PASSWORD");
            TopProcess.Outcome let = TopProcess.run(
                    Map.of("AIO_TOP_CREDENTIALS", "reader:secret:word"), "--once", "--interval", "0.1", target);
            assertThat(let.errors()).isEmpty();
            assertThat(let.status()).isZero();
        }
    }

    @Test
    void aJvmWithoutAnythingOfOursIsToldFrom() throws Exception {
        try (WatchedJvm target = WatchedJvm.start(OtherProgram.class, List.of())) {
            expectFailure(1, "is a JVM", "akka.actor.typed.extensions", "--once", target.pid());
        }
    }

    @Test
    void aJvmThatMayNotBeAttachedToIsToldFrom() throws Exception {
        try (WatchedJvm target = WatchedJvm.start(OtherProgram.class, List.of("-XX:+DisableAttachMechanism"))) {
            expectFailure(1, "process " + target.pid(), "DisableAttachMechanism", "--once", target.pid());
        }
    }

    @Test
    void whatIsNoJvmIsToldFromAndLives() throws Exception {
        Process cat = new ProcessBuilder("cat").start();
        try {
            String pid = Long.toString(cat.pid());
            expectFailure(1, "aio-top: process " + pid + " is no JVM, but cat", "", "--once", pid);
            cat.getOutputStream().write('x');
            cat.getOutputStream().flush();
            assertThat(cat.getInputStream().read()).isEqualTo('x');
        } finally {
            cat.destroyForcibly();
        }
    }

    @Test
    void aProcessOfAnotherUserIsToldFrom() throws Exception {
        assumeFalse(System.getProperty("user.name").equals("root"), "root may attach to all");
        expectFailure(1, "aio-top: process 1 belongs to root", "run this as root", "--once", "1");
    }

    @Test
    void aProcessThatThereIsNotIsToldFrom() throws Exception {
        Process ended = new ProcessBuilder("true").start();
        ended.waitFor();
        expectFailure(1, "process " + ended.pid() + " does not exist", "pgrep", "--once", Long.toString(ended.pid()));
    }

    @Test
    void nobodyAtThePortIsToldFrom() throws Exception {
        String target = "127.0.0.1:" + freePort();
        expectFailure(1, "can't connect to " + target + ": connection refused", "jmxremote.port", "--once", target);
    }

    @Test
    void thePageThatChangesNeedsATerminal() throws Exception {
        try (WatchedJvm target = WatchedJvm.start()) {
            expectFailure(2, "no terminal", "--once and --json need none", target.pid());
        }
    }

    @Test
    void aWrongCommandLineIsToldFrom() throws Exception {
        expectFailure(2, "which JVM?", "--help");
        expectFailure(2, "'somewhere' is neither", "HOST:PORT", "somewhere");
        TopProcess.Outcome help = TopProcess.run("--help");
        assertThat(help.status()).isZero();
        assertThat(String.join("\n", help.output()) + "\n").isEqualTo(TopOptions.HELP);
    }

    private static void expectFailure(int status, String one, String other, String... arguments) throws Exception {
        TopProcess.Outcome outcome = TopProcess.run(arguments);
        assertThat(outcome.errors()).contains(one, other).hasLineCount(1);
        assertThat(outcome.output()).isEmpty();
        assertThat(outcome.status()).isEqualTo(status);
    }
}

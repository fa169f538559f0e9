// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The program in a JVM of its own: what it prints, and how it ends. */
class ChatProgramTest {
    private static final Pattern LISTENING =
            Pattern.compile("chat: listening on 127\\.0\\.0\\.1:(\\d+) \\(dispatcher threads 1, Ctrl-C stops\\)");

    private static final int DEADLINE_SECONDS = 50;

    @TempDir
    private Path directory;

    @Test
    void help_is_printed_and_nothing_started() throws Exception {
        Process chat = start("--help");
        assertThat(chat.waitFor(DEADLINE_SECONDS, SECONDS)).isTrue();
        assertThat(chat.exitValue()).isZero();
        assertThat(output()).startsWith("usage: chat ");
        assertThat(errors()).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "--unknown, --unknown",
        "--port=70000, chat.port",
        "--port=ninety, chat.port",
        "-Dchat.close-timeout=-1s, chat.close-timeout",
        "-Dakka.actor.default-dispatcher.aio.fd-monitor=kqueue, kqueue",
        "-Dakka.actor.default-dispatcher.aio.threads=-1, threads",
        "-Dakka.actor.default-dispatcher.aio.polling.max=-1ms, max",
        "-Dakka.actor.default-dispatcher.type=no.such.Dispatcher, no.such.Dispatcher",
        "-Daio.net.tcp.max-pending-write=-1, max-pending-write",
        "-Daio.net.dispatcher=no.such.dispatcher, no.such.dispatcher",
        "-Dconfig.file=/no/such/file.conf, /no/such/file.conf"
    })
    void a_wrong_configuration_is_one_line(String argument, String named) throws Exception {
        assertEndsWithOneLine(ChatServer.EXIT_CONFIGURATION, named, "--port=0", argument);
    }

    @Test
    void a_configuration_file_that_cannot_be_parsed_is_one_line() throws Exception {
        Path file = Files.writeString(directory.resolve("broken.conf"), "chat {\n  port = }\n");
        assertEndsWithOneLine(ChatServer.EXIT_CONFIGURATION, "broken.conf", "-Dconfig.file=" + file);
    }

    @Test
    void a_port_in_use_is_one_line() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = String.valueOf(taken.getLocalPort());
            assertEndsWithOneLine(ChatServer.EXIT_FAILED, "cannot listen: bind(127.0.0.1:" + port, "--port", port);
        }
    }

    private void assertEndsWithOneLine(int exitStatus, String named, String... args) throws Exception {
        Process chat = start(args);
        assertThat(chat.waitFor(DEADLINE_SECONDS, SECONDS)).as("ended").isTrue();
        assertThat(errors().lines())
                .singleElement()
                .asString()
                .startsWith("chat: ")
                .contains(named);
        assertThat(output()).isEmpty();
        assertThat(chat.exitValue()).isEqualTo(exitStatus);
    }

    @ParameterizedTest
    @CsvSource({"TERM, 143", "INT, 130"})
    void a_signal_ends_the_server_in_order(String signal, int exitStatus) throws Exception {
        Process chat = start("--port", "0");
        try (BufferedReader out = chat.inputReader()) {
            try (ChatClient client = ChatClient.connect(addressIn(out.readLine()))) {
                client.awaitStart("* welcome");
                Process kill = new ProcessBuilder("kill", "-" + signal, String.valueOf(chat.pid())).start();
                assertThat(kill.waitFor()).isZero();
                client.expect("* server is shutting down");
                client.expectEnd();
            }
            assertThat(chat.waitFor(DEADLINE_SECONDS, SECONDS)).as("ended").isTrue();
            assertThat(out.readLine()).as("no more output").isNull();
        } finally {
            chat.destroyForcibly();
        }
        assertThat(chat.exitValue()).isEqualTo(exitStatus);
        assertThat(errors()).isEmpty();
    }

    private static InetSocketAddress addressIn(String line) {
        Matcher matcher = LISTENING.matcher(line);
        assertThat(matcher.matches()).as(line).isTrue();
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(matcher.group(1)));
    }

    /** The output of a program that is to end soon goes to a file, that of a server to us. */
    private Process start(String... args) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+IgnoreUnrecognizedVMOptions",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                // Loading classes passes for a stall on a busy machine, and would be told on the standard error.
                "-Dakka.actor.default-dispatcher.aio.stall-relief=10s",
                "-cp",
                System.getProperty("java.class.path"),
                ChatServer.class.getName()));
        command.addAll(List.of(args));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectError(errorFile().toFile());
        if (!List.of(args).equals(List.of("--port", "0"))) {
            builder.redirectOutput(outputFile().toFile());
        }
        return builder.start();
    }

    private Path outputFile() {
        return directory.resolve("out");
    }

    private Path errorFile() {
        return directory.resolve("err");
    }

    private String output() throws IOException {
        return Files.readString(outputFile());
    }

    private String errors() throws IOException {
        return Files.readString(errorFile());
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.aioactors.samples.chat.account.PasswordHash;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The command line, and what is read for it. */
class ChatOptionsTest {
    @TempDir
    private Path directory;

    @Test
    void options_become_configuration_keys() throws BadUsageException {
        ChatOptions options = ChatOptions.parse(
                "--host",
                "::1",
                "--port=9",
                "--tls-port",
                "off",
                "--data",
                "/var/chat",
                "-Da.b=c=d",
                "-Dempty=",
                "--cluster=a:1,b:2");
        assertThat(options.task()).isEqualTo(ChatOptions.Task.SERVE);
        assertThat(options.properties())
                .containsOnly(
                        entry("chat.host", "::1"),
                        entry("chat.port", "9"),
                        entry("chat.cluster.servers", "a:1,b:2"),
                        entry("chat.tls-port", "off"),
                        entry("chat.accounts.file", "/var/chat/accounts"),
                        entry("chat.k-lines", "/var/chat/k-lines"),
                        entry("chat.history.directory", "/var/chat/history"),
                        entry("a.b", "c=d"),
                        entry("empty", ""));
    }

    @ParameterizedTest
    @CsvSource({"--check, CHECK", "--hash-password, HASH_PASSWORD", "--help, HELP", "-h, HELP"})
    void something_else_than_a_server_can_be_wanted(String argument, ChatOptions.Task task) throws BadUsageException {
        assertThat(ChatOptions.parse("--port", "9", argument, "--host=x").task())
                .isEqualTo(task);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"--prot", "9000", "-D", "-Dkey", "-D=value", "--port", "--config", "--data", "-x", "", "--help=x"
            })
    void an_option_unknown_or_incomplete_is_refused(String argument) {
        assertThatThrownBy(() -> ChatOptions.parse(argument))
                .isInstanceOf(BadUsageException.class)
                .hasMessageContaining("--help");
    }

    @Test
    void the_help_has_every_option() throws BadUsageException {
        for (String option :
                new String[] {"config", "host", "port", "tls-port", "web-port", "name", "cluster", "data", "take-over"
                }) {
            assertThat(ChatOptions.HELP).contains("  --" + option + " ");
            assertThat(ChatOptions.parse("--" + option, "1").task()).isEqualTo(ChatOptions.Task.SERVE);
        }
    }

    @Test
    void the_command_line_counts_more_than_the_file_and_that_more_than_the_defaults() throws Exception {
        Path file = Files.writeString(directory.resolve("my.conf"), "chat { port = 7, web-port = 8, motd = Hello }");
        for (String option : new String[] {"--config=", "-Dconfig.file="}) {
            ChatOptions options = ChatOptions.parse(option + file, "--port", "9");
            ChatSettings settings = ChatSettings.from(ConfigSource.of(options).load());
            assertThat(settings.listening().port()).isEqualTo(9);
            assertThat(settings.listening().webPort()).isEqualTo(8);
            assertThat(settings.identity().motd()).containsExactly("Hello");
            assertThat(settings.identity().name()).isEqualTo("chat.local");
        }
    }

    @Test
    void what_the_library_needs_follows_the_settings() throws Exception {
        ChatOptions options = ChatOptions.parse("-Dchat.limits.send-queue=2 MiB");
        Config config = ConfigSource.of(options).load();
        assertThat(config.getBytes("aio.net.tcp.max-pending-write")).isEqualTo(2 * 1024 * 1024);
        assertThat(config.getString("akka.actor.default-dispatcher.type")).contains("AioDispatcher");
    }

    @Test
    void a_file_that_is_missing_or_not_to_be_parsed_is_named() throws Exception {
        Path missing = directory.resolve("missing.conf");
        Path broken = Files.writeString(directory.resolve("broken.conf"), "chat {\n  port = }\n");
        for (Path each : new Path[] {missing, broken}) {
            ChatOptions options = ChatOptions.parse("--config", each.toString());
            assertThatThrownBy(() -> ConfigSource.of(options).load())
                    .isInstanceOf(ConfigException.class)
                    .satisfies(e -> assertThat(OneLine.of(e))
                            .contains(each.getFileName() + "")
                            .doesNotContain("\n"));
        }
    }

    private static String run(String input, String... args) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayInputStream in = new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8));
        SmallTasks.run(ChatOptions.parse(args), in, new PrintStream(out, true, StandardCharsets.UTF_8));
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void the_small_tasks_are_done() throws Exception {
        assertThat(run("", "--help")).startsWith("usage: chat ");
        assertThat(run("", "--check")).isEqualTo("the configuration of chat.local is right\n");
        String hash = run("grüße\n", "--hash-password", "-Dchat.accounts.iterations=1000");
        assertThat(PasswordHash.parse(hash.strip()).matches("grüße")).isTrue();
        assertThatThrownBy(() -> run("\n", "--hash-password")).hasMessageContaining("no password");
        assertThatThrownBy(() -> run("", "--check", "--tls-port=1", "-Dchat.tls.key-store=/no/such.p12"))
                .hasMessageContaining("/no/such.p12");
        assertThat(run("", "--check", "--cluster=127.0.0.1:2551")).contains("is right");
        assertThatThrownBy(() -> run("", "--check", "--cluster=192.0.2.1:2551"))
                .hasMessageContaining("no address of this machine");
    }
}

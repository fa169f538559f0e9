// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What can be said on the command lines of the server and of the load, and in the configuration's section chat. */
class CommandLineTest {
    @Test
    void options_become_configuration_keys() throws UsageException {
        assertThat(ChatOptions.parse("--host", "::1", "--port=9", "-Da.b=c=d", "-Dempty=")
                        .properties())
                .containsExactly(
                        entry("chat.host", "::1"), entry("chat.port", "9"), entry("a.b", "c=d"), entry("empty", ""));
    }

    @Test
    void help_is_asked_for() throws UsageException {
        assertThat(ChatOptions.parse("--port", "9", "--help").help()).isTrue();
        assertThat(ChatOptions.parse("--port", "9").help()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"--prot", "9000", "-D", "-Dkey", "-D=value", "--port", "--host", "-x", ""})
    void an_option_unknown_or_incomplete_is_refused(String argument) {
        assertThatThrownBy(() -> ChatOptions.parse(argument))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("--help");
    }

    @Test
    void the_defaults_are_as_documented() {
        ChatSettings settings = settings("");
        assertThat(settings.address().getAddress().getHostAddress()).isEqualTo("127.0.0.1");
        assertThat(settings.address().getPort()).isEqualTo(9000);
        assertThat(settings.maxLineBytes()).isEqualTo(8192);
        assertThat(settings.closeTimeout()).isEqualTo(Duration.ofSeconds(1));
    }

    @ParameterizedTest
    @CsvSource({
        "port, 65536",
        "port, -1",
        "port, ninety",
        "backlog, 0",
        "max-line-bytes, 0",
        "max-line-bytes, 2 MiB",
        "max-line-bytes, -1",
        "close-timeout, 0s",
        "close-timeout, -1s",
        "close-timeout, soon"
    })
    void a_wrong_setting_is_refused_by_its_name(String key, String value) {
        assertThatThrownBy(() -> settings("chat." + key + " = \"" + value + "\""))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(key);
    }

    private static ChatSettings settings(String overrides) {
        Config config =
                ConfigFactory.parseString(overrides).withFallback(ConfigFactory.parseResources("application.conf"));
        return ChatSettings.from(config);
    }

    @Test
    void a_load_is_described() throws UsageException {
        LoadOptions options = LoadOptions.parse(
                "--port", "9", "--connections", "20", "--room", "5", "--lines", "7", "--window", "2", "--timeout", "3");
        assertThat(options.server().getPort()).isEqualTo(9);
        assertThat(options.server().getAddress().isLoopbackAddress()).isTrue();
        assertThat(options.deliveries()).isEqualTo(20 * 7 * 4);
        assertThat(options.timeout()).isEqualTo(Duration.ofSeconds(3));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--port 0",
                "--port x",
                "--port",
                "--connections 201",
                "--connections 1000000",
                "--connections 20000 --lines 1000000",
                "--timeout 100000",
                "--host 10.0.0.1"
            })
    void a_load_without_bounds_or_to_elsewhere_is_refused(String line) {
        assertThatThrownBy(() -> LoadOptions.parse(line.split(" ", -1))).isInstanceOf(UsageException.class);
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import java.time.Duration;
import org.aioactors.aio.linux.Syscalls;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What stands under aio.net.tcp. */
class TcpSettingsTest {
    private static Config config(String text) {
        return ConfigFactory.parseString(text, ConfigParseOptions.defaults().setOriginDescription("app.conf"))
                .withFallback(ConfigFactory.load());
    }

    @Test
    void theDefaults() {
        assertThat(TcpSettings.of(config("")))
                .isEqualTo(
                        new TcpSettings(Syscalls.linux(), 4 << 20, Duration.ofSeconds(10), 64, Duration.ofMillis(200)));
    }

    @Test
    void otherValues() {
        assertThat(TcpSettings.of(config("aio.net.tcp { max-pending-write = 1 GiB, register-timeout = 1 day"
                        + ", accept-batch = 1, accept-pause = 1 ms }")))
                .isEqualTo(new TcpSettings(Syscalls.linux(), 1L << 30, Duration.ofDays(1), 1, Duration.ofMillis(1)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    max-pending-write | 0       | must be greater than 0, not 0
                    accept-batch      | 0       | must be greater than 0, not 0
                    accept-batch      | -1      | must be greater than 0, not -1
                    register-timeout  | 0 s     | must be greater than 0 and at most 1 day, not 0 s
                    register-timeout  | 2 d     | must be greater than 0 and at most 1 day, not 2 d
                    accept-pause      | -1 ms   | must be greater than 0 and at most 1 day, not -1 ms
                    accept-pause      | 25 h    | must be greater than 0 and at most 1 day, not 25 h
                    """)
    void whatIsOutOfRange(String key, String value, String message) {
        assertThatThrownBy(() -> TcpSettings.of(config("aio.net.tcp." + key + " = " + value)))
                .isInstanceOf(ConfigException.BadValue.class)
                .hasMessage("app.conf: 1: Invalid value at 'aio.net.tcp." + key + "': " + message);
    }

    @ParameterizedTest
    @CsvSource({
        "max-pending-write, much",
        "max-pending-write, [1]",
        "register-timeout, soon",
        "register-timeout, {}",
        "accept-batch, all",
        "accept-pause, never"
    })
    void whatIsOfAnotherKind(String key, String value) {
        assertThatThrownBy(() -> TcpSettings.of(config("aio.net.tcp." + key + " = " + value)))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("app.conf: 1: ")
                .hasMessageContaining("aio.net.tcp." + key)
                .hasMessageNotContaining("\n");
    }

    @Test
    void whatIsMissing() {
        assertThatThrownBy(() -> TcpSettings.of(ConfigFactory.load().withoutPath("aio.net.tcp.accept-batch")))
                .isInstanceOf(ConfigException.Missing.class)
                .hasMessageContaining("'aio.net.tcp.accept-batch'");
    }
}

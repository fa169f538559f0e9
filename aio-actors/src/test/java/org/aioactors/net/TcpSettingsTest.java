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
                .isEqualTo(new TcpSettings(
                        Syscalls.linux(),
                        4 << 20,
                        256 << 10,
                        64 << 10,
                        256 << 10,
                        Integer.MAX_VALUE,
                        Runtime.getRuntime().maxMemory() / 4,
                        64 << 10,
                        Duration.ofNanos(200_000),
                        8 << 20,
                        8 << 20,
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(30),
                        Duration.ZERO,
                        64,
                        Duration.ofMillis(200)));
    }

    @Test
    void otherValues() {
        assertThat(TcpSettings.of(config("aio.net.tcp { max-pending-write = 1 GiB, high-water-mark = 3 KiB"
                        + ", low-water-mark = 2 KiB, read-credit = 1 KiB, max-connections = 7, max-bytes = 1 MiB"
                        + ", flush-bytes = 1, flush-delay = 1 ns, ring-buffers = off, lent-buffers = 5"
                        + ", register-timeout = 1 day, handshake-timeout = 3 s, close-timeout = 1 s, idle-timeout = 2 s, accept-batch = 1"
                        + ", accept-pause = 1 ms }")))
                .isEqualTo(new TcpSettings(
                        Syscalls.linux(),
                        1L << 30,
                        3 << 10,
                        2 << 10,
                        1 << 10,
                        7,
                        1 << 20,
                        1,
                        Duration.ofNanos(1),
                        0,
                        5,
                        Duration.ofDays(1),
                        Duration.ofSeconds(3),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(2),
                        1,
                        Duration.ofMillis(1)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    max-pending-write | 0       | must be greater than 0, not 0
                    high-water-mark   | 5 MiB   | must be at most max-pending-write, not 5 MiB
                    low-water-mark    | 257 KiB | must be at most high-water-mark, not 257 KiB
                    read-credit       | 0       | must be greater than 0, not 0
                    max-connections   | 0       | must be greater than 0, not 0
                    max-bytes         | 0       | must be greater than 0, not 0
                    flush-bytes       | 0       | must be greater than 0, not 0
                    flush-delay       | 0 s     | must be greater than 0 and at most 1 day, not 0 s
                    ring-buffers      | 0       | must be greater than 0, not 0
                    lent-buffers      | 0       | must be greater than 0, not 0
                    close-timeout     | 0 s     | must be greater than 0 and at most 1 day, not 0 s
                    idle-timeout      | 0 s     | must be greater than 0 and at most 1 day, not 0 s
                    accept-batch      | 0       | must be greater than 0, not 0
                    accept-batch      | -1      | must be greater than 0, not -1
                    handshake-timeout | 0 s     | must be greater than 0 and at most 1 day, not 0 s
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
        "max-connections, some",
        "max-bytes, all",
        "idle-timeout, never",
        "ring-buffers, none",
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
    void whatIsUnknown() {
        assertThatThrownBy(() -> TcpSettings.of(config("aio.net.tcp.max-pending-writes = 1 MiB")))
                .isInstanceOf(ConfigException.BadValue.class)
                .hasMessage("app.conf: 1: Invalid value at 'aio.net.tcp.max-pending-writes': no such key; known are"
                        + " [accept-batch, accept-pause, close-timeout, flush-bytes, flush-delay, handshake-timeout,"
                        + " high-water-mark, idle-timeout, lent-buffers, low-water-mark, max-bytes, max-connections, max-pending-write,"
                        + " read-credit, register-timeout, ring-buffers]");
    }

    @Test
    void whatIsMissing() {
        assertThatThrownBy(() -> TcpSettings.of(ConfigFactory.load().withoutPath("aio.net.tcp.accept-batch")))
                .isInstanceOf(ConfigException.Missing.class)
                .hasMessageContaining("'aio.net.tcp.accept-batch'");
    }
}

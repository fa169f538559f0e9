// SPDX-License-Identifier: Apache-2.0
package org.aioactors.udp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import java.time.Duration;
import org.aioactors.aio.linux.Syscalls;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What stands under aio.net.udp. */
class UdpSettingsTest {
    private static Config config(String text) {
        return ConfigFactory.parseString(text, ConfigParseOptions.defaults().setOriginDescription("app.conf"))
                .withFallback(ConfigFactory.load());
    }

    @Test
    void theDefaults() {
        assertThat(UdpSettings.of(config("")))
                .isEqualTo(new UdpSettings(
                        Syscalls.linux(), 64 << 10, 64, 1 << 20, 256 << 10, Duration.ofNanos(200_000), true, false));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "max-datagram = 65 KiB | aio.net.udp.max-datagram",
                "max-datagram = 0 | aio.net.udp.max-datagram",
                "batch = 1025 | aio.net.udp.batch",
                "batch = 0 | aio.net.udp.batch",
                "max-pending-send = -1 | aio.net.udp.max-pending-send",
                "read-credit = much | aio.net.udp.read-credit",
                "flush-delay = 7 | aio.net.udp.flush-delay",
                "segmentation = maybe | aio.net.udp.segmentation",
                "receive-offload = true | aio.net.udp.receive-offload",
                "max-datagrams = 1 | aio.net.udp.max-datagrams"
            })
    void whatIsWrongIsNamed(String line, String key) {
        assertThatThrownBy(() -> UdpSettings.of(config("aio.net.udp { " + line + " }")))
                .hasMessageContaining("app.conf")
                .hasMessageContaining(key);
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.aioactors.config;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AioSectionTest {
    private static Config system(String application) {
        return ConfigFactory.parseString(
                        application, ConfigParseOptions.defaults().setOriginDescription("application.conf"))
                .withFallback(ConfigFactory.defaultReference());
    }

    @ParameterizedTest
    @CsvSource({
        "aio.nett.tcp.flush-delay, aio.nett, dispatcher-defaults",
        "aio.net.tpc.flush-delay, aio.net.tpc, udp",
        "aio.net.tcp.max-conections, aio.net.tcp.max-conections, max-connections",
        "aio.file.log.segment, aio.file.log.segment, segment-bytes",
        "aio.scheduler.polling.maximum, aio.scheduler.polling.maximum, max",
        "aio.dispatcher-defaults.polling.maximum, aio.dispatcher-defaults.polling.maximum, max",
        "aio.dispatcher-defaults.thread, aio.dispatcher-defaults.thread, threads"
    })
    void aKeyThatIsNotKnownIsRefusedAndThoseThatAreListed(String key, String named, String listed) {
        assertThatThrownBy(() -> AioSection.rejectUnknownKeys(system(key + " = 1")))
                .isInstanceOf(AioConfigurationException.class)
                .hasMessageContainingAll("application.conf: 1", "'" + named + "'", "no such key", listed);
    }

    @ParameterizedTest
    @CsvSource({"threads = 1, threads", "polling.max = off, polling", "fd-monitor = epoll, fd-monitor"})
    void aKeyOfADispatcherIsRefusedWithAWordOnWhereItBelongs(String setting, String key) {
        assertThatThrownBy(() -> AioSection.rejectUnknownKeys(system("aio { " + setting + " }")))
                .isInstanceOf(AioConfigurationException.class)
                .hasMessageContainingAll("my-dispatcher.aio." + key, "aio.dispatcher-defaults." + key);
    }

    @Test
    void aSectionThatIsAValueIsRefused() {
        assertThatThrownBy(() -> AioSection.rejectUnknownKeys(system("aio.net = off")))
                .isInstanceOf(AioConfigurationException.class)
                .hasMessageContainingAll("'aio.net'", "allowed: an object");
    }

    @Test
    void whatIsKnownIsTakenAndSoAreTheJvmsOwnProperties() {
        Config properties = ConfigFactory.parseMap(Map.of("aio.native", "jna", "aio.test.forbid", "io_uring"));
        Config given = properties.withFallback(system("aio.net.tcp.flush-delay = 1 ms, other.aio.threads = 3"));

        assertThatCode(() -> AioSection.rejectUnknownKeys(given)).doesNotThrowAnyException();
    }
}

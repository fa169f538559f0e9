// SPDX-License-Identifier: Apache-2.0
package org.aioactors.os.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import com.typesafe.config.ConfigException;
import java.time.Duration;
import org.aioactors.Aio;
import org.aioactors.dispatcher.TestConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProcessSettingsTest {
    @Test
    void theDefaultsAreRead() {
        assertThat(ProcessSettings.of(TestConfig.of("")))
                .isEqualTo(new ProcessSettings(10_000, 2, Duration.ofSeconds(5)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "max-children = 0|allowed: an integer >= 1",
                "spawns-at-once = 5|allowed: an integer from 1 to 4",
                "kill-delay = soon|allowed: a duration of",
                "max-childs = 1|no such key; known are [dispatcher, kill-delay, max-children, spawns-at-once]"
            })
    void whatIsNotAllowedIsRefused(String setting, String message) {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> ProcessSettings.of(TestConfig.of("aio.process { " + setting + " }")))
                .withMessageContaining("aio.process." + setting.substring(0, setting.indexOf(' ')))
                .withMessageContaining(message);
    }

    @Test
    void theDispatcherMustHaveLoops() {
        ActorTestKit kit = ActorTestKit.create(
                "processes", TestConfig.of("aio.process.dispatcher = akka.actor.default-dispatcher"));
        try {
            assertThatExceptionOfType(ConfigException.class)
                    .isThrownBy(() -> Aio.get(kit.system()).processes())
                    .withMessageContaining("'akka.actor.default-dispatcher' is not an aio dispatcher");
        } finally {
            kit.shutdownTestKit();
        }
    }
}

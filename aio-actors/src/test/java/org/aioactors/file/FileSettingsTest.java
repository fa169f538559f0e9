// SPDX-License-Identifier: Apache-2.0
package org.aioactors.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import org.aioactors.Aio;
import org.junit.jupiter.api.Test;

/** What is wrong in {@code aio.file} is told with the key and what is allowed. */
class FileSettingsTest {
    private static Config with(String changes) {
        return ConfigFactory.parseString(changes).withFallback(ConfigFactory.load());
    }

    @Test
    void theDefaultsAreRight() {
        FileSettings settings = FileSettings.of(ConfigFactory.load());
        assertThat(settings.maxAtOnce()).isEqualTo(32);
        assertThat(settings.maxFileBytes()).isEqualTo(16 << 20);
        assertThat(settings.maxBytes()).isEqualTo(Runtime.getRuntime().maxMemory() / 4);
    }

    @Test
    void aKeyThatIsNotThereIsRefused() {
        assertThatThrownBy(() -> FileSettings.of(with("aio.file.max-byts = 1")))
                .isInstanceOf(ConfigException.BadValue.class)
                .hasMessageContaining("aio.file.max-byts")
                .hasMessageContaining("no such key; known are [dispatcher, ");
    }

    @Test
    void zeroIsRefused() {
        assertThatThrownBy(() -> FileSettings.of(with("aio.file.max-waiting = 0")))
                .isInstanceOf(ConfigException.BadValue.class)
                .hasMessageContaining("aio.file.max-waiting")
                .hasMessageContaining("must be greater than 0, not 0");
    }

    @Test
    void anotherKindOfDispatcherIsRefusedWithTheLineToChange() {
        ActorTestKit kit = ActorTestKit.create("files", with("aio.file.dispatcher = akka.actor.default-dispatcher"));
        try {
            assertThatThrownBy(() -> Aio.get(kit.system()).files())
                    .isInstanceOf(ConfigException.BadValue.class)
                    .hasMessageContaining("'akka.actor.default-dispatcher' is not an aio dispatcher; set"
                            + " akka.actor.default-dispatcher.type ="
                            + " \"org.aioactors.dispatcher.AioDispatcherConfigurator\"");
        } finally {
            kit.shutdownTestKit();
        }
    }
}

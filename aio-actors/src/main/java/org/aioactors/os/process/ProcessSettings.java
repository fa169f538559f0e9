// SPDX-License-Identifier: Apache-2.0
package org.aioactors.os.process;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import java.time.Duration;
import org.aioactors.config.AioSection;
import org.aioactors.config.SettingsReader;

/**
 * The settings under {@code aio.process}, checked once.
 *
 * @param maxChildren how many children may live, or wait to be spawned
 * @param spawnsAtOnce how many are being spawned at a time
 * @param killDelay how long after TERM comes KILL
 */
record ProcessSettings(int maxChildren, int spawnsAtOnce, Duration killDelay) {
    /** As many threads has a loop's context for what blocks. */
    private static final int MOST_AT_ONCE = 4;

    /**
     * Reads the section {@code aio.process} of {@code config}.
     *
     * @throws ConfigException that names the key and what is allowed
     */
    static ProcessSettings of(Config config) {
        AioSection.rejectUnknownKeys(config, "aio.process");
        SettingsReader reader = new SettingsReader("aio", config.getConfig("aio"));
        return new ProcessSettings(
                reader.integer("process.max-children", 1),
                reader.integer("process.spawns-at-once", 1, MOST_AT_ONCE),
                reader.time("process.kill-delay", Duration.ZERO, Duration.ofDays(1)));
    }
}

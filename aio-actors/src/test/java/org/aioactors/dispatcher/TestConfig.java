// SPDX-License-Identifier: Apache-2.0
package org.aioactors.dispatcher;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;

/** Configurations for tests. */
public final class TestConfig {
    private TestConfig() {}

    /** The given text over the defaults of all libraries. */
    public static Config of(String text) {
        return ConfigFactory.parseString(text).withFallback(ConfigFactory.load());
    }

    /** An application whose default dispatcher is ours, with a section {@code aio} of the given text. */
    static Config aioByDefault(String aio) {
        return of("akka.actor.default-dispatcher { type = \"" + AioDispatcherConfigurator.class.getName()
                + "\", shutdown-timeout = 50 ms, aio { " + aio + " } }");
    }
}

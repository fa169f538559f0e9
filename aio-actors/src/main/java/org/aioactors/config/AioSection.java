// SPDX-License-Identifier: Apache-2.0
package org.aioactors.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import java.util.Map;

/** The section {@code aio} of an actor system's configuration. */
public final class AioSection {
    private static final String SECTION = "aio";
    private static final String OF_DISPATCHERS = "dispatcher-defaults";

    private AioSection() {}

    /**
     * Refuses keys, at any depth, that {@code reference.conf} doesn't have: most are misspelt, or belong to a dispatcher.
     *
     * @throws AioConfigurationException naming the first one
     */
    public static void rejectUnknownKeys(Config system) {
        ConfigObject known = known(SECTION);
        // Properties of the JVM are in each configuration. These are no settings of an actor system.
        Config given = system.withoutPath(SECTION + ".native").withoutPath(SECTION + ".test");
        rejectThoseOfDispatchers(given.getObject(SECTION), known);
        new SettingsReader("", given).rejectUnknownKeys(SECTION, known);
    }

    /**
     * The same for a section below it alone, such as {@code aio.net.tcp}.
     *
     * @throws AioConfigurationException naming the first one
     */
    public static void rejectUnknownKeys(Config system, String section) {
        new SettingsReader("", system).rejectUnknownKeys(section, known(section));
    }

    private static ConfigObject known(String section) {
        return ConfigFactory.defaultReference(AioSection.class.getClassLoader()).getObject(section);
    }

    private static void rejectThoseOfDispatchers(ConfigObject given, ConfigObject known) {
        ConfigObject ofDispatchers = known.toConfig().getObject(OF_DISPATCHERS);
        for (Map.Entry<String, ConfigValue> entry : given.entrySet()) {
            String key = entry.getKey();
            if (!known.containsKey(key) && ofDispatchers.containsKey(key)) {
                throw new AioConfigurationException(
                        entry.getValue().origin(),
                        SECTION + "." + key,
                        "belongs to a dispatcher, as my-dispatcher.aio." + key + ", or for all of them to aio."
                                + OF_DISPATCHERS + "." + key);
            }
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.ops;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where the configuration comes from: from the command line, system properties, the file, and at last the defaults.
 *
 * @param file or null, if there is none
 */
public record ConfigSource(
        Map<String, String> properties, @Nullable Path file) {
    /** Of a command line; {@code -Dconfig.file=FILE} means the same as {@code --config FILE}. */
    public static ConfigSource of(ChatOptions options) {
        String property = options.properties().getOrDefault("config.file", System.getProperty("config.file"));
        Path file = options.file() != null || property == null ? options.file() : Path.of(property);
        return new ConfigSource(options.properties(), file);
    }

    /**
     * Reads all of it. Blocks. In a network there are more defaults, see {@link ClusterConfig}.
     *
     * @throws com.typesafe.config.ConfigException if the file is missing or not to be parsed, or the servers of the network are not
     *     said as they have to be
     */
    public Config load() {
        ConfigFactory.invalidateCaches(); // or the file would be read once for ever
        Config mine =
                ConfigFactory.parseMap(properties, "the command line").withFallback(ConfigFactory.systemProperties());
        Config read = file == null ? ConfigFactory.empty() : parse(file);
        Config said = mine.withFallback(read);
        Config defaults = ConfigFactory.parseResources("application.conf")
                .withFallback(ConfigFactory.defaultReferenceUnresolved());
        Config alone = said.withFallback(defaults).resolve();
        Config network = ClusterConfig.of(alone);
        return network.isEmpty()
                ? alone
                : said.withFallback(network).withFallback(defaults).resolve();
    }

    private static Config parse(Path file) {
        ConfigParseOptions strict = ConfigParseOptions.defaults().setAllowMissing(false);
        return ConfigFactory.parseFile(file.toFile(), strict);
    }
}

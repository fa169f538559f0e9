// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.bench;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import java.io.File;

/** The configuration of the benchmarks of dispatchers. */
final class BenchConfig {
    private BenchConfig() {}

    /** {@code -D} comes before the file of {@code --config}, that before bench.conf, that before what libraries bring. */
    static Config load(BenchArguments arguments) {
        try {
            String name = arguments.text("--config", "");
            Config file = name.isEmpty()
                    ? ConfigFactory.empty()
                    : ConfigFactory.parseFile(
                            new File(name), ConfigParseOptions.defaults().setAllowMissing(false));
            return ConfigFactory.defaultOverrides()
                    .withFallback(file)
                    .withFallback(ConfigFactory.parseResources("bench.conf"))
                    .withFallback(ConfigFactory.defaultReferenceUnresolved())
                    .resolve();
        } catch (ConfigException e) {
            arguments.refuse(String.valueOf(e.getMessage()));
            throw e;
        }
    }
}

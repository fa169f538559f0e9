// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.bench;

import com.typesafe.config.Config;
import java.util.List;

/**
 * What is compared: the dispatchers of two actors that talk to each other.
 *
 * @param ping the path of the first one's dispatcher in the configuration
 * @param pong the path of the second one's, perhaps the same
 */
record DispatcherPair(String ping, String pong) {
    /** The pair that {@code bench.ping-dispatcher} and {@code bench.pong-dispatcher} name. */
    static DispatcherPair configured(Config config) {
        return new DispatcherPair(config.getString("bench.ping-dispatcher"), config.getString("bench.pong-dispatcher"));
    }

    /** The list that is compared for a question, without repetitions. */
    static List<DispatcherPair> compared(Config config, String question) {
        return config.getConfigList("bench.compare." + question).stream()
                .map(pair -> new DispatcherPair(pair.getString("ping"), pair.getString("pong")))
                .distinct()
                .toList();
    }

    /** For a table: the names without the section of the benchmarks. */
    String label() {
        return ping.equals(pong) ? shortName(ping) : shortName(ping) + " + " + shortName(pong);
    }

    private static String shortName(String path) {
        return path.startsWith("bench.") ? path.substring("bench.".length()) : path;
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.aioactors.stream;

import com.typesafe.config.Config;
import java.time.Duration;

/**
 * What the configuration says of all connections, under {@code aio.net.tcp}, which was checked by whoever made the
 * manager.
 *
 * @param windowBytes how much a stage may have written that the kernel has not taken yet
 * @param closeTimeout how long to wait for the end of a peer that nobody listens to any more
 */
record ConnectionSettings(long windowBytes, Duration closeTimeout) {
    /** Half of the high-water mark: so the writes of a stage never stop the reading, and none is refused. */
    private static final int PART = 2;

    static ConnectionSettings of(Config config) {
        Config tcp = config.getConfig("aio.net.tcp");
        return new ConnectionSettings(
                Math.max(1, tcp.getBytes("high-water-mark") / PART), tcp.getDuration("close-timeout"));
    }
}

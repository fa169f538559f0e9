// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import java.net.InetSocketAddress;
import java.time.Duration;

/**
 * The section {@code chat} of the configuration, checked.
 *
 * @param address where to listen; port 0 lets the kernel choose
 * @param backlog how many connections the kernel accepts ahead of the server
 * @param maxLineBytes the longest line taken from a client, in bytes, its ending not counted
 * @param closeTimeout how long a client that is being disconnected may take to read its last line
 */
record ChatSettings(InetSocketAddress address, int backlog, int maxLineBytes, Duration closeTimeout) {
    private static final long MAX_LINE_BYTES = 1024 * 1024;

    /**
     * Reads and checks the section. Looks a host name up, which may block.
     *
     * @param config the whole configuration
     * @throws ConfigException if a value is missing, of the wrong type or out of its range
     */
    static ChatSettings from(Config config) {
        return new ChatSettings(
                address(config),
                (int) inRange(config, "chat.backlog", config.getLong("chat.backlog"), 1, Integer.MAX_VALUE),
                (int) inRange(config, "chat.max-line-bytes", config.getBytes("chat.max-line-bytes"), 1, MAX_LINE_BYTES),
                positive(config, "chat.close-timeout"));
    }

    private static InetSocketAddress address(Config config) {
        int port = (int) inRange(config, "chat.port", config.getLong("chat.port"), 0, 65535);
        InetSocketAddress address = new InetSocketAddress(config.getString("chat.host"), port);
        if (address.isUnresolved()) {
            throw bad(config, "chat.host", "there is no address for " + config.getString("chat.host"));
        }
        return address;
    }

    private static long inRange(Config config, String key, long value, long min, long max) {
        if (value < min || value > max) {
            throw bad(config, key, "is " + value + "; it must be " + min + " to " + max);
        }
        return value;
    }

    private static Duration positive(Config config, String key) {
        Duration value = config.getDuration(key);
        if (value.isNegative() || value.isZero()) {
            throw bad(config, key, "is " + config.getString(key) + "; it must be more than 0");
        }
        return value;
    }

    private static ConfigException bad(Config config, String key, String why) {
        return new ConfigException.BadValue(config.getValue(key).origin(), key, why);
    }
}

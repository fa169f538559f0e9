// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigValue;
import java.time.Duration;
import java.util.function.Function;
import org.aioactors.aio.linux.Syscalls;

/**
 * The settings under {@code aio.net.tcp}, checked once.
 *
 * @param syscalls the kernel to talk to
 * @param maxPendingWriteBytes how much may wait in a connection to be written
 * @param registerTimeout how long a new connection waits for its handler
 * @param acceptBatch how many connections are accepted in one go
 * @param acceptPause how long accepting rests when the process or the machine is out of fds
 */
record TcpSettings(
        Syscalls syscalls, long maxPendingWriteBytes, Duration registerTimeout, int acceptBatch, Duration acceptPause) {

    private static final String SECTION = "aio.net.tcp.";

    /** Akka's scheduler takes no delay of more than some months. */
    private static final Duration LONGEST = Duration.ofDays(1);

    /**
     * Reads the section {@code aio.net.tcp} of {@code config}.
     *
     * @throws ConfigException that names the key and what is allowed
     */
    static TcpSettings of(Config config) {
        return new TcpSettings(
                Syscalls.linux(),
                positive(config, SECTION + "max-pending-write", config::getBytes),
                delay(config, SECTION + "register-timeout"),
                positive(config, SECTION + "accept-batch", config::getInt),
                delay(config, SECTION + "accept-pause"));
    }

    private static <N extends Number> N positive(Config config, String path, Function<String, N> read) {
        N value = read.apply(path);
        if (value.longValue() <= 0) {
            throw bad(config, path, "must be greater than 0");
        }
        return value;
    }

    private static Duration delay(Config config, String path) {
        Duration value = config.getDuration(path);
        if (value.isNegative() || value.isZero() || value.compareTo(LONGEST) > 0) {
            throw bad(config, path, "must be greater than 0 and at most 1 day");
        }
        return value;
    }

    private static ConfigException bad(Config config, String path, String allowed) {
        ConfigValue value = config.getValue(path);
        return new ConfigException.BadValue(value.origin(), path, allowed + ", not " + value.unwrapped());
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import java.time.Duration;
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

    /**
     * Reads the section {@code aio.net.tcp} of {@code config}.
     *
     * @throws ConfigException that names the key and what is allowed
     */
    static TcpSettings of(Config config) {
        Config tcp = config.getConfig("aio.net.tcp");
        return new TcpSettings(
                Syscalls.linux(),
                positive(tcp, "max-pending-write", tcp.getBytes("max-pending-write")),
                positive(tcp, "register-timeout"),
                (int) positive(tcp, "accept-batch", tcp.getInt("accept-batch")),
                positive(tcp, "accept-pause"));
    }

    private static long positive(Config tcp, String key, long value) {
        if (value <= 0) {
            throw notPositive(tcp, key);
        }
        return value;
    }

    private static Duration positive(Config tcp, String key) {
        Duration value = tcp.getDuration(key);
        if (value.isNegative() || value.isZero()) {
            throw notPositive(tcp, key);
        }
        return value;
    }

    private static ConfigException notPositive(Config tcp, String key) {
        return new ConfigException.BadValue(
                tcp.getValue(key).origin(),
                "aio.net.tcp." + key,
                "must be greater than 0, not " + tcp.getValue(key).unwrapped());
    }
}

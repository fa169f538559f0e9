// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigValue;
import java.time.Duration;
import java.util.function.Function;
import org.aioactors.aio.linux.Syscalls;
import org.aioactors.config.AioSection;

/**
 * The settings under {@code aio.net.tcp}, checked once.
 *
 * @param syscalls the kernel to talk to
 * @param maxPendingWriteBytes how much may wait in a connection to be written
 * @param highWaterBytes above which unsent bytes stop the reading
 * @param lowWaterBytes below which they let it go on
 * @param readCreditBytes how much may be read that the handler has not handled yet
 * @param maxConnections of a listener
 * @param maxBytes how much the connections of a listener may hold together
 * @param flushBytes after how many unsent bytes a connection does not wait for others to write to it, too
 * @param flushDelay how long a busy loop waits for that
 * @param ringBytes how much memory each loop has for what arrives by io_uring; 0 if nothing is to
 * @param lentBytes how much memory each loop lends to handlers
 * @param registerTimeout how long a new connection waits for its handler
 * @param handshakeTimeout how long the handshake of TLS may take
 * @param closeTimeout how long a connection that is closing waits for its peer
 * @param idleTimeout how long a connection may be silent; zero is for ever
 * @param acceptBatch how many connections are accepted in one go
 * @param acceptPause how long accepting rests when the process or the machine is out of fds
 */
record TcpSettings(
        Syscalls syscalls,
        long maxPendingWriteBytes,
        long highWaterBytes,
        long lowWaterBytes,
        long readCreditBytes,
        int maxConnections,
        long maxBytes,
        long flushBytes,
        Duration flushDelay,
        long ringBytes,
        long lentBytes,
        Duration registerTimeout,
        Duration handshakeTimeout,
        Duration closeTimeout,
        Duration idleTimeout,
        int acceptBatch,
        Duration acceptPause) {

    private static final String PATH = "aio.net.tcp";
    private static final String SECTION = PATH + ".";

    /** Akka's scheduler takes no delay of more than some months. */
    private static final Duration LONGEST = Duration.ofDays(1);

    /** The part of the heap that a listener's connections may hold by default. */
    private static final int HEAP_PART = 4;

    /**
     * Reads the section {@code aio.net.tcp} of {@code config}.
     *
     * @throws ConfigException that names the key and what is allowed
     */
    static TcpSettings of(Config config) {
        AioSection.rejectUnknownKeys(config, PATH);
        long maxPending = positive(config, SECTION + "max-pending-write", config::getBytes);
        long high = positive(config, SECTION + "high-water-mark", config::getBytes);
        long low = positive(config, SECTION + "low-water-mark", config::getBytes);
        if (high > maxPending) {
            throw bad(config, SECTION + "high-water-mark", "must be at most max-pending-write");
        }
        if (low > high) {
            throw bad(config, SECTION + "low-water-mark", "must be at most high-water-mark");
        }
        return new TcpSettings(
                Syscalls.linux(),
                maxPending,
                high,
                low,
                positive(config, SECTION + "read-credit", config::getBytes),
                isWord(config, SECTION + "max-connections", "unlimited")
                        ? Integer.MAX_VALUE
                        : positive(config, SECTION + "max-connections", config::getInt),
                isWord(config, SECTION + "max-bytes", "auto")
                        ? Runtime.getRuntime().maxMemory() / HEAP_PART
                        : positive(config, SECTION + "max-bytes", config::getBytes),
                positive(config, SECTION + "flush-bytes", config::getBytes),
                delay(config, SECTION + "flush-delay"),
                isWord(config, SECTION + "ring-buffers", "off")
                        ? 0
                        : positive(config, SECTION + "ring-buffers", config::getBytes),
                positive(config, SECTION + "lent-buffers", config::getBytes),
                delay(config, SECTION + "register-timeout"),
                delay(config, SECTION + "handshake-timeout"),
                delay(config, SECTION + "close-timeout"),
                isWord(config, SECTION + "idle-timeout", "off")
                        ? Duration.ZERO
                        : delay(config, SECTION + "idle-timeout"),
                positive(config, SECTION + "accept-batch", config::getInt),
                delay(config, SECTION + "accept-pause"));
    }

    /** The same for another kernel. */
    TcpSettings with(Syscalls kernel) {
        return new TcpSettings(
                kernel,
                maxPendingWriteBytes,
                highWaterBytes,
                lowWaterBytes,
                readCreditBytes,
                maxConnections,
                maxBytes,
                flushBytes,
                flushDelay,
                ringBytes,
                lentBytes,
                registerTimeout,
                handshakeTimeout,
                closeTimeout,
                idleTimeout,
                acceptBatch,
                acceptPause);
    }

    private static boolean isWord(Config config, String path, String word) {
        return word.equals(config.getValue(path).unwrapped());
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

// SPDX-License-Identifier: Apache-2.0
package org.aioactors.udp;

import com.typesafe.config.Config;
import java.time.Duration;
import org.aioactors.aio.linux.MmsgHdrs;
import org.aioactors.aio.linux.Syscalls;
import org.aioactors.config.AioSection;
import org.aioactors.config.SettingsReader;

/**
 * The settings under {@code aio.net.udp}, checked once.
 *
 * @param syscalls the kernel
 * @param maxDatagramBytes how long a datagram may be that is received whole
 * @param batch how many datagrams, or runs of them, a system call has at most
 * @param maxPendingSendBytes how much may wait for room in the kernel's buffer
 * @param readCreditBytes how much a handler may have not handled yet
 * @param flushDelay for how long what is sent waits at most while the loop is busy
 * @param segmentation whether runs of datagrams to a peer are sent as one
 * @param receiveOffload whether runs of datagrams of a sender are received as one
 */
record UdpSettings(
        Syscalls syscalls,
        int maxDatagramBytes,
        int batch,
        long maxPendingSendBytes,
        long readCreditBytes,
        Duration flushDelay,
        boolean segmentation,
        boolean receiveOffload) {
    /** More than any datagram has; what is received by offload may have nearly that. */
    static final int MOST_DATAGRAM_BYTES = 64 * 1024;

    private enum Switch {
        ON,
        OFF
    }

    private static final String SECTION = "aio.net";
    private static final Duration LONGEST_DELAY = Duration.ofSeconds(1);

    /**
     * Reads the section {@code aio.net.udp} of {@code config}.
     *
     * @throws org.aioactors.config.AioConfigurationException that names the key and what is allowed
     */
    static UdpSettings of(Config config) {
        AioSection.rejectUnknownKeys(config, SECTION + ".udp");
        Config section = config.getConfig(SECTION);
        SettingsReader reader = new SettingsReader(SECTION, section);
        return new UdpSettings(
                Syscalls.linux(),
                (int) reader.bytes("udp.max-datagram", MOST_DATAGRAM_BYTES),
                reader.integer("udp.batch", 1, MmsgHdrs.MAX_MESSAGES),
                reader.bytes("udp.max-pending-send", Long.MAX_VALUE),
                reader.bytes("udp.read-credit", Long.MAX_VALUE),
                reader.shortTime("udp.flush-delay", LONGEST_DELAY),
                reader.constant("udp.segmentation", Switch.class) == Switch.ON,
                reader.constant("udp.receive-offload", Switch.class) == Switch.ON);
    }

    /** The same for another kernel. */
    UdpSettings with(Syscalls kernel) {
        return new UdpSettings(
                kernel,
                maxDatagramBytes,
                batch,
                maxPendingSendBytes,
                readCreditBytes,
                flushDelay,
                segmentation,
                receiveOffload);
    }
}

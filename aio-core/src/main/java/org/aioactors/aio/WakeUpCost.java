// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

import java.util.Arrays;
import org.aioactors.aio.linux.PollFds;
import org.aioactors.aio.linux.SyscallException;
import org.aioactors.aio.linux.Syscalls;
import org.aioactors.aio.linux.TimerSlack;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What it costs this machine to wake a thread that sleeps in the kernel: from the event to the thread's next
 * instruction. The controller of busy polling starts with it (B4).
 */
final class WakeUpCost {
    private static final Logger log = LoggerFactory.getLogger(WakeUpCost.class);
    private static final int SAMPLES = 7;
    private static final long SLEEP_NS = 50_000;

    private WakeUpCost() {}

    /** Measured once in the life of the process, which blocks the first caller for less than a millisecond or two. */
    static long ns() {
        return Measured.NS;
    }

    private static final class Measured {
        static final long NS = measureNs(Syscalls.linux());
    }

    /** The median of how late short sleeps end; 0 if the kernel does not let it be measured. Any thread; blocks. */
    static long measureNs(Syscalls syscalls) {
        try {
            int slackNs = TimerSlack.get(syscalls);
            TimerSlack.set(syscalls, 1);
            try (PollFds none = PollFds.allocate(1)) {
                long[] lateNs = new long[SAMPLES];
                for (int i = 0; i < SAMPLES; i++) {
                    long startNs = System.nanoTime();
                    syscalls.ppoll(none, 0, SLEEP_NS);
                    lateNs[i] = Math.max(System.nanoTime() - startNs - SLEEP_NS, 0);
                }
                Arrays.sort(lateNs);
                return lateNs[SAMPLES / 2];
            } finally {
                TimerSlack.set(syscalls, slackNs);
            }
        } catch (SyscallException refused) {
            log.debug("the cost of a wake-up is not known before the first one: {}", refused.getMessage());
            return 0;
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.bench.irc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.ref.Reference;
import org.junit.jupiter.api.Test;

class ServerMemoryTest {
    private static final int MUCH = 32 << 20;

    private static long usedWith(byte[] kept, long pid) throws IOException {
        try {
            return ServerMemory.usedBytes(pid);
        } finally {
            Reference.reachabilityFence(kept);
        }
    }

    @Test
    void whatIsAliveInAHeapIsSeenAndWhatIsNotIsNot() throws IOException {
        long pid = ProcessHandle.current().pid();
        long before = ServerMemory.usedBytes(pid);
        long with = usedWith(new byte[MUCH], pid);
        long after = ServerMemory.usedBytes(pid);
        assertThat(with - before).isBetween(MUCH - (8L << 20), MUCH + (8L << 20));
        assertThat(with - after).isBetween(MUCH - (8L << 20), MUCH + (8L << 20));
        assertThat(ServerMemory.residentBytes(pid)).isGreaterThan(MUCH);
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TimerSlackTest {
    private final Syscalls linux = Syscalls.linux();

    @AfterEach
    void restore() {
        TimerSlack.set(linux, 0);
    }

    @Test
    void itIsSetForTheThread() {
        TimerSlack.set(linux, 0);
        int usual = TimerSlack.get(linux);
        TimerSlack.set(linux, 1);
        assertThat(TimerSlack.get(linux)).isEqualTo(1);
        TimerSlack.set(linux, 0);
        assertThat(TimerSlack.get(linux)).isEqualTo(usual).isGreaterThan(1);
    }

    @Test
    void failuresAreNamed() {
        FaultySyscalls faulty =
                new FaultySyscalls(linux).fail("prctl", 1, Errno.ENOSYS).fail("prctl", 2, Errno.EPERM);
        assertThatExceptionOfType(SyscallException.class)
                .isThrownBy(() -> TimerSlack.get(faulty))
                .withMessageStartingWith("prctl(PR_GET_TIMERSLACK): ENOSYS");
        assertThatExceptionOfType(SyscallException.class)
                .isThrownBy(() -> TimerSlack.set(faulty, 1))
                .withMessageStartingWith("prctl(PR_SET_TIMERSLACK, 1): EPERM");
    }
}

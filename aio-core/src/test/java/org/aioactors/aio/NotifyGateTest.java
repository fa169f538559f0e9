// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

import static org.assertj.core.api.Assertions.assertThat;

import org.aioactors.aio.linux.EventNotifier;
import org.aioactors.aio.linux.FaultySyscalls;
import org.aioactors.aio.linux.FdLeakExtension;
import org.aioactors.aio.linux.Syscalls;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The steps of the sleep and notify protocol, one by one (S8, S10, S11, S49). */
@ExtendWith(FdLeakExtension.class)
class NotifyGateTest {
    private final FaultySyscalls syscalls = new FaultySyscalls(Syscalls.linux());
    private final EventNotifier notifier = EventNotifier.create(syscalls);
    private final NotifyGate gate = new NotifyGate("test", notifier);

    @AfterEach
    void close() {
        notifier.close();
    }

    private int writes() {
        return syscalls.calls("write");
    }

    @Test
    void aLoopThatIsAwakeIsNotWrittenTo() {
        gate.notifyLoop();
        gate.notifyLoop();
        assertThat(gate.isNotified()).isTrue();
        assertThat(writes()).isZero();
    }

    @Test
    void aNotificationBeforeTheWaitForbidsToSleep() {
        gate.notifyLoop();
        assertThat(gate.enterWait()).isTrue();
        gate.leaveWait();
    }

    @Test
    void aNotificationDuringTheWaitIsWrittenOnce() {
        assertThat(gate.enterWait()).isFalse();
        gate.notifyLoop();
        gate.notifyLoop();
        gate.notifyLoop();
        assertThat(writes()).isEqualTo(1);
        gate.leaveWait();
        assertThat(gate.isNotified()).isTrue();
    }

    @Test
    void afterTheWaitNothingIsWrittenAnyMore() {
        gate.enterWait();
        gate.leaveWait();
        gate.notifyLoop();
        assertThat(writes()).isZero();
        assertThat(gate.notifyMe()).isZero();
    }

    @Test
    void acceptingTakesAllNotifications() {
        gate.notifyLoop();
        gate.notifyLoop();
        gate.accept();
        assertThat(gate.isNotified()).isFalse();
        assertThat(gate.enterWait()).isFalse();
        gate.leaveWait();
    }

    @Test
    void oneAfterTheAcceptCountsForTheNextWait() {
        gate.accept();
        gate.notifyLoop();
        assertThat(gate.enterWait()).isTrue();
        gate.leaveWait();
    }

    @Test
    void nestedWaitsAreCounted() {
        gate.enterWait();
        gate.enterWait();
        assertThat(gate.notifyMe()).isEqualTo(4);
        gate.leaveWait();
        gate.notifyLoop();
        assertThat(writes()).isEqualTo(1);
        gate.leaveWait();
        assertThat(gate.notifyMe()).isZero();
    }

    @Test
    void afterTheNotifierIsClosedNothingIsWritten() {
        gate.enterWait();
        notifier.close();
        gate.notifyLoop();
        assertThat(writes()).isZero();
    }
}

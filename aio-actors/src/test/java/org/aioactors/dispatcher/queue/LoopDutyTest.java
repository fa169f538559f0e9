// SPDX-License-Identifier: Apache-2.0
package org.aioactors.dispatcher.queue;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LoopDutyTest {
    private final LoopDuty duty = new LoopDuty();

    @Test
    void theFirstProducerStartsTheThreadAndTheOthersGoTheirWay() {
        assertThat(duty.take()).isEqualTo(LoopDuty.STOPPED);
        assertThat(duty.take()).isEqualTo(LoopDuty.TAKEN);
    }

    @Test
    void ofAnIdleLoopOneProducerSchedulesTheBottomHalf() {
        duty.take();
        duty.release();
        assertThat(duty.take()).isEqualTo(LoopDuty.IDLE);
        assertThat(duty.take()).isEqualTo(LoopDuty.TAKEN);
    }

    @Test
    void aThreadDoesNotEndWhileSomebodyHasTheDuty() {
        duty.take();
        assertThat(duty.stop()).isFalse();
        duty.release();
        assertThat(duty.stop()).isTrue();
        assertThat(duty.take()).isEqualTo(LoopDuty.STOPPED);
    }

    @Test
    void aRequestToStopStartsNoThread() {
        assertThat(duty.takeIfIdle()).isFalse();
        duty.take();
        assertThat(duty.takeIfIdle()).isFalse();
        duty.release();
        assertThat(duty.takeIfIdle()).isTrue();
    }

    @Test
    void afterAnAbandonedLoopTheNextProducerStartsAnotherThread() {
        duty.take();
        duty.abandon();
        assertThat(duty.take()).isEqualTo(LoopDuty.STOPPED);
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** How long before a timer is due a sleep ends: learnt from how late sleeps end. */
class TimerLeadTest {
    private static final PollParams PARAMS = new PollParams(100_000, 0, 0);

    private final TimerLead lead = new TimerLead(20_000);

    private void overslept(int times, long lateNs) {
        for (int i = 0; i < times; i++) {
            lead.overslept(PARAMS, lateNs);
        }
    }

    @Test
    void itBeginsWithTwiceTheCostOfAWakeUp() {
        assertThat(lead.ns(PARAMS)).isEqualTo(40_000);
    }

    @Test
    void itIsNeverLongerThanBusyPollingMayBe() {
        assertThat(lead.ns(new PollParams(30_000, 0, 0))).isEqualTo(30_000);
        assertThat(lead.ns(PollParams.OFF)).isZero();
        overslept(100, 10_000_000);
        assertThat(lead.ns(PARAMS)).isBetween(99_000L, 100_000L);
    }

    @Test
    void itFollowsLateSleepsFastAndEarlyOnesSlowly() {
        overslept(1, 80_000);
        assertThat(lead.ns(PARAMS)).isEqualTo(50_000);
        overslept(1, 10_000);
        assertThat(lead.ns(PARAMS)).isEqualTo(48_750);
    }

    @Test
    void itCoversMostSleepsAndNotOnlyTheMiddleOne() {
        for (int i = 0; i < 500; i++) {
            overslept(3, 10_000);
            overslept(1, 50_000);
        }
        assertThat(lead.ns(PARAMS)).isGreaterThan(30_000);
    }

    @Test
    void withoutBusyPollingNothingIsLearnt() {
        lead.overslept(PollParams.OFF, 0);
        assertThat(lead.ns(PARAMS)).isEqualTo(40_000);
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A limit of time against a timer that the test moves. */
class PatienceTest {
    private int overs;
    private long alarmNs = -1;
    private final Patience patience = new Patience(() -> overs++, each -> alarm());

    private Patience.Alarm alarm() {
        return new Patience.Alarm() {
            @Override
            public void set(long delayNs) {
                alarmNs = delayNs;
            }

            @Override
            public void cancel() {
                alarmNs = -1;
            }
        };
    }

    private void looks(int count) {
        for (int i = 0; i < count; i++) {
            patience.onAlarm();
        }
    }

    @Test
    void itIsOverAfterItsTime() {
        patience.start(Duration.ofNanos(400), true);
        assertThat(alarmNs).isEqualTo(100);
        looks(3);
        assertThat(overs).isZero();
        looks(1);
        assertThat(overs).isEqualTo(1);
        looks(3);
        assertThat(overs).isEqualTo(1);
    }

    @Test
    void progressExtendsIt() {
        patience.start(Duration.ofSeconds(4), true);
        for (int i = 0; i < 10; i++) {
            looks(3);
            patience.progress();
        }
        looks(1);
        looks(3);
        assertThat(overs).isZero();
        looks(1);
        assertThat(overs).isEqualTo(1);
    }

    @Test
    void progressDoesNotExtendALimitThatIsFixed() {
        patience.start(Duration.ofSeconds(4), false);
        looks(3);
        patience.progress();
        looks(1);
        assertThat(overs).isEqualTo(1);
    }

    @Test
    void aTimerThatCameTooLateChangesNothing() {
        patience.start(Duration.ofSeconds(4), false);
        looks(3);
        patience.stop();
        assertThat(alarmNs).isEqualTo(-1);
        looks(4);
        assertThat(overs).isZero();
    }
}

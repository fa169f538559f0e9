// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Work that each turn asks for. */
class PolledWorkTest extends MonitorContract {
    /** How many times the work is to run. */
    private int due;

    PolledWorkTest(MonitorSetup setup) {
        super(setup);
    }

    private void poll(Runnable callback) {
        context.setPolledWork("work", () -> due > 0, () -> {
            due--;
            callback.run();
        });
    }

    @Test
    void itRunsOnceATurnAsLongAsTheTestSaysYes() {
        poll(logging("work"));
        due = 3;
        for (int i = 0; i < 3; i++) {
            assertThat(new AioContextProbe(context).computeTimeoutNs()).isZero();
            assertThat(context.poll(true)).isTrue();
            assertThat(takeLog()).containsExactly("work");
        }
        assertThat(new AioContextProbe(context).computeTimeoutNs()).isEqualTo(-1);
        context.poll(false);
        assertThat(context.poll(false)).isFalse();
        assertThat(takeLog()).isEmpty();
    }

    @Test
    void itComesAfterTheBottomHalves() {
        poll(logging("work"));
        due = 1;
        context.scheduleOneshot("bottom half", logging("bottom half"));
        context.poll(true);
        assertThat(takeLog()).containsExactly("bottom half", "work");
    }

    @Test
    void anotherTakesItsPlace() {
        poll(logging("first"));
        poll(logging("second"));
        due = 1;
        context.poll(true);
        assertThat(takeLog()).containsExactly("second");
    }

    @Test
    void aFailureIsReportedAndTheLoopGoesOn() {
        poll(() -> {
            throw new IllegalStateException("planted");
        });
        due = 1;
        context.scheduleOneshot("other", logging("other"));
        context.poll(true);
        assertThat(takeLog()).containsExactly("other");
        assertThat(takeErrors())
                .singleElement()
                .asString()
                .contains("work of 'work'")
                .contains("planted");
    }

    @Test
    void aLoopThatDoesNotSleepIsNotNotified() {
        poll(logging("work"));
        context.poll(false);
        due = 1;
        long wakeUps = context.stats().wakeUps();
        onOtherThread(context::notifyPolledWork);
        assertThat(context.stats().wakeUps()).isEqualTo(wakeUps);
        assertThat(context.poll(true)).isTrue();
        assertThat(takeLog()).containsExactly("work");
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.aioactors.dispatcher.watchdog;

import static org.assertj.core.api.Assertions.assertThat;

import org.aioactors.dispatcher.queue.CurrentRun;
import org.junit.jupiter.api.Test;

class RunWatchTest {
    private static final long TICK = 5;

    private final CurrentRun run = new CurrentRun();
    private final RunWatch watch = new RunWatch(run);

    @Test
    void aRunIsAsOldAsTheLooksSinceItWasFirstSeen() {
        run.begin();
        assertThat(watch.look(TICK)).isTrue();
        assertThat(watch.isRunning()).isTrue();
        assertThat(watch.ageNs()).isZero();
        assertThat(watch.look(TICK)).isFalse();
        assertThat(watch.look(TICK)).isFalse();
        assertThat(watch.ageNs()).isEqualTo(2 * TICK);
    }

    @Test
    void manyShortRunsAreNeverOld() {
        for (int i = 0; i < 100; i++) {
            run.begin();
            assertThat(watch.look(TICK)).isTrue();
            run.end();
            assertThat(watch.ageNs()).isZero();
        }
    }

    @Test
    void aRestIsNoRun() {
        run.begin();
        watch.look(TICK);
        run.end();
        assertThat(watch.look(TICK)).isTrue();
        assertThat(watch.isRunning()).isFalse();
        assertThat(watch.look(TICK)).isFalse();
    }

    @Test
    void aStallIsReportedOnce() {
        run.begin();
        watch.look(TICK);
        assertThat(watch.isStall(TICK)).isFalse();
        watch.look(TICK);
        assertThat(watch.isStall(TICK)).isTrue();
        assertThat(watch.isStall(TICK)).isFalse();
        run.end();
        run.begin();
        watch.look(TICK);
        watch.look(TICK);
        assertThat(watch.isStall(TICK)).isTrue();
    }

    @Test
    void whatIsAnnouncedIsNoStall() {
        run.begin();
        run.announce();
        watch.look(TICK);
        watch.look(TICK);
        assertThat(watch.isStall(TICK)).isFalse();
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.aioactors.dispatcher.queue;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CurrentRunTest {
    private final CurrentRun run = new CurrentRun();

    @Test
    void betweenRunsNobodyIsHeldUp() {
        assertThat(CurrentRun.isRunning(run.seen())).isFalse();
        run.hold(run.seen());
        assertThat(run.isHeld()).isFalse();
        run.begin();
        assertThat(CurrentRun.isRunning(run.seen())).isTrue();
        assertThat(run.isHeld()).isFalse();
        assertThat(run.end()).isFalse();
    }

    @Test
    void aRunThatIsHeldUpIsSoUntilItsEnd() {
        run.begin();
        assertThat(run.hold(run.seen())).isTrue();
        assertThat(run.isHeld()).isTrue();
        assertThat(run.isAnnounced(run.seen())).isFalse();
        assertThat(run.end()).isTrue();
        assertThat(run.isHeld()).isFalse();
        run.begin();
        assertThat(run.isHeld()).isFalse();
        assertThat(run.end()).isFalse();
    }

    @Test
    void aRunThatIsOverIsNotHeldInPlaceOfTheNext() {
        run.begin();
        long seen = run.seen();
        run.end();
        run.begin();
        assertThat(run.hold(seen)).isFalse();
        assertThat(run.isHeld()).isFalse();
    }

    @Test
    void aLateFindingDoesNotTakeBackTheAnnouncementOfTheNextRun() {
        run.begin();
        long seen = run.seen();
        run.end();
        run.begin();
        assertThat(run.announce()).isTrue();
        assertThat(run.announce()).isFalse();
        run.hold(seen);
        assertThat(run.isHeld()).isTrue();
        assertThat(run.isAnnounced(run.seen())).isTrue();
    }
}

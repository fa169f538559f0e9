// SPDX-License-Identifier: Apache-2.0
package org.aioactors.dispatcher;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HomeRunTest {
    private final HomeRun run = new HomeRun();

    @Test
    void betweenRunsNobodyCanRelieve() {
        assertThat(HomeRun.isRunning(run.seen())).isFalse();
        run.begin();
        assertThat(run.end()).isTrue();
        assertThat(HomeRun.isRunning(run.seen())).isFalse();
        assertThat(run.isRelieved()).isFalse();
    }

    @Test
    void aRunIsRelievedOnce() {
        run.begin();
        long seen = run.seen();
        assertThat(HomeRun.isRunning(seen)).isTrue();
        assertThat(run.isRelieved(seen)).isFalse();
        assertThat(run.relieve(seen)).isTrue();
        assertThat(run.relieve(seen)).isFalse();
        assertThat(run.isRelieved(seen)).isTrue();
        assertThat(run.isRelieved()).isTrue();
        assertThat(HomeRun.isRunning(run.seen())).isFalse();
    }

    @Test
    void whoWasRelievedHearsOfItAtTheEndAndComesBack() {
        run.begin();
        long seen = run.seen();
        run.relieve(seen);
        assertThat(run.end()).isFalse();
        run.back();
        assertThat(run.isRelieved()).isFalse();
        assertThat(run.isRelieved(seen)).isFalse();
        run.begin();
        assertThat(run.end()).isTrue();
    }

    @Test
    void aRunThatIsOverIsNotRelievedInPlaceOfTheNext() {
        run.begin();
        long seen = run.seen();
        run.end();
        assertThat(run.relieve(seen)).isFalse();
        run.begin();
        assertThat(run.relieve(seen)).isFalse();
        assertThat(run.seen()).isNotEqualTo(seen);
        assertThat(run.end()).isTrue();
    }
}

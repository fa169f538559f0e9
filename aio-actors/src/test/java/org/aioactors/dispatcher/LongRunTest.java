// SPDX-License-Identifier: Apache-2.0
package org.aioactors.dispatcher;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LongRunTest {
    private final LongRun longRun = new LongRun();

    @Test
    void theSameRunAtThreeLooksIsLong() {
        assertThat(longRun.look(1)).isFalse();
        assertThat(longRun.look(1)).isFalse();
        assertThat(longRun.look(1)).isTrue();
    }

    @Test
    void manyShortRunsAreNot() {
        for (int run = 1; run < 100; run++) {
            assertThat(longRun.look(run)).isFalse();
            assertThat(longRun.look(run)).isFalse();
        }
    }

    @Test
    void aRestEndsIt() {
        longRun.look(1);
        longRun.look(1);
        longRun.rest(1);
        assertThat(longRun.isKnown(1)).isTrue();
        assertThat(longRun.isKnown(2)).isFalse();
        assertThat(longRun.look(1)).isFalse();
        assertThat(longRun.look(1)).isTrue();
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.top;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How often a target is read that rests, and one that does not. */
class PaceTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final Pace pace = new Pace(SECOND, false);

    private static Sample sample(double seconds, long turns) {
        return Samples.of(seconds, Samples.dispatcher(0, List.of(), Samples.loop(1, turns, 0)));
    }

    @Test
    void aTargetThatRestsIsReadLessAndLess() {
        assertThat(List.of(0, 1, 3, 7, 15, 23))
                .extracting(seconds -> pace.next(sample(seconds, 5)).toSeconds())
                .containsExactly(1L, 2L, 4L, 8L, 8L, 8L);
    }

    @Test
    void asSoonAsItDoesSomethingItIsReadOftenAgain() {
        pace.next(sample(0, 0));
        assertThat(pace.next(sample(1, 10))).as("30 turns and messages").hasSeconds(2);
        assertThat(pace.next(sample(3, 50))).as("60 a second").hasSeconds(1);
        assertThat(pace.next(sample(4, 50))).hasSeconds(2);
        assertThat(pace.quicken()).hasSeconds(1);
        assertThat(pace.next(sample(5, 50))).hasSeconds(2);
    }

    @Test
    void whoAsksForAnIntervalGetsIt() {
        Pace fixed = new Pace(SECOND, true);
        fixed.next(sample(0, 0));
        assertThat(fixed.next(sample(1, 0))).isEqualTo(SECOND);
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** Medians over rounds, and ratios within them. */
class ComparisonTest {
    private static Comparison threeRounds(boolean moreIsBetter) {
        Comparison comparison = new Comparison("what", moreIsBetter, "value", "other");
        for (double slowness : new double[] {1, 100, 2}) { // the machine is busy in the second round
            comparison.add("ours", 10 * slowness, slowness);
            comparison.add("stock", 30 * slowness, 0);
        }
        return comparison;
    }

    @Test
    void theMedianIsTheMiddleRound() {
        assertThat(threeRounds(false).median("ours", 0)).isEqualTo(20);
        assertThat(threeRounds(false).median("ours", 1)).isEqualTo(2);
    }

    @Test
    void theMedianOfTwoRoundsLiesBetweenThem() {
        Comparison comparison = new Comparison("what", true, "value");
        comparison.add("ours", 10);
        comparison.add("ours", 20);
        assertThat(comparison.median("ours", 0)).isEqualTo(15);
    }

    @Test
    void aShorterTimeIsBetter() {
        assertThat(threeRounds(false).ratio("ours")).isEqualTo(3);
    }

    @Test
    void aLowerRateIsWorse() {
        assertThat(threeRounds(true).ratio("ours")).isEqualTo(1.0 / 3);
    }

    @Test
    void theLastOneIsComparedWithItself() {
        assertThat(threeRounds(true).ratio("stock")).isEqualTo(1);
    }

    @Test
    void whatWasNotMeasuredHasNoMedian() {
        assertThatThrownBy(() -> threeRounds(true).median("theirs", 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("theirs");
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** One line a benchmark, and the geometric mean of what counts. */
class RatioTableTest {
    private static Comparison rounds(double... ratios) {
        Comparison comparison = new Comparison("what", true, "messages", "others");
        for (double ratio : ratios) {
            comparison.add("ours", 100 * ratio, 0.5);
            comparison.add("stock", 100, 0.25);
        }
        return comparison;
    }

    private static RatioTable table() {
        RatioTable table = new RatioTable();
        table.add("pairs", "messages", rounds(4, 2, 3), "ours", "stock", true);
        table.add("ring", "hops", rounds(0.75, 0.5, 1), "ours", "stock", true);
        table.add("http", "requests", rounds(9), "ours", "stock", false);
        return table;
    }

    @Test
    void theMeanIsOfTheRatiosThatCount() {
        double[] mean = table().geometricMean();
        assertThat(mean[0]).isCloseTo(1.5, within(1e-9)); // of 3 and 0.75
        assertThat(mean[1]).isCloseTo(1, within(1e-9)); // of 2 and 0.5
        assertThat(mean[2]).isCloseTo(2, within(1e-9)); // of 4 and 1
    }

    @Test
    void aLineHasMediansAndTheirSpread() {
        assertThat(table().text().lines().map(line -> String.join(" ", line.split(" +"))))
                .containsExactly(
                        "benchmark counted first/s second/s ratio min max others",
                        "pairs messages 300 100 3.00 2.00 4.00 0.38",
                        "ring hops 75 100 0.75 0.50 1.00 0.38",
                        "http requests 900 100 9.00 9.00 9.00 0.38",
                        "geometric mean of 2 - - 1.50 1.00 2.00 -");
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.bench.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import org.junit.jupiter.api.Test;

/** Percentiles are those of the values, but for what a step hides. */
class LatencyHistogramTest {
    private final LatencyHistogram histogram = new LatencyHistogram();

    @Test
    void percentilesOfAThousandValues() {
        for (int value = 1; value <= 1000; value++) {
            histogram.add(1000L * value);
        }
        assertThat(histogram.percentileNs(50)).isCloseTo(500_000, withinPercentage(2));
        assertThat(histogram.percentileNs(99)).isCloseTo(990_000, withinPercentage(2));
        assertThat(histogram.percentileNs(100)).isCloseTo(1_000_000, withinPercentage(2));
    }

    @Test
    void anyValueIsKnownTo16Thousandths() {
        for (long value = 1; value > 0; value = value * 3 / 2 + 1) {
            LatencyHistogram one = new LatencyHistogram();
            one.add(value);
            assertThat(one.percentileNs(50)).isCloseTo(value, withinPercentage(1.6));
        }
    }

    @Test
    void smallValuesAreExact() {
        histogram.add(7);
        assertThat(histogram.percentileNs(50)).isEqualTo(7);
    }

    @Test
    void theValuesOfTwoAreThoseOfBoth() {
        LatencyHistogram other = new LatencyHistogram();
        histogram.add(10);
        other.add(20);
        other.add(20);
        histogram.addAll(other);
        assertThat(histogram.percentileNs(50)).isEqualTo(20);
        assertThat(histogram.percentileNs(0)).isEqualTo(10);
    }

    @Test
    void withoutValuesThereIsNoPercentile() {
        assertThat(histogram.percentileNs(50)).isEqualTo(-1);
    }
}

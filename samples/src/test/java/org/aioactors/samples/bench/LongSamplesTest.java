// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LongSamplesTest {
    private static LongSamples of(long... values) {
        LongSamples samples = new LongSamples(values.length);
        for (long value : values) {
            samples.add(value);
        }
        return samples;
    }

    @Test
    void theMedianIsTheMiddleOneInWhateverOrderTheyCame() {
        assertThat(of(9, 1, 5).median()).isEqualTo(5);
    }

    @Test
    void aHighPercentileIsNearTheLargest() {
        LongSamples samples = new LongSamples(1_000);
        for (int i = 1; i <= 1_000; i++) {
            samples.add(i);
        }
        assertThat(samples.percentile(99)).isEqualTo(991);
        assertThat(samples.percentile(100)).isEqualTo(1_000);
    }

    @Test
    void withoutAnyThereIsNoMedian() {
        assertThat(new LongSamples(3).median()).isEqualTo(-1);
    }

    @Test
    void moreThanThereIsRoomForAreIgnored() {
        LongSamples samples = new LongSamples(1);
        samples.add(7);
        samples.add(8);
        assertThat(samples.count()).isEqualTo(1);
        assertThat(samples.median()).isEqualTo(7);
    }

    @Test
    void thoseOfAnotherRoundAreAdded() {
        LongSamples samples = of(3);
        samples.addAll(of(1, 2));
        assertThat(samples.count()).isEqualTo(3);
        assertThat(samples.median()).isEqualTo(2);
    }
}

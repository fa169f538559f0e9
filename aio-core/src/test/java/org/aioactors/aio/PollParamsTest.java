// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PollParamsTest {
    @ParameterizedTest
    @CsvSource({"-1, 0, 0, 0", "0, -1, 0, 0", "0, 0, -1, 0", "0, 0, 0, -1"})
    void negativeValuesAreRefused(long maxNs, int grow, int shrink, int weight) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PollParams(maxNs, grow, shrink, weight))
                .withMessage("busy-poll parameters must not be negative: maxNs=" + maxNs + ", grow=" + grow
                        + ", shrink=" + shrink + ", weight=" + weight);
    }

    @Test
    void aWeightThatWouldLearnNothingIsRefused() {
        assertThat(new PollParams(1, 0, 0, PollParams.MAX_WEIGHT).weight()).isEqualTo(1_000);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PollParams(1, 0, 0, PollParams.MAX_WEIGHT + 1))
                .withMessage("the weight of a busy-poll interval is at most 1000: 1001");
    }

    @Test
    void theCustomaryOnes() {
        assertThat(PollParams.OFF).isEqualTo(new PollParams(0, 0, 0));
        assertThat(PollParams.IO_THREAD.maxNs()).isEqualTo(32_768);
    }
}

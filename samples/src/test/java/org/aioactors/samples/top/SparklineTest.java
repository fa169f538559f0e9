// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.top;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SparklineTest {
    @Test
    void theLargestIsTheHighestBarAndNothingTheLowest() {
        assertThat(Sparkline.of(List.of(0L, 10L, 35L, 70L), 4, false)).isEqualTo("▁▂▅█");
        assertThat(Sparkline.of(List.of(0L, 10L, 35L, 70L), 4, true)).isEqualTo("_.=#");
    }

    @Test
    void whatIsMoreThanNothingIsSeen() {
        assertThat(Sparkline.of(List.of(0L, 1L, 1_000_000L), 3, false)).isEqualTo("▁▂█");
    }

    @Test
    void theNewestIsLast() {
        assertThat(Sparkline.of(List.of(9L, 0L, 1L), 2, false)).isEqualTo("▁█");
        assertThat(Sparkline.of(List.of(0L), 4, false)).isEqualTo("   ▁");
        assertThat(Sparkline.of(List.of(), 2, false)).isEqualTo("  ");
    }
}

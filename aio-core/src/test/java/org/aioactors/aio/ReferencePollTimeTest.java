// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Products that do not fit into 64 bits: those that fit are {@link ControllerTraceTest}'s. */
class ReferencePollTimeTest {
    @ParameterizedTest(name = "max {0}, grow {1}: {2} after a block of {3} becomes {4}")
    @CsvSource({
        "32768, 4611686018427387904, 4, 5, 0", // 2^64
        "32768, 4611686018427387904, 2, 5, -9223372036854775808", // 2^63
        "32768, 9223372036854775807, 2, 5, -2", // 2^64 - 2
        "32768, 9223372036854775807, 3, 5, 32768", // 3 * 2^63 - 3
        "32768, 9223372036854775807, 0, 5, 4000",
        "32768, 2, -2, 5, -4",
    })
    void wrapsAround(long maxNs, long grow, long pollNs, long blockNs, long expectedNs) {
        assertThat(ReferencePollTime.next(new PollParams(maxNs, grow, 0), pollNs, blockNs))
                .isEqualTo(expectedNs);
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/** The controller of busy polling decides as the reference's did in the recorded runs (S48). */
class ControllerTraceTest {
    @ParameterizedTest(name = "max {0}, grow {1}, shrink {2}: {3} ns, blocked {4} ns, then {5} ns")
    @CsvFileSource(resources = "/traces/controller.csv", numLinesToSkip = 1)
    void decidesAsRecorded(long maxNs, long grow, long shrink, long pollNs, long blockNs, long expectedPollNs) {
        PollParams params = new PollParams(maxNs, grow, shrink);

        assertThat(AdaptivePollTime.next(params, pollNs, blockNs)).isEqualTo(expectedPollNs);
        assertThat(ReferencePollTime.next(params, pollNs, blockNs)).isEqualTo(expectedPollNs);
    }
}

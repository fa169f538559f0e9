// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.linux;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class ForbidListenerTest {
    @Test
    void whatItDoesNotKnowFailsTheRun() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ForbidListener.forbid("iouring"))
                .withMessage("-Daio.test.forbid=iouring: it must be io_uring");
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Where failures of callbacks go if nobody asked for them. */
class ErrorHandlerTest extends LoopTest {
    @Test
    void byDefaultTheyAreLogged() {
        try (LogCapture logged = new LogCapture(AioContext.class.getName());
                AioContext context = AioContext.builder().name("mine").build()) {
            context.scheduleOneshot("work", () -> {
                throw new IllegalArgumentException("on purpose");
            });
            assertThat(context.poll(true)).isTrue();
            assertThat(logged.lines()).containsExactly("ERROR mine: bottom half 'work' threw");
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What only the home thread may do (S2, S4), and what it is called. */
class HomeThreadTest extends LoopTest {
    private AioContext context;

    @BeforeEach
    void open() {
        context = closing(builder().name("io").build());
    }

    private void assertRefusedOnOtherThread(String operation, Runnable action) {
        String home = Thread.currentThread().getName();
        onOtherThread(() -> assertThatIllegalStateException()
                .isThrownBy(action::run)
                .withMessage(operation + ": context 'io' belongs to thread '" + home
                        + "', but was called on 'other'; hand work over with scheduleOneshot"));
    }

    @Test
    void pollIsForTheHomeThread() {
        context.scheduleOneshot("work", logging("ran"));
        assertRefusedOnOtherThread("poll", () -> context.poll(false));
        assertThat(turn(context)).containsExactly("ran");
    }

    @Test
    void closeIsForTheHomeThread() {
        assertRefusedOnOtherThread("close", context::close);
        assertThat(context.poll(false)).isFalse();
    }

    @Test
    void itKnowsItsHomeThread() {
        assertThat(context.inHomeThread()).isTrue();
        onOtherThread(() -> assertThat(context.inHomeThread()).isFalse());
    }

    @Test
    void itHasAName() {
        assertThat(context.name()).isEqualTo("io");
        assertThat(context).hasToString("AioContext(io)");
    }

    @Test
    void withoutANameItGetsOneOfItsOwn() {
        try (AioContext first = AioContext.builder().build();
                AioContext second = AioContext.builder().build()) {
            assertThat(first.name()).startsWith("aio-").isNotEqualTo(second.name());
        }
    }
}

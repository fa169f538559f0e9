// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.linux.uring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class IoUringOptionsTest {
    @Test
    void refusesSizesOutOfRange() {
        assertThatIllegalArgumentException().isThrownBy(() -> IoUringOptions.of(0));
        assertThatIllegalArgumentException().isThrownBy(() -> IoUringOptions.of(32769));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> IoUringOptions.of(8).withCompletionEntries(7))
                .withMessageContaining("completionEntries");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> IoUringOptions.of(8).withCompletionEntries(65537));
        assertThat(IoUringOptions.of(8).withCompletionEntries(8).completionEntries())
                .isEqualTo(8);
    }

    @Test
    void refusesWishesThatCannotBe() {
        assertThatIllegalArgumentException()
                .as("SQPOLL")
                .isThrownBy(() -> IoUringOptions.of(8).withWishes(1 << 1))
                .withMessageContaining("0x2");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> IoUringOptions.of(8).withWishes(IoUringOptions.IORING_SETUP_DEFER_TASKRUN))
                .withMessageContaining("SINGLE_ISSUER");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> IoUringOptions.of(8).withWishes(IoUringOptions.IORING_SETUP_TASKRUN_FLAG));
    }

    @Test
    void wishesAreGivenUpNewestFirst() {
        IoUringOptions options = IoUringOptions.of(8).withCompletionEntries(64);
        int steps = 0;
        while (options.wishes() != 0) {
            int before = options.wishes();
            options = options.withoutNewestWish();
            assertThat(options.wishes() & ~before).as("nothing new").isZero();
            assertThat(options.wishes()).isNotEqualTo(before);
            steps++;
        }
        assertThat(steps).isEqualTo(4);
        assertThat(options.withoutNewestWish()).isEqualTo(options);
        assertThat(options.completionEntries()).isEqualTo(64);
        assertThat(options.setupFlags())
                .isEqualTo(IoUringOptions.IORING_SETUP_CLAMP | IoUringOptions.IORING_SETUP_CQSIZE);
    }
}

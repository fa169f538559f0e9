// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.linux.uring;

import static org.assertj.core.api.Assertions.assertThat;

import org.aioactors.aio.linux.Errno;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** More completions than the queue holds: the kernel keeps them, and none is lost. */
@WithEveryKindOfRing
class CompletionOverflowTest {
    private final TestRing test;

    CompletionOverflowTest(RingKind kind) {
        test = kind.open(kind.options(4).withCompletionEntries(8));
    }

    @AfterEach
    void close() {
        test.close();
    }

    @Test
    void completionsThatDoNotFitComeLater() {
        assertThat(test.ring.completions().capacity()).isEqualTo(8);
        int prepared = 0;
        while (prepared < 20) {
            while (test.ring.submissions().next(prepared) != null) {
                prepared++;
            }
            assertThat(test.submit()).isIn(4, -Errno.EBUSY);
            if (test.ring.submissions().size() != 0) {
                break;
            }
        }
        assertThat(prepared).isGreaterThan(8);
        assertThat(test.ring.completions().size()).isEqualTo(8);
        assertThat(test.ring.completions().hasOverflowed()).isTrue();
        assertThat(test.ring.completions().needsEnter()).isTrue();
        for (int completed = 0; completed < prepared; completed++) {
            assertThat(test.awaitResult(completed)).isZero();
        }
        assertThat(test.ring.completions().hasOverflowed()).isFalse();
        assertThat(test.ring.completions().needsEnter()).isFalse();
        assertThat(test.ring.completions().lost()).isZero();
        assertThat(test.ring.inFlight()).isZero();
    }

    @Test
    void submittingAloneLeavesThemInTheKernel() {
        for (int userData = 0; userData < 12; userData++) {
            test.sqe(userData).nop();
            assertThat(test.ring.submit()).isEqualTo(1);
        }
        test.submit();
        assertThat(test.ring.completions().size()).isEqualTo(8);
        for (int completed = 0; completed < 8; completed++) {
            assertThat(test.take().userData()).isEqualTo(completed);
        }
        test.sqe(12).nop();
        assertThat(test.ring.submit()).isEqualTo(1);
        assertThat(test.ring.completions().isEmpty()).isTrue();
        assertThat(test.ring.completions().hasOverflowed()).isTrue();
        for (int completed = 8; completed <= 12; completed++) {
            assertThat(test.awaitResult(completed)).isZero();
        }
    }
}

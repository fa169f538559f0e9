// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.fdmon;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class CompletionFifoTest {
    private final CompletionFifo fifo = new CompletionFifo();
    private long next;
    private long expected;

    private void add() {
        fifo.add(next, (int) -next, (int) next * 3);
        next++;
    }

    private void take() {
        assertThat(fifo.userData()).isEqualTo(expected);
        assertThat(fifo.result()).isEqualTo((int) -expected);
        assertThat(fifo.flags()).isEqualTo((int) expected * 3);
        fifo.advance();
        expected++;
    }

    @Test
    void isEmptyAtFirst() {
        assertThat(fifo.isEmpty()).isTrue();
        add();
        assertThat(fifo.isEmpty()).isFalse();
        take();
        assertThat(fifo.isEmpty()).isTrue();
    }

    @Test
    void keepsOrderHoweverItGrowsAndWraps() {
        Random random = new Random(7);
        for (int round = 0; round < 200; round++) {
            for (int adds = random.nextInt(40); adds > 0; adds--) {
                add();
            }
            for (int takes = random.nextInt(40); takes > 0 && !fifo.isEmpty(); takes--) {
                take();
            }
            assertThat(fifo.added() - fifo.taken()).isEqualTo(next - expected);
        }
        while (!fifo.isEmpty()) {
            take();
        }
        assertThat(expected).isEqualTo(next);
    }
}

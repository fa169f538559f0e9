// SPDX-License-Identifier: Apache-2.0
package org.aioactors.dispatcher.queue;

import static org.assertj.core.api.Assertions.assertThat;

import org.aioactors.aio.LoopCounter;
import org.junit.jupiter.api.Test;

class SuccessionTest {
    private LoopCounter messages = new LoopCounter();
    private long nowNs = Long.MAX_VALUE - 5; // nanoTime may wrap around

    private Succession of(int throughput, long deadlineNs) {
        Succession succession = new Succession(throughput, deadlineNs, () -> nowNs);
        messages = succession.messages();
        succession.begin();
        return succession;
    }

    private void handle(int count) {
        for (int i = 0; i < count; i++) {
            messages.increment();
        }
    }

    @Test
    void ofOneMessageThereIsNone() {
        Succession succession = of(1, 0);
        handle(1);
        assertThat(succession.goesOn()).isFalse();
    }

    @Test
    void itGoesOnUntilTheMessagesAreUsedUp() {
        Succession succession = of(5, 0);
        handle(2);
        assertThat(succession.goesOn()).isTrue();
        handle(2);
        assertThat(succession.goesOn()).isTrue();
        handle(1);
        assertThat(succession.goesOn()).isFalse();
        succession.begin();
        handle(4);
        assertThat(succession.goesOn()).isTrue();
    }

    @Test
    void runsWithoutMessagesCountAsWell() {
        Succession succession = of(3, 0);
        for (int i = 0; i < 3; i++) {
            assertThat(succession.goesOn()).isTrue();
            succession.next();
        }
        assertThat(succession.goesOn()).isFalse();
    }

    @Test
    void itEndsAtTheDeadline() {
        Succession succession = of(100, 20);
        nowNs += 19;
        assertThat(succession.goesOn()).isTrue();
        nowNs += 1;
        assertThat(succession.goesOn()).isFalse();
    }
}

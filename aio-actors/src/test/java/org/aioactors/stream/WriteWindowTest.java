// SPDX-License-Identifier: Apache-2.0
package org.aioactors.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WriteWindowTest {
    private static final int SIZE = 100_000;

    private final WriteWindow window = new WriteWindow(SIZE);

    @Test
    void aQuarterOfItAsksForAnAck() {
        assertThat(window.tell(10_000)).isFalse();
        assertThat(window.tell(10_000)).isFalse();
        assertThat(window.tell(10_000)).isTrue();
        assertThat(window.mark()).isEqualTo(3 * (10_000 + WriteWindow.WRITE_BYTES));
        assertThat(window.tell(10_000)).isFalse();
    }

    @Test
    void itIsShutWhenItIsFull() {
        assertThat(window.isOpen()).isTrue();
        window.tell(SIZE);
        assertThat(window.isOpen()).isFalse();
        assertThat(window.piece(1)).isZero();
        window.acked(window.mark());
        assertThat(window.isOpen()).isTrue();
        assertThat(window.isAllAcked()).isTrue();
    }

    @Test
    void aLargeElementIsCutButNotIntoCrumbs() {
        assertThat(window.piece(1_000_000)).isEqualTo(SIZE - WriteWindow.WRITE_BYTES);
        window.tell(80_000);
        assertThat(window.piece(1_000_000)).isZero();
        assertThat(window.piece(10_000)).isEqualTo(10_000);
    }

    @Test
    void theLastAckIsAskedForOnce() {
        assertThat(window.askForAll()).isFalse();
        window.tell(1);
        assertThat(window.askForAll()).isTrue();
        assertThat(window.askForAll()).isFalse();
    }

    /** Whatever the sizes, an ack is on its way whenever the stage waits for one, and the window is never exceeded. */
    @ParameterizedTest
    @ValueSource(longs = {1, 100, 129, 300, 600, 10_000, 131_072})
    void nobodyWaitsForAnAckThatDoesNotCome(long size) {
        Random random = new Random(size);
        for (int run = 0; run < 100; run++) {
            WriteWindow tried = new WriteWindow(size);
            Queue<Long> acks = new ArrayDeque<>();
            long acked = 0;
            int left = random.nextInt(300_000);
            while (left > 0) {
                int element = Math.min(left, 1 + random.nextInt(random.nextBoolean() ? 50 : 50_000));
                int piece = tried.piece(element);
                if (piece == 0) {
                    assertThat(acks).isNotEmpty();
                    acked = acks.remove();
                    tried.acked(acked);
                } else {
                    if (tried.tell(piece)) {
                        acks.add(tried.mark());
                    }
                    assertThat(tried.mark() - acked).isLessThanOrEqualTo(Math.max(size, 1 + WriteWindow.WRITE_BYTES));
                    left -= piece;
                }
            }
        }
    }

    @Test
    void isOpenMeansThatAnElementMayCome() {
        while (window.isOpen()) {
            window.tell(1);
        }
        assertThat(window.mark()).isBetween((long) SIZE, SIZE + 1L + WriteWindow.WRITE_BYTES);
    }
}

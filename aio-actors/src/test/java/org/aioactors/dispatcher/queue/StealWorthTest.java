// SPDX-License-Identifier: Apache-2.0
package org.aioactors.dispatcher.queue;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StealWorthTest {
    private static final int FEW_RUNS = StealWorth.WORTH_RUNS - 1;
    private static final int SHORT_NS = 49_999;

    private final StealWorth worth = new StealWorth();
    private long nowNs = Long.MAX_VALUE - 5; // nanoTime may wrap around

    private void fail(int times) {
        for (int i = 0; i < times; i++) {
            worth.judge(FEW_RUNS, SHORT_NS, nowNs);
        }
    }

    /** That a pause which has just begun lasts so long; it is over then. */
    private void expectPause(long forNs) {
        worth.look(0, nowNs + forNs - 1);
        assertThat(worth.isPaused()).as("before " + forNs).isTrue();
        nowNs += forNs;
        worth.look(0, nowNs);
        assertThat(worth.isPaused()).as("after " + forNs).isFalse();
    }

    @Test
    void aFewFailuresAreNoHabit() {
        fail(4);
        assertThat(worth.isPaused()).isFalse();
        worth.succeeded();
        fail(4);
        assertThat(worth.isPaused()).isFalse();
        fail(1);
        expectPause(20_000);
    }

    @Test
    void fewLongRunsAreWorthIt() {
        fail(4);
        worth.judge(1, 50_000, nowNs);
        fail(4);
        assertThat(worth.isPaused()).isFalse();
    }

    @Test
    void manyShortRunsAreWorthIt() {
        fail(4);
        worth.judge(StealWorth.WORTH_RUNS, 1, nowNs);
        fail(4);
        assertThat(worth.isPaused()).isFalse();
    }

    @Test
    void eachFurtherFailureDoublesThePauseUpToALimit() {
        fail(5);
        expectPause(20_000);
        for (long pauseNs : new long[] {40_000, 80_000, 160_000, 320_000, 640_000, 1_000_000, 1_000_000}) {
            fail(1);
            expectPause(pauseNs);
        }
    }

    @Test
    void whatIsWorthItMakesTheNextPauseShorter() {
        fail(10); // 640 us
        nowNs += 1_000_000;
        worth.look(0, nowNs);
        worth.succeeded();
        assertThat(worth.isPaused()).isFalse();
        fail(1);
        expectPause(320_000);
        worth.succeeded();
        worth.succeeded(); // 20 us
        worth.succeeded(); // none
        fail(4);
        assertThat(worth.isPaused()).isFalse();
    }

    @Test
    void aThiefThatFindsNothingHasFailed() {
        for (int i = 0; i < 5; i++) {
            worth.failed(nowNs);
        }
        expectPause(20_000);
    }

    @Test
    void manyThatWaitEndAPause() {
        fail(5);
        worth.look(4 * StealWorth.WORTH_RUNS - 1, nowNs);
        assertThat(worth.isPaused()).isTrue();
        worth.look(4 * StealWorth.WORTH_RUNS, nowNs);
        assertThat(worth.isPaused()).isFalse();
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How long the default mode busy-polls (B3, B4). All times in microseconds. */
class PollWindowTest {
    private static final int MAX = 32;
    private static final int WAKE_UP = 40;
    private static final long US = 1_000;

    private final PollWindow window = new PollWindow(WAKE_UP * US);
    private final AioHandler notifier = handler(1, true);
    private PollParams params = new PollParams(MAX * US, 0, 0);

    private static AioHandler handler(int fd, boolean notifier) {
        return new AioHandler(fd, FdHandler.builder().isReady(() -> false).build(), notifier);
    }

    /** A turn that found its events, this long after its start, while it spun. */
    private long spun(int us, AioHandler... found) {
        return turn(us, 0, found);
    }

    /** A turn that slept from its start until a thread was awake for events that had come this long after its start. */
    private long slept(int us, AioHandler... found) {
        return turn(us + WAKE_UP, us + WAKE_UP, found);
    }

    private long turn(int blockUs, int sleptUs, AioHandler... found) {
        window.waited(params, blockUs * US, sleptUs * US);
        for (AioHandler handler : found) {
            window.event(params, handler);
        }
        return window.settle(params) / US;
    }

    @Test
    void itGrowsUntilItCatchesTheEvents() {
        AioHandler fd = handler(5, false);
        assertThat(slept(20, fd)).isEqualTo(4);
        assertThat(slept(20, fd)).isEqualTo(8);
        assertThat(slept(20, fd)).isEqualTo(16);
        assertThat(slept(20, fd)).isEqualTo(32);
        assertThat(spun(20, fd)).isEqualTo(32);
    }

    @Test
    void theCostOfWakingUpIsNotTheEvents() {
        AioHandler fd = handler(5, false);
        for (int i = 0; i < 10; i++) {
            slept(MAX - 1, fd); // awake after more than the maximum, each time
        }
        assertThat(slept(MAX - 1, fd)).isEqualTo(MAX);
    }

    @Test
    void aMeasuredWakeUpMovesTheEstimateSlowly() {
        window.wokeUp(0);
        assertThat(window.wakeUpNs()).isEqualTo(WAKE_UP * US * 7 / 8);
        for (int i = 0; i < 100; i++) {
            window.wokeUp(8_000);
        }
        assertThat(window.wakeUpNs()).isBetween(8_000L, 8_100L);
    }

    @Test
    void oneThatIsSeldomDoesNotSwitchItOffForOneThatIsFrequent() {
        AioHandler fast = handler(5, false);
        AioHandler slow = handler(6, false);
        for (int i = 0; i < 5; i++) {
            slept(10, fast);
        }
        for (int i = 0; i < 1_000; i++) {
            slept(5_000, slow); // nothing to do for the fast one before the slow one has come
            assertThat(spun(10, fast)).isEqualTo(16);
        }
    }

    @Test
    void oneThatFallsSilentIsNotPolledForForLong() {
        AioHandler fast = handler(5, false);
        AioHandler slow = handler(6, false);
        for (int i = 0; i < 5; i++) {
            slept(10, fast);
        }
        for (int i = 0; i < 3; i++) {
            assertThat(slept(5_000, slow)).isEqualTo(16);
        }
        assertThat(slept(5_000, slow)).isZero();
    }

    @Test
    void nothingAtAllIsNotPolledForForLongEither() {
        AioHandler fast = handler(5, false);
        for (int i = 0; i < 5; i++) {
            slept(10, fast);
        }
        for (int i = 0; i < 4; i++) {
            slept(5_000); // timers
        }
        assertThat(slept(5_000)).isZero();
    }

    @Test
    void aTurnThatAnExpiredTimerHasEndedSoonTeachesNothing() {
        for (int i = 0; i < 10; i++) {
            assertThat(slept(10)).isZero();
        }
    }

    @Test
    void manyThatAreSeldomAndFrequentTogetherArePolledFor() {
        AioHandler[] connections = new AioHandler[1_000];
        for (int i = 0; i < connections.length; i++) {
            connections[i] = handler(i + 2, false);
        }
        long windowUs = 0;
        for (int i = 0; i < 5; i++) {
            windowUs = slept(10, connections[i]);
        }
        assertThat(windowUs).isEqualTo(16);
        for (AioHandler connection : connections) {
            assertThat(spun(10, connection)).isEqualTo(16);
        }
    }

    @Test
    void notificationsCountLikeEvents() {
        long windowUs = 0;
        for (int i = 0; i < 4; i++) {
            windowUs = slept(20, notifier);
        }
        assertThat(windowUs).isEqualTo(MAX);
        for (int i = 0; i < 100; i++) {
            slept(5_000, handler(6, false));
            windowUs = spun(20, notifier);
        }
        assertThat(windowUs).isEqualTo(MAX);
    }

    @Test
    void aRemovedOneDoesNotCountAnyMore() {
        AioHandler a = handler(5, false);
        AioHandler b = handler(6, false);
        AioHandler c = handler(7, false);
        for (int i = 0; i < 5; i++) {
            slept(10, a, b, c);
        }
        window.forget(a);
        window.forget(c);
        window.forget(c);
        assertThat(slept(5_000)).isEqualTo(16);
        window.forget(b);
        assertThat(slept(5_000)).isZero();
    }

    @Test
    void startedOverItKnowsNothing() {
        AioHandler fd = handler(5, false);
        for (int i = 0; i < 5; i++) {
            slept(10, fd);
        }
        window.reset();
        assertThat(slept(20)).isZero();
        assertThat(slept(20, fd)).isEqualTo(4);
    }

    @Test
    void withAWeightOneLateEventDoesNotEndIt() {
        params = new PollParams(MAX * US, 0, 0, 3);
        AioHandler fd = handler(5, false);
        for (int i = 0; i < 20; i++) {
            slept(10, fd);
        }
        assertThat(slept(MAX + 20, fd)).isPositive();
        assertThat(spun(10, fd)).isPositive();
    }

    @ParameterizedTest(name = "weight {0}, {1} us late")
    @CsvSource({
        "0, 1000, 4",
        "0, 60000000, 4",
        "1, 100, 4",
        "1, 1000, 4",
        "1, 1000000, 4",
        "1, 60000000, 4",
        "3, 1000, 0",
        "3, 60000000, 0",
        "7, 1000, 0",
        "7, 1000000, 0",
        "7, 60000000, 0",
        "1000, 1000000, 0",
        "1000, 2000000000, 0",
    })
    void aSingleLateEventIsMadeUpForByTheNextFew(int weight, int lateUs, int expectedEvents) {
        params = new PollParams(MAX * US, 0, 0, weight);
        AioHandler fd = handler(5, false);
        for (int i = 0; i < 20; i++) {
            slept(20, fd);
        }
        assertThat(spun(20, fd)).isEqualTo(MAX);
        long windowUs = slept(lateUs, fd);
        int events = 0;
        while (windowUs < 20) {
            windowUs = slept(20, fd);
            events++;
        }
        assertThat(events).isEqualTo(expectedEvents);
    }

    @Test
    void theLongestMaximumOverflowsNothing() {
        params = new PollParams(Long.MAX_VALUE, 0, 0, PollParams.MAX_WEIGHT);
        AioHandler fd = handler(5, false);
        for (int i = 0; i < 100; i++) {
            assertThat(slept(2_000_000_000, fd)).isPositive();
        }
    }
}

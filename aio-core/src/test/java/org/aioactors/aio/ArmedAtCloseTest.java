// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of timers that are armed when their context is closed, or after that. */
class ArmedAtCloseTest extends LoopTest {
    private AioContext context;

    @BeforeEach
    void openContext() {
        context = closing(builder().build());
    }

    private AioTimer timer(String name, ClockType clock, Runnable onClosed) {
        return context.newTimer(clock, new TimerCallback() {
            @Override
            public void run() {
                log.add(name + " ran");
            }

            @Override
            public void contextClosed() {
                log.add(name);
                onClosed.run();
            }
        });
    }

    private AioTimer timer(String name) {
        return timer(name, ClockType.REALTIME, () -> {});
    }

    @Test
    void theirCallbacksHearOfItInTheOrderOfTheirTimes() {
        long farNs = Long.MAX_VALUE / 2;
        AioTimer[] timers = new AioTimer[40];
        for (int i = 0; i < timers.length; i++) {
            int rank = i * 7 % timers.length;
            timers[i] = timer("rank " + rank);
            timers[i].modify(farNs + rank);
        }
        timers[3].cancel();
        context.newTimer(ClockType.REALTIME, logging("a plain one")).modify(farNs);
        timer("of another clock", ClockType.HOST, () -> {}).modify(farNs);
        timer("not armed");
        context.close();
        assertThat(log).hasSize(40).doesNotContain("rank 21", "not armed", "a plain one");
        assertThat(log.subList(0, 3)).containsExactly("rank 0", "rank 1", "rank 2");
        assertThat(log.get(39)).isEqualTo("of another clock");
        assertThat(timers).noneMatch(AioTimer::isPending);
    }

    @Test
    void armingIsRefusedFromThenOn() {
        AioTimer timer = timer("timer");
        AioTimer armedInside = timer("other");
        assertThat(timer("first", ClockType.REALTIME, () -> {
                            log.add("armed: " + armedInside.modify(0));
                        })
                        .modify(Long.MAX_VALUE / 2))
                .isTrue();
        context.close();
        assertThat(timer.modify(0)).isFalse();
        assertThat(timer.anticipate(0)).isFalse();
        assertThat(timer.isPending()).isFalse();
        timer.cancel();
        context.close();
        assertThat(takeLog()).containsExactly("first", "armed: false");
    }

    @Test
    void aCallbackThatThrowsKeepsNoOtherFromHearing() {
        timer("bad", ClockType.REALTIME, () -> {
                    throw new UnsupportedOperationException("on purpose");
                })
                .modify(Long.MAX_VALUE / 2);
        timer("good").modify(Long.MAX_VALUE / 2);
        context.close();
        assertThat(takeLog()).containsExactly("bad", "good");
        assertThat(takeErrors())
                .containsExactly("closing of timer 'REALTIME': java.lang.UnsupportedOperationException: on purpose");
    }
}

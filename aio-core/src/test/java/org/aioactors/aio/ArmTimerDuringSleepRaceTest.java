// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A timer armed just when the loop goes to sleep shortens the sleep. */
class ArmTimerDuringSleepRaceTest extends RaceTest {
    private static final int HANDOFFS = 20_000;

    @ParameterizedTest
    @EnumSource
    void twoLoopsArmEachOthersTimers(Loop loop) {
        CountDownLatch done = new CountDownLatch(1);
        AioContext first = start(loop).context();
        AioContext second = start(loop).context();
        List<AioTimer> timers = new ArrayList<>();
        int[] left = {HANDOFFS};
        timers.add(first.newTimer(ClockType.REALTIME, () -> armOther(timers.get(1), left, done)));
        timers.add(second.newTimer(ClockType.REALTIME, () -> armOther(timers.get(0), left, done)));
        timers.get(0).modify(0);
        await(done);
    }

    private static void armOther(AioTimer other, int[] left, CountDownLatch done) {
        if (--left[0] > 0) {
            other.modify(left[0] % 2 == 0 ? 0 : System.nanoTime());
        } else {
            done.countDown();
        }
    }

    @ParameterizedTest
    @EnumSource
    void severalThreadsArmAndCancel(Loop loop) {
        AioContext context = start(loop).context();
        inParallel(3, number -> {
            for (int i = 0; i < 2_000; i++) {
                CountDownLatch fired = new CountDownLatch(1);
                AioTimer decoy = context.newTimer(ClockType.REALTIME, () -> {});
                AioTimer timer = context.newTimer(ClockType.REALTIME, fired::countDown);
                decoy.modify(System.nanoTime() + number * 1_000L);
                timer.modify(System.nanoTime() + DEADLINE.toNanos());
                decoy.cancel();
                timer.anticipate(System.nanoTime() + i % 50_000);
                await(fired);
            }
        });
    }
}

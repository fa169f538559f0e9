// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Work that a loop looks for itself, and that appears just when it goes to sleep, wakes it. */
class PolledWorkDuringSleepRaceTest extends RaceTest {
    private static final int HANDOFFS = 60_000;

    /** A loop that throws each ball it finds to the next one. */
    private static final class Player {
        private final AtomicInteger balls = new AtomicInteger();
        private final AioContext context;
        private final CountDownLatch catches;
        private Player next;

        Player(AioContext context, CountDownLatch catches) {
            this.context = context;
            this.catches = catches;
            this.next = this;
        }

        void play(Player receiver) {
            next = receiver;
            CountDownLatch ready = new CountDownLatch(1);
            context.scheduleOneshot("begin", () -> {
                context.setPolledWork("balls", () -> balls.get() > 0, this::throwAll);
                ready.countDown();
            });
            await(ready);
        }

        private void throwAll() {
            for (int caught = balls.getAndSet(0); caught > 0; caught--) {
                catches.countDown();
                next.throwBall();
            }
        }

        void throwBall() {
            balls.getAndIncrement();
            context.notifyPolledWork();
        }
    }

    @ParameterizedTest
    @EnumSource
    void oneBallBetweenTwoLoops(Loop loop) {
        throwBalls(loop, 1);
    }

    @ParameterizedTest
    @EnumSource
    void severalBallsBetweenTwoLoops(Loop loop) {
        throwBalls(loop, 3);
    }

    private void throwBalls(Loop loop, int count) {
        CountDownLatch catches = new CountDownLatch(HANDOFFS);
        Player first = new Player(start(loop).context(), catches);
        Player second = new Player(start(loop).context(), catches);
        first.play(second);
        second.play(first);
        for (int i = 0; i < count; i++) {
            first.throwBall();
        }
        await(catches);
    }
}

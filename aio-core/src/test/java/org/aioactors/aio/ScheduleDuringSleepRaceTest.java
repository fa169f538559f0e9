// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Work scheduled just when the loop goes to sleep wakes it: a lost wake-up would stop the ball. */
class ScheduleDuringSleepRaceTest extends RaceTest {
    private static final int HANDOFFS = 100_000;

    /** A ball that two loops throw to each other. */
    private static final class Ball {
        final CountDownLatch done = new CountDownLatch(1);
        int throwsLeft;

        Ball(int throwsLeft) {
            this.throwsLeft = throwsLeft;
        }

        void throwTo(AioContext receiver, AioContext sender) {
            receiver.scheduleOneshot("ball", () -> {
                if (--throwsLeft > 0) {
                    throwTo(sender, receiver);
                } else {
                    done.countDown();
                }
            });
        }
    }

    @ParameterizedTest
    @EnumSource
    void twoLoopsPlayBall(Loop loop) {
        AioContext first = start(loop).context();
        AioContext second = start(loop).context();
        Ball ball = new Ball(HANDOFFS);
        ball.throwTo(first, second);
        await(ball.done);
    }

    @ParameterizedTest
    @EnumSource
    void severalBallsAtOnce(Loop loop) {
        AioContext first = start(loop).context();
        AioContext second = start(loop).context();
        Ball[] balls = new Ball[3];
        for (int i = 0; i < balls.length; i++) {
            balls[i] = new Ball(HANDOFFS / 10);
            balls[i].throwTo(first, second);
        }
        for (Ball ball : balls) {
            await(ball.done);
        }
    }
}

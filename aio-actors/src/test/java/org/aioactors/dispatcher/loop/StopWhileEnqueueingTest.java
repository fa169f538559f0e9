// SPDX-License-Identifier: Apache-2.0
package org.aioactors.dispatcher.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.aioactors.dispatcher.Eventually;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A loop that stops whenever it is idle for a moment, while other threads give it work. */
class StopWhileEnqueueingTest {
    private static final int PRODUCERS = 2;
    private static final int TASKS_EACH = 1_000;
    private static final int MAX_SPINS = 2_000;

    private final AtomicBoolean running = new AtomicBoolean();
    private final CountDownLatch left = new CountDownLatch(PRODUCERS * TASKS_EACH);

    @ParameterizedTest
    @ValueSource(ints = {0, 32_000})
    void everyTaskRunsOnceInOrderAndNeverTwoAtATime(int pollNs) throws Exception {
        long fdsBefore = Eventually.loopFdsOfOthers();
        TestOwner owner = new TestOwner("stop-race", 8, pollNs);
        owner.deserted = true;
        List<List<Integer>> seen = IntStream.range(0, PRODUCERS)
                .<List<Integer>>mapToObj(i -> new ArrayList<>())
                .toList();
        List<Thread> producers = IntStream.range(0, PRODUCERS)
                .mapToObj(producer -> new Thread(() -> produce(owner.loop, seen.get(producer))))
                .toList();
        Thread stopper = new Thread(() -> {
            while (left.getCount() > 0) {
                owner.loop.life().requestStop();
                Thread.onSpinWait();
            }
        });
        producers.forEach(Thread::start);
        stopper.start();
        assertThat(left.await(50, TimeUnit.SECONDS))
                .as("all ran; left %s, errors %s", left.getCount(), owner.errors)
                .isTrue();
        stopper.join();
        List<Integer> expected = IntStream.range(0, TASKS_EACH).boxed().toList();
        assertThat(seen).allSatisfy(numbers -> assertThat(numbers).isEqualTo(expected));
        assertThat(owner.errors).isEmpty();
        assertThat(owner.threadsAsked).hasValueGreaterThan(10); // or it was no test
        owner.stop();
        Eventually.equal("fds", Eventually::loopFds, fdsBefore);
    }

    /** Has one task under way, and waits a little before the next, so that the loop runs out of work again and again. */
    private void produce(EventLoop loop, List<Integer> seen) {
        Semaphore underWay = new Semaphore(1);
        for (int i = 0; i < TASKS_EACH; i++) {
            int number = i;
            underWay.acquireUninterruptibly();
            for (int spins = ThreadLocalRandom.current().nextInt(MAX_SPINS); spins > 0; spins--) {
                Thread.onSpinWait();
            }
            loop.execute(() -> {
                assertThat(running.compareAndSet(false, true)).as("alone").isTrue();
                assertThat(loop.inLoopThread()).isTrue();
                seen.add(number);
                running.set(false);
                loop.life().requestStop(); // so it stops as soon as it has run its queue empty
                underWay.release();
                left.countDown();
            });
        }
    }
}

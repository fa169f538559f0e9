// SPDX-License-Identifier: Apache-2.0
package org.aioactors.dispatcher.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StealableQueueTest {
    private static final int ALL = Integer.MAX_VALUE;

    private final StealableQueue queue = new StealableQueue();
    private final StealableQueue thief = new StealableQueue();

    static List<LoopTask> tasks(int count) {
        return IntStream.range(0, count).<LoopTask>mapToObj(Numbered::new).toList();
    }

    private static List<LoopTask> pollAll(StealableQueue queue) {
        List<LoopTask> polled = new ArrayList<>();
        for (LoopTask task = queue.poll(); task != null; task = queue.poll()) {
            polled.add(task);
        }
        return polled;
    }

    @Test
    void anEmptyQueueHasNothing() {
        assertThat(queue.isEmpty()).isTrue();
        assertThat(queue.poll()).isNull();
        assertThat(queue.moveHalfTo(thief, ALL)).isZero();
        assertThat(thief.isEmpty()).isTrue();
    }

    @Test
    void tasksComeOutInOrderHoweverMany() {
        for (int count : new int[] {1, 63, 64, 65, 200, 1_000, 3, 129}) {
            List<LoopTask> tasks = tasks(count);
            tasks.forEach(queue::add);
            assertThat(queue.size()).isEqualTo(count);
            assertThat(pollAll(queue)).isEqualTo(tasks);
            assertThat(queue.isEmpty()).isTrue();
            queue.trim();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, Integer.MAX_VALUE - 100L, (1L << 32) - 100, Long.MAX_VALUE - 100})
    void theRingGoesRoundAndItsNumbersToo(long start) {
        StealableQueue late = new StealableQueue(start);
        List<LoopTask> tasks = tasks(1_000);
        List<LoopTask> polled = new ArrayList<>();
        for (int i = 0; i < tasks.size(); i++) {
            late.add(tasks.get(i));
            if (i >= 50) {
                polled.add(late.poll());
            }
        }
        polled.addAll(pollAll(late));
        assertThat(polled).isEqualTo(tasks);
    }

    @Test
    void aThiefTakesTheOlderHalf() {
        List<LoopTask> tasks = tasks(301);
        tasks.forEach(queue::add);
        assertThat(queue.moveHalfTo(thief, ALL)).isEqualTo(151);
        assertThat(pollAll(thief)).isEqualTo(tasks.subList(0, 151));
        assertThat(pollAll(queue)).isEqualTo(tasks.subList(151, 301));
    }

    @Test
    void aThiefTakesTheOnlyOneAndNoMoreThanItMay() {
        List<LoopTask> tasks = tasks(10);
        queue.add(tasks.get(0));
        assertThat(queue.moveHalfTo(thief, ALL)).isOne();
        tasks.subList(1, 10).forEach(queue::add);
        assertThat(queue.moveHalfTo(thief, 2)).isEqualTo(2);
        assertThat(pollAll(thief)).isEqualTo(tasks.subList(0, 3));
    }

    @Test
    void whatIsStolenGoesBehindWhatTheThiefHas() {
        List<LoopTask> tasks = tasks(100);
        tasks.subList(0, 60).forEach(thief::add);
        tasks.subList(60, 100).forEach(queue::add);
        queue.moveHalfTo(thief, ALL);
        assertThat(pollAll(thief)).isEqualTo(tasks.subList(0, 80));
    }

    @Test
    void anEmptyQueueKeepsNothingAlive() throws Exception {
        tasks(20).forEach(queue::add);
        queue.moveHalfTo(thief, ALL);
        pollAll(queue);
        queue.trim();
        var slots = StealableQueue.class.getDeclaredField("slots");
        slots.setAccessible(true);
        assertThat((Object[]) slots.get(queue)).containsOnlyNulls();
    }

    /** The owner adds, polls and trims, three thieves steal: each task is run by one of them, and a thief's in order. */
    @Test
    void ownerAgainstThieves_everyTaskComesOutOnce() throws Exception {
        int count = 1_000_000;
        AtomicIntegerArray taken = new AtomicIntegerArray(count);
        AtomicBoolean done = new AtomicBoolean();
        AtomicBoolean inOrder = new AtomicBoolean(true);
        List<Thread> thieves = IntStream.range(0, 3)
                .mapToObj(i -> new Thread(() -> {
                    StealableQueue own = new StealableQueue();
                    int last = -1;
                    while (!done.get() || !queue.isEmpty()) {
                        if (queue.moveHalfTo(own, 1 + i * 50) == 0) {
                            Thread.onSpinWait();
                        }
                        for (LoopTask task = own.poll(); task != null; task = own.poll()) {
                            int number = ((Numbered) task).number;
                            taken.incrementAndGet(number);
                            if (number <= last) {
                                inOrder.set(false);
                            }
                            last = number;
                        }
                    }
                }))
                .toList();
        thieves.forEach(Thread::start);
        int added = 0;
        while (added < count) {
            for (int burst = ThreadLocalRandom.current().nextInt(200); burst > 0 && added < count; burst--) {
                queue.add(new Numbered(added++));
            }
            for (int polls = ThreadLocalRandom.current().nextInt(100); polls > 0; polls--) {
                LoopTask task = queue.poll();
                if (task == null) {
                    queue.trim();
                    break;
                }
                taken.incrementAndGet(((Numbered) task).number);
            }
        }
        done.set(true);
        for (Thread thread : thieves) {
            thread.join();
        }
        assertThat(IntStream.range(0, count).filter(i -> taken.get(i) != 1)).isEmpty();
        assertThat(inOrder).isTrue();
    }

    private static final class Numbered extends LoopTask {
        private final int number;

        Numbered(int number) {
            this.number = number;
        }

        @Override
        public void run() {}
    }
}

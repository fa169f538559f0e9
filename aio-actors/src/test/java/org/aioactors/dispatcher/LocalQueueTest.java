// SPDX-License-Identifier: Apache-2.0
package org.aioactors.dispatcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LocalQueueTest {
    private final LocalQueue queue = new LocalQueue();

    private static List<LoopTask> tasks(int count) {
        return IntStream.range(0, count)
                .<LoopTask>mapToObj(i -> RunnableTask.anywhere(() -> {}))
                .toList();
    }

    private List<LoopTask> pollAll() {
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
    }

    @Test
    void tasksComeOutInOrderHoweverMany() {
        for (int count : new int[] {1, 63, 64, 65, 200, 1_000, 3, 129}) {
            List<LoopTask> tasks = tasks(count);
            tasks.forEach(queue::add);
            assertThat(queue.isEmpty()).isFalse();
            assertThat(pollAll()).isEqualTo(tasks);
            assertThat(queue.isEmpty()).isTrue();
        }
    }

    @Test
    void theRingGoesRound() {
        List<LoopTask> tasks = tasks(1_000);
        List<LoopTask> polled = new ArrayList<>();
        for (int i = 0; i < tasks.size(); i++) {
            queue.add(tasks.get(i));
            if (i >= 50) {
                polled.add(queue.poll());
            }
        }
        polled.addAll(pollAll());
        assertThat(polled).isEqualTo(tasks);
    }

    @Test
    void itsSizeIsWhatWasAddedAndNotTaken() {
        List<LoopTask> tasks = tasks(1_000);
        for (int i = 0; i < tasks.size(); i++) {
            assertThat(queue.size()).isEqualTo(i);
            queue.add(tasks.get(i));
        }
        for (int i = tasks.size(); i > 0; i--) {
            assertThat(queue.size()).isEqualTo(i);
            assertThat(queue.poll()).isNotNull();
        }
        assertThat(queue.poll()).isNull();
        assertThat(queue.size()).isZero();
    }

    @Test
    void thereIsOneNextTaskAtATime() {
        List<LoopTask> tasks = tasks(3);
        assertThat(queue.pollNext()).isNull();
        tasks.forEach(queue::addNext);
        assertThat(queue.size()).isEqualTo(3);
        assertThat(queue.pollNext()).isSameAs(tasks.get(0));
        assertThat(queue.pollNext()).isNull();
        assertThat(pollAll()).isEqualTo(tasks.subList(1, 3));
        assertThat(queue.isEmpty()).isTrue();
    }

    @Test
    void oneThreadAddsNextTasksWhileAnotherTakes() throws Exception {
        List<LoopTask> tasks = tasks(200_000);
        Thread adding = new Thread(() -> tasks.forEach(queue::addNext));
        adding.start();
        Set<LoopTask> taken = Collections.newSetFromMap(new IdentityHashMap<>());
        int count = 0;
        while (count < tasks.size()) {
            LoopTask next = queue.pollNext();
            LoopTask task = next != null ? next : queue.poll();
            if (task == null) {
                Thread.onSpinWait();
            } else {
                count++;
                assertThat(taken.add(task)).isTrue();
            }
        }
        adding.join();
        assertThat(queue.isEmpty()).isTrue();
        assertThat(queue.size()).isZero();
    }

    @Test
    void oneThreadAddsWhileAnotherTakes() throws Exception {
        List<LoopTask> tasks = tasks(200_000);
        Thread adding = new Thread(() -> tasks.forEach(queue::add));
        adding.start();
        List<LoopTask> polled = new ArrayList<>();
        while (polled.size() < tasks.size()) {
            LoopTask task = queue.poll();
            if (task == null) {
                Thread.onSpinWait();
            } else {
                polled.add(task);
            }
        }
        adding.join();
        assertThat(polled).isEqualTo(tasks);
        assertThat(queue.isEmpty()).isTrue();
    }
}

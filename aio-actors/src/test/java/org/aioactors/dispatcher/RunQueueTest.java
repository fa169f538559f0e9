// SPDX-License-Identifier: Apache-2.0
package org.aioactors.dispatcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.aioactors.aio.LoopCounter;
import org.junit.jupiter.api.Test;

class RunQueueTest {
    private static final int THROUGHPUT = 3;

    private final LoopCounter messages = new LoopCounter();
    private final RunQueue queue = new RunQueue(new Succession(THROUGHPUT, 0, messages, System::nanoTime));
    private final List<String> ran = new ArrayList<>();

    private LoopTask task(String name) {
        return RunnableTask.anywhere(() -> ran.add(name));
    }

    private void runAll() {
        for (LoopTask task = queue.poll(); task != null; task = queue.poll()) {
            assertThat(task.nextTask()).isNull();
            task.run();
        }
    }

    @Test
    void anEmptyQueueHasNothing() {
        assertThat(queue.isEmpty()).isTrue();
        assertThat(queue.takeRemote()).isFalse();
        assertThat(queue.poll()).isNull();
    }

    @Test
    void localTasksComeOutInOrder() {
        queue.addLocal(task("1"));
        queue.addLocal(task("2"));
        queue.addLocal(task("3"));
        assertThat(queue.isEmpty()).isFalse();
        runAll();
        assertThat(ran).containsExactly("1", "2", "3");
        assertThat(queue.isEmpty()).isTrue();
    }

    @Test
    void remoteTasksComeOutInOrder() {
        queue.addRemote(task("1"));
        queue.addRemote(task("2"));
        queue.addRemote(task("3"));
        assertThat(queue.isEmpty()).isFalse();
        runAll();
        assertThat(ran).containsExactly("1", "2", "3");
        assertThat(queue.isEmpty()).isTrue();
    }

    @Test
    void remoteTasksGoBehindTheLocalOnesOfTheMomentWhenTheyAreTaken() {
        queue.addRemote(task("remote 1"));
        queue.addLocal(task("local 1"));
        queue.addRemote(task("remote 2"));
        assertThat(queue.takeRemote()).isTrue();
        queue.addLocal(task("local 2"));
        queue.addRemote(task("remote 3"));
        runAll();
        assertThat(ran).containsExactly("local 1", "remote 1", "remote 2", "local 2", "remote 3");
    }

    @Test
    void theNextTaskComesBeforeTheOthers() {
        queue.addLocal(task("0, whose turn it is"));
        queue.poll().run();
        queue.addLocal(task("1"));
        queue.addLocal(task("2"));
        queue.addNext(task("next"));
        queue.addNext(task("3, since there is a next one"));
        assertThat(queue.size()).isEqualTo(4);
        runAll();
        assertThat(ran).containsExactly("0, whose turn it is", "next", "1", "2", "3, since there is a next one");
        assertThat(queue.size()).isZero();
    }

    @Test
    void theNextTaskAloneIsSomething() {
        queue.addLocal(task("0, whose turn it is"));
        queue.poll();
        queue.addNext(task("next"));
        assertThat(queue.isEmpty()).isFalse();
        assertThat(queue.isEmptyRelieved()).isFalse();
        runAll();
        assertThat(ran).containsExactly("next");
        assertThat(queue.isEmpty()).isTrue();
        assertThat(queue.isEmptyRelieved()).isTrue();
    }

    @Test
    void tasksThatWakeEachOtherShareOneTurn() {
        LoopTask[] wakes = new LoopTask[1];
        wakes[0] = RunnableTask.anywhere(() -> {
            messages.increment();
            ran.add("chain");
            if (ran.size() < 10) {
                queue.addNext(wakes[0]);
            }
        });
        queue.addLocal(wakes[0]);
        queue.addLocal(task("1"));
        queue.addLocal(task("2"));
        runAll();
        assertThat(ran.subList(0, 7)).containsExactly("chain", "chain", "chain", "1", "2", "chain", "chain");
        assertThat(queue.isEmpty()).isTrue();
    }

    @Test
    void theNextTaskKeepsItsPlaceIfTheShareIsUsedUpMeanwhile() {
        queue.addLocal(task("0, whose turn it is"));
        queue.poll();
        queue.addNext(task("woken first"));
        for (int i = 0; i < THROUGHPUT; i++) {
            messages.increment();
        }
        queue.addNext(task("woken second"));
        runAll();
        assertThat(ran).containsExactly("woken first", "woken second");
    }

    @Test
    void aReliefTakesTheNextTaskAsWell() {
        queue.addLocal(task("0, whose turn it is"));
        queue.poll();
        queue.addLocal(task("1"));
        queue.addNext(task("next"));
        queue.addRemote(task("remote"));
        for (LoopTask task = queue.pollRelieved(); task != null; task = queue.pollRelieved()) {
            task.run();
        }
        assertThat(ran).containsExactlyInAnyOrder("next", "1", "remote").containsSubsequence("next", "1");
        assertThat(queue.isEmptyRelieved()).isTrue();
    }

    @Test
    void whatARelievedThreadQueuesDoesNotOvertakeWhatWasKeptForIt() {
        LoopTask culprit = task("culprit");
        queue.addLocal(RunnableTask.atHome(() -> ran.add("at home 1")));
        queue.addRemote(RunnableTask.atHome(() -> ran.add("at home 2")));
        for (int stall = 0; stall < 3; stall++) {
            assertThat(queue.pollRelieved()).isNull();
            assertThat(queue.isEmptyRelieved()).isTrue();
        }
        queue.addLocal(culprit); // its run is over, and it has messages left
        queue.comeBack();
        assertThat(queue.isEmpty()).isFalse();
        assertThat(queue.size()).isEqualTo(3);
        runAll();
        assertThat(ran.subList(0, 2)).containsExactlyInAnyOrder("at home 1", "at home 2");
        assertThat(ran).hasSize(3).endsWith("culprit");
        assertThat(queue.isEmpty()).isTrue();
        assertThat(queue.size()).isZero();
    }

    @Test
    void aTaskMayBeQueuedAgainWhileItRuns() {
        LoopTask[] again = new LoopTask[1];
        again[0] = RunnableTask.anywhere(() -> {
            ran.add("again");
            if (ran.size() < 3) {
                queue.addLocal(again[0]);
            }
        });
        queue.addLocal(again[0]);
        runAll();
        assertThat(ran).containsExactly("again", "again", "again");
    }

    @Test
    void producersRacing_nothingIsLostOrDoubledAndEachKeepsItsOrder() throws Exception {
        int producers = 4;
        int each = 20_000;
        List<List<Integer>> seen = IntStream.range(0, producers)
                .<List<Integer>>mapToObj(i -> new ArrayList<>())
                .toList();
        CountDownLatch start = new CountDownLatch(1);
        List<Thread> threads = IntStream.range(0, producers)
                .mapToObj(producer -> new Thread(() -> {
                    awaitStart(start);
                    for (int i = 0; i < each; i++) {
                        int number = i;
                        queue.addRemote(
                                RunnableTask.anywhere(() -> seen.get(producer).add(number)));
                    }
                }))
                .toList();
        threads.forEach(Thread::start);
        start.countDown();
        int ranCount = 0;
        while (ranCount < producers * each) {
            LoopTask task = queue.poll();
            if (task == null) {
                Thread.onSpinWait();
            } else {
                task.run();
                ranCount++;
            }
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(queue.isEmpty()).isTrue();
        List<Integer> expected = IntStream.range(0, each).boxed().toList();
        assertThat(seen).allSatisfy(numbers -> assertThat(numbers).isEqualTo(expected));
    }

    private static void awaitStart(CountDownLatch start) {
        try {
            start.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.aioactors.dispatcher.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.aioactors.dispatcher.Eventually;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A loop whose tasks block at random, announced or not, and queue others, while other threads queue as well; so it is
 * relieved and comes back all the time.
 */
class ReliefRaceTest {
    private static final int PRODUCERS = 2;
    private static final int TASKS_EACH = 2_000;
    private static final long LONGEST_PAUSE_NS = TimeUnit.MICROSECONDS.toNanos(100);
    private static final long LONGEST_STALL_NS = TimeUnit.MILLISECONDS.toNanos(8);
    private static final int CHILDREN = 2;

    /** As an actor's mailbox: in the queue once, whoever queues it; counts who is in it at a time. */
    private static final class Cell extends PlacedTask {
        private final AtomicInteger pending = new AtomicInteger();
        private final AtomicInteger inside = new AtomicInteger();
        private final AtomicInteger mostInside = new AtomicInteger();

        /** Guarded by the order of the runs. */
        private int runs;

        Cell(EventLoop loop, boolean settled) {
            super(loop, settled);
        }

        void tell() {
            if (pending.getAndIncrement() == 0) {
                loop().group().enqueue(this);
            }
        }

        @Override
        public void run() {
            mostInside.accumulateAndGet(inside.incrementAndGet(), Math::max);
            if (isSettled()) {
                assertThat(loop().inLoopThread()).isTrue();
            }
            runs++;
            inside.decrementAndGet();
            if (pending.decrementAndGet() > 0) {
                loop().group().enqueue(this);
            }
        }

        @Override
        void moves(EventLoop from, EventLoop to) {
            assertThat(isSettled()).isFalse();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "1, true, 0, 256, 0",
        "1, true, 1, 256, 0",
        "1, true, 1, 2, 0",
        "1, true, 1, 256, 32000",
        "2, true, 0, 256, 0",
        "2, true, 1, 256, 32000",
        "2, false, 1, 256, 0",
        "8, true, 0, 4, 0",
        "8, true, 1, 2, 32000",
        "8, false, 0, 256, 0"
    })
    void everythingRunsOnceAndNoCellTwiceAtATime(
            int loops, boolean stealing, int stallReliefMs, int reliefThreads, int pollNs) throws Exception {
        long fdsBefore = Eventually.loopFdsOfOthers();
        long stallReliefNs = TimeUnit.MILLISECONDS.toNanos(stallReliefMs);
        TestOwner owner = new TestOwner("relief-race", loops, stealing, 8, pollNs, stallReliefNs, reliefThreads);
        List<Cell> cells = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            cells.add(new Cell(owner.group.loops().get(i % loops), i % 4 == 3));
        }
        int total = PRODUCERS * TASKS_EACH;
        AtomicInteger doubled = new AtomicInteger();
        CountDownLatch left = new CountDownLatch(total * (1 + CHILDREN));
        List<Thread> producers = IntStream.range(0, PRODUCERS)
                .mapToObj(producer -> new Thread(() -> produce(owner, cells, doubled, left)))
                .toList();
        producers.forEach(Thread::start);
        assertThat(left.await(50, TimeUnit.SECONDS))
                .as("all ran; left %s, errors %s", left.getCount(), owner.errors)
                .isTrue();
        for (Thread producer : producers) {
            producer.join();
        }
        Eventually.equal(
                "cells left",
                () -> cells.stream().mapToInt(cell -> cell.pending.get()).sum(),
                0);
        assertThat(owner.errors).isEmpty();
        assertThat(doubled).hasValue(0);
        owner.stop();
        assertThat(cells).allSatisfy(cell -> assertThat(cell.mostInside.get()).isOne());
        assertThat(cells.stream().mapToInt(cell -> cell.runs).sum()).isEqualTo(2 * total);
        assertThat(owner.announcedBlocks).hasPositiveValue(); // or it was no test
        if (stallReliefMs > 0) {
            assertThat(owner.stalls).isNotEmpty();
        }
        assertThat(owner.group.loops().stream()
                        .mapToLong(loop -> loop.counts().tasks())
                        .sum())
                .isEqualTo((1L + 2 * CHILDREN) * total);
        Eventually.equal("threads", () -> Eventually.threads("relief-race"), Set.of());
        Eventually.equal("fds", Eventually::loopFds, fdsBefore);
    }

    private static void produce(TestOwner owner, List<Cell> cells, AtomicInteger doubled, CountDownLatch left) {
        for (int i = 0; i < TASKS_EACH; i++) {
            AtomicInteger ran = new AtomicInteger();
            owner.execute(() -> {
                if (ran.incrementAndGet() > 1) {
                    doubled.incrementAndGet();
                }
                block();
                for (int child = 0; child < CHILDREN; child++) {
                    owner.execute(left::countDown);
                    any(cells).tell();
                }
                left.countDown();
            });
            if (ThreadLocalRandom.current().nextInt(8) == 0) {
                LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(LONGEST_PAUSE_NS));
            }
        }
    }

    private static Cell any(List<Cell> cells) {
        return cells.get(ThreadLocalRandom.current().nextInt(cells.size()));
    }

    /** Announces that it blocks, or blocks, or both, or neither. */
    private static void block() {
        ServingThread thread = (ServingThread) Thread.currentThread();
        switch (ThreadLocalRandom.current().nextInt(100)) {
            case 0, 1, 2, 3, 4 -> thread.announceBlocking();
            case 5, 6 -> {
                thread.announceBlocking();
                LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(LONGEST_PAUSE_NS));
            }
            case 7, 8 -> LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(LONGEST_STALL_NS));
            default -> {}
        }
    }
}

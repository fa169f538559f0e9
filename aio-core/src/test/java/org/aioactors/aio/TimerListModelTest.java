// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.aioactors.aio.linux.EventNotifier;
import org.aioactors.aio.linux.FdLeakExtension;
import org.aioactors.aio.linux.Syscalls;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The timers' heap against a sorted set, over many random operations. */
@ExtendWith(FdLeakExtension.class)
class TimerListModelTest {
    private static final int TIMERS = 300;
    private static final int OPERATIONS = 100_000;
    private static final int CHECK_HEAP_EVERY = 500;

    /** What the model knows of a timer. */
    private static final class Entry {
        final int number;
        AioTimer timer;
        long expireNs;
        long armedAs;

        Entry(int number) {
            this.number = number;
        }
    }

    private final EventNotifier notifier = EventNotifier.create(Syscalls.linux());
    private final FakeClock clock = new FakeClock(0);
    private final List<Integer> fired = new ArrayList<>();
    private final TimerList list = new TimerList(
            ClockType.REALTIME,
            clock,
            new NotifyGate("test", notifier),
            new CallbackRunner("test", (where, failure) -> {
                throw new AssertionError(where, failure);
            }));
    private final List<Entry> entries = new ArrayList<>();

    /** The armed ones, in the order in which they are to run. */
    private final TreeSet<Entry> armed = new TreeSet<>(
            Comparator.<Entry>comparingLong(entry -> entry.expireNs).thenComparing(entry -> entry.armedAs));

    private long armings;

    @AfterEach
    void close() {
        notifier.close();
    }

    private void modify(Entry entry, long expireNs) {
        entry.timer.modify(expireNs);
        modelArm(entry, expireNs);
    }

    private void modelArm(Entry entry, long expireNs) {
        armed.remove(entry);
        entry.expireNs = expireNs;
        entry.armedAs = ++armings;
        armed.add(entry);
    }

    private void anticipate(Entry entry, long expireNs) {
        entry.timer.anticipate(expireNs);
        if (!armed.contains(entry) || expireNs < entry.expireNs) {
            modelArm(entry, expireNs);
        }
    }

    private void cancel(Entry entry) {
        entry.timer.cancel();
        armed.remove(entry);
    }

    private void advanceAndRun(long deltaNs) {
        clock.advance(deltaNs);
        long nowNs = clock.timeNs();
        List<Integer> expected = new ArrayList<>();
        while (!armed.isEmpty() && armed.first().expireNs <= nowNs) {
            expected.add(armed.pollFirst().number);
        }
        assertThat(list.run()).isEqualTo(!expected.isEmpty());
        assertThat(fired).isEqualTo(expected);
        fired.clear();
    }

    private void checkTimeout() {
        long expected = armed.isEmpty() ? -1 : Math.max(0, armed.first().expireNs - clock.timeNs());
        assertThat(list.timeoutNs()).isEqualTo(expected);
    }

    /** Each timer knows its place, and none stands before its parent. */
    private void checkHeap() {
        AioTimer[] heap = new AioTimer[armed.size()];
        int placed = 0;
        for (Entry entry : entries) {
            if (entry.timer.index >= 0) {
                heap[entry.timer.index] = entry.timer;
                placed++;
            }
        }
        assertThat(placed).isEqualTo(armed.size());
        assertThat(heap).doesNotContainNull();
        for (int i = 1; i < heap.length; i++) {
            if (heap[i].isBefore(heap[(i - 1) / 2])) {
                throw new AssertionError("place " + i + " is before its parent");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void theHeapAgreesWithASortedSet(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < TIMERS; i++) {
            Entry entry = new Entry(i);
            entry.timer = new AioTimer(list, () -> fired.add(entry.number));
            entries.add(entry);
        }
        for (int i = 0; i < OPERATIONS; i++) {
            Entry entry = entries.get(random.nextInt(TIMERS));
            // Times are few, so that many are equal; some are past.
            long expireNs = clock.timeNs() + random.nextInt(200) - 10;
            switch (random.nextInt(8)) {
                case 0, 1, 2, 3 -> modify(entry, Math.max(0, expireNs));
                case 4 -> anticipate(entry, Math.max(0, expireNs));
                case 5 -> cancel(entry);
                case 6 -> checkTimeout();
                default -> advanceAndRun(random.nextInt(10));
            }
            if (i % CHECK_HEAP_EVERY == 0) {
                checkHeap();
            }
        }
        advanceAndRun(1_000);
        assertThat(armed).isEmpty();
        checkTimeout();
    }

    @Test
    void aHundredThousandTimersFireInOrder() {
        Random random = new Random(4);
        for (int i = 0; i < OPERATIONS; i++) {
            Entry entry = new Entry(i);
            entry.timer = new AioTimer(list, () -> fired.add(entry.number));
            entries.add(entry);
            modify(entry, random.nextInt(1_000));
        }
        checkHeap();
        for (int i = 0; i < OPERATIONS; i += 3) {
            cancel(entries.get(i));
        }
        checkHeap();
        advanceAndRun(1_000);
    }

    @Test
    void aHeapThatHasShrunkGrowsAgain() {
        for (int round = 0; round < 3; round++) {
            for (int i = 0; i < 5_000; i++) {
                Entry entry = new Entry(entries.size());
                entry.timer = new AioTimer(list, () -> fired.add(entry.number));
                entries.add(entry);
                modify(entry, 1_000 - i % 1_000 + clock.timeNs());
            }
            List<Entry> crowd = List.copyOf(armed);
            for (int i = 0; i < crowd.size() - 3; i++) {
                cancel(crowd.get(i * 7_919 % (crowd.size() - 3)));
            }
            checkHeap();
            advanceAndRun(2_000);
        }
    }

    @Test
    void callbacksChangeTimersWhileTheyRun() {
        Random random = new Random(5);
        for (int i = 0; i < TIMERS; i++) {
            Entry entry = new Entry(i);
            entries.add(entry);
            entry.timer = new AioTimer(list, () -> {
                fired.add(entry.number);
                Entry other = entries.get(random.nextInt(TIMERS));
                switch (random.nextInt(3)) {
                    case 0 -> other.timer.modify(clock.timeNs() + 1 + random.nextInt(50));
                    case 1 -> other.timer.anticipate(clock.timeNs() + 1 + random.nextInt(50));
                    default -> other.timer.cancel();
                }
            });
            entry.timer.modify(random.nextInt(50));
        }
        for (int i = 0; i < 1_000; i++) {
            clock.advance(1);
            List<Integer> due = dueNow();
            list.run();
            // None is run that was not due when the pass began, for callbacks arm later times only; and none twice.
            assertThat(fired).doesNotHaveDuplicates().isSubsetOf(due);
            fired.clear();
            assertThat(dueNow()).isEmpty();
            entries.get(i % TIMERS).timer.anticipate(clock.timeNs() + 5);
        }
    }

    private List<Integer> dueNow() {
        long nowNs = clock.timeNs();
        return entries.stream()
                .filter(entry -> entry.timer.isPending() && entry.timer.expireNs() <= nowNs)
                .map(entry -> entry.number)
                .toList();
    }
}

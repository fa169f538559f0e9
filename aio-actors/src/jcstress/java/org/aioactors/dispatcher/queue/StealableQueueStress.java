// SPDX-License-Identifier: Apache-2.0
package org.aioactors.dispatcher.queue;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.I_Result;

/** {@link StealableQueue}: each task comes out once, whoever takes it. */
public class StealableQueueStress {
    private StealableQueueStress() {}

    /** Takes all, and notes each task as a digit of its own: 1 if it came out once. */
    private static int drain(StealableQueue queue, int digits) {
        int sum = digits;
        for (LoopTask task = queue.poll(); task != null; task = queue.poll()) {
            sum += digit(task);
        }
        return sum;
    }

    private static int digit(LoopTask task) {
        return (int) Math.pow(10, TestTask.of(task) - 1);
    }

    /** The last task: the owner and a thief want it. */
    @JCStressTest
    @Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "The owner takes it.")
    @Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "The thief takes it.")
    @Outcome(expect = FORBIDDEN, desc = "FORBIDDEN, lost or doubled.")
    @State
    public static class TheLastOne {
        private final StealableQueue queue = new StealableQueue();
        private final StealableQueue thief = new StealableQueue();

        {
            queue.add(new TestTask(1));
        }

        @Actor
        public void owner(II_Result taken) {
            taken.r1 = TestTask.of(queue.poll());
        }

        @Actor
        public void thief(II_Result taken) {
            queue.moveHalfTo(thief, 8);
            taken.r2 = TestTask.of(thief.poll());
        }
    }

    /** Two thieves take batches. */
    @JCStressTest
    @Outcome(id = "111", expect = ACCEPTABLE, desc = "Each task comes out once.")
    @Outcome(expect = FORBIDDEN, desc = "FORBIDDEN, a task is lost or doubled.")
    @State
    public static class TwoThieves {
        private final StealableQueue queue = new StealableQueue();
        private final StealableQueue first = new StealableQueue();
        private final StealableQueue second = new StealableQueue();

        {
            queue.add(new TestTask(1));
            queue.add(new TestTask(2));
            queue.add(new TestTask(3));
        }

        @Actor
        public void firstThief() {
            queue.moveHalfTo(first, 8);
        }

        @Actor
        public void secondThief() {
            queue.moveHalfTo(second, 8);
        }

        @Arbiter
        public void all(I_Result digits) {
            digits.r1 = drain(queue, drain(first, drain(second, 0)));
        }
    }

    /** The owner adds and takes, a thief takes batches. */
    @JCStressTest
    @Outcome(id = "11111", expect = ACCEPTABLE, desc = "Each task comes out once.")
    @Outcome(expect = FORBIDDEN, desc = "FORBIDDEN, a task is lost or doubled.")
    @State
    public static class OwnerAgainstThief {
        private final StealableQueue queue = new StealableQueue();
        private final StealableQueue thief = new StealableQueue();
        private int polled;

        {
            queue.add(new TestTask(1));
            queue.add(new TestTask(2));
            queue.add(new TestTask(3));
        }

        @Actor
        public void owner() {
            queue.add(new TestTask(4));
            LoopTask task = queue.poll();
            queue.add(new TestTask(5));
            polled = task == null ? 0 : digit(task);
        }

        @Actor
        public void thief() {
            queue.moveHalfTo(thief, 8);
            queue.moveHalfTo(thief, 8);
        }

        @Arbiter
        public void all(I_Result digits) {
            digits.r1 = drain(queue, drain(thief, polled));
        }
    }

    /** The owner fills the array, and has a larger one, while a thief reads the old one; the numbers wrap around the array. */
    @JCStressTest
    @Outcome(id = "11111111", expect = ACCEPTABLE, desc = "Each task comes out once.")
    @Outcome(expect = FORBIDDEN, desc = "FORBIDDEN, a task is lost or doubled.")
    @State
    public static class GrowthAgainstThief {
        private final StealableQueue queue = new StealableQueue(2);
        private final StealableQueue thief = new StealableQueue(1);

        {
            for (int number = 1; number <= 4; number++) {
                queue.add(new TestTask(number));
            }
            queue.shrinkForTest(4);
        }

        @Actor
        public void owner() {
            for (int number = 5; number <= 8; number++) {
                queue.add(new TestTask(number));
            }
        }

        @Actor
        public void thief() {
            queue.moveHalfTo(thief, 8);
            queue.moveHalfTo(thief, 8);
        }

        @Arbiter
        public void all(I_Result digits) {
            digits.r1 = drain(queue, drain(thief, 0));
        }
    }

    /** The owner lets go of a large array when it has taken the last task, and adds to the new one, while a thief reads. */
    @JCStressTest
    @Outcome(id = "11", expect = ACCEPTABLE, desc = "Each task comes out once.")
    @Outcome(expect = FORBIDDEN, desc = "FORBIDDEN, a task is lost or doubled.")
    @State
    public static class TrimAgainstThief {
        private final StealableQueue queue = new StealableQueue(63);
        private final StealableQueue thief = new StealableQueue();
        private int polled;

        {
            queue.add(new TestTask(1));
            queue.shrinkForTest(256);
        }

        @Actor
        public void owner() {
            LoopTask task = queue.poll();
            polled = task == null ? 0 : digit(task);
            queue.trim();
            queue.add(new TestTask(2));
        }

        @Actor
        public void thief() {
            queue.moveHalfTo(thief, 8);
        }

        @Arbiter
        public void all(I_Result digits) {
            digits.r1 = drain(queue, drain(thief, polled));
        }
    }
}

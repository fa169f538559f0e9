// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.IZ_Result;
import org.openjdk.jcstress.infra.results.ZZZ_Result;

/** Bottom halves scheduled, cancelled and closed while the loop runs them (S22 to S27). */
public class BottomHalfStress {
    private BottomHalfStress() {}

    /** A queue with a gate, and a bottom half that counts its runs and notes what it sees. */
    static class Queued {
        final NotifyGate gate = InMemoryEventfd.newGate();
        final BottomHalfQueue queue =
                new BottomHalfQueue(Thread.currentThread(), gate, new CallbackRunner("test", (where, failure) -> {
                    throw new AssertionError(where, failure);
                }));
        final BottomHalf bottomHalf = new BottomHalf("counted", this::count, queue);

        /** What schedulers write before they schedule: plain, so that only the queue orders it. */
        int first;

        int second;
        int runs;

        /** What the last run saw of {@link #first} and {@link #second}. */
        int seen;

        private void count() {
            runs++;
            seen = first + second;
        }

        /** Schedules and runs it once more: how many runs that is. */
        int scheduleAndRun() {
            int before = runs;
            bottomHalf.schedule();
            queue.run();
            return runs - before;
        }
    }

    /** A loop with an empty queue goes to sleep while another thread schedules. */
    @JCStressTest
    @Outcome(id = "true, true, true", expect = ACCEPTABLE, desc = "The loop sleeps and is woken.")
    @Outcome(
            id = "true, false, .*",
            expect = FORBIDDEN,
            desc = "FORBIDDEN, a wake-up is lost: asleep on a bottom half.")
    @Outcome(id = "false, .*, true", expect = ACCEPTABLE, desc = "The loop stays awake and runs it.")
    @Outcome(expect = FORBIDDEN, desc = "FORBIDDEN, a run is lost or sees too little.")
    @State
    public static class SleepAgainstSchedule extends Queued {
        private boolean entered;

        @Actor
        public void scheduler(ZZZ_Result asleepWrittenRun) {
            first = 1;
            asleepWrittenRun.r2 = InMemoryEventfd.writtenBy(bottomHalf::schedule);
        }

        @Actor
        public void loop(ZZZ_Result asleepWrittenRun) {
            if (queue.timeoutNs() != 0) {
                entered = true;
                asleepWrittenRun.r1 = !gate.enterWait();
            }
            if (!asleepWrittenRun.r1) {
                asleepWrittenRun.r3 = wakeUp();
            }
        }

        @Arbiter
        public void eventfd(ZZZ_Result asleepWrittenRun) {
            if (asleepWrittenRun.r1 && asleepWrittenRun.r2) {
                asleepWrittenRun.r3 = wakeUp();
            }
        }

        private boolean wakeUp() {
            if (entered) {
                gate.leaveWait();
            }
            gate.accept();
            queue.run();
            return runs == 1 && seen == 1;
        }
    }

    /** Two threads schedule the same one. */
    @JCStressTest
    @Outcome(id = "1, true", expect = ACCEPTABLE, desc = "One run for both.")
    @Outcome(
            id = ".*, false",
            expect = FORBIDDEN,
            desc = "FORBIDDEN, the run does not see all that was written before.")
    @Outcome(expect = FORBIDDEN, desc = "FORBIDDEN, it ran never, or more than once.")
    @State
    public static class TwoSchedules extends Queued {
        @Actor
        public void first() {
            first = 1;
            bottomHalf.schedule();
        }

        @Actor
        public void second() {
            second = 1;
            bottomHalf.schedule();
        }

        @Arbiter
        public void nextTurn(IZ_Result runsSeen) {
            queue.run();
            runsSeen.r1 = runs;
            runsSeen.r2 = seen == 2;
        }
    }

    /** One that is queued already is scheduled again while the loop runs it. */
    @JCStressTest
    @Outcome(id = "1, true", expect = ACCEPTABLE, desc = "Scheduled again before it ran: one run.")
    @Outcome(id = "2, true", expect = ACCEPTABLE, desc = "Scheduled again when it had run: another run.")
    @Outcome(id = ".*, false", expect = FORBIDDEN, desc = "FORBIDDEN, no run sees what was written before scheduling.")
    @Outcome(expect = FORBIDDEN, desc = "FORBIDDEN, it ran never, or more often than it was scheduled.")
    @State
    public static class ScheduleAgainAgainstRun extends Queued {
        public ScheduleAgainAgainstRun() {
            bottomHalf.schedule();
        }

        @Actor
        public void scheduler() {
            first = 1;
            bottomHalf.schedule();
        }

        @Actor
        public void loop() {
            queue.run();
        }

        @Arbiter
        public void nextTurn(IZ_Result runsSeen) {
            queue.run();
            runsSeen.r1 = runs;
            runsSeen.r2 = seen == 1;
        }
    }

    /** One thread pushes a bottom half while the loop takes another off. */
    @JCStressTest
    @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "Each runs once.")
    @Outcome(expect = FORBIDDEN, desc = "FORBIDDEN, a bottom half is lost or runs twice.")
    @State
    public static class PushAgainstRun extends Queued {
        private int otherRuns;
        private final BottomHalf other = new BottomHalf("other", () -> otherRuns++, queue);

        public PushAgainstRun() {
            other.schedule();
        }

        @Actor
        public void scheduler() {
            bottomHalf.schedule();
        }

        @Actor
        public void loop() {
            queue.run();
        }

        @Arbiter
        public void nextTurn(II_Result ran) {
            queue.run();
            ran.r1 = runs;
            ran.r2 = otherRuns;
        }
    }

    /** Two threads push a bottom half each. */
    @JCStressTest
    @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "Each runs once.")
    @Outcome(expect = FORBIDDEN, desc = "FORBIDDEN, a bottom half is lost or runs twice.")
    @State
    public static class TwoPushes extends Queued {
        private int otherRuns;
        private final BottomHalf other = new BottomHalf("other", () -> otherRuns++, queue);

        @Actor
        public void first() {
            bottomHalf.schedule();
        }

        @Actor
        public void second() {
            other.schedule();
        }

        @Arbiter
        public void nextTurn(II_Result ran) {
            queue.run();
            ran.r1 = runs;
            ran.r2 = otherRuns;
        }
    }

    /** One thread schedules while the loop cancels and runs. */
    @JCStressTest
    @Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "Cancelled; it can be scheduled again.")
    @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "Scheduled after it was cancelled; it can be scheduled again.")
    @Outcome(id = ".*, 0", expect = FORBIDDEN, desc = "FORBIDDEN, it is stuck: marked as queued, but in no queue.")
    @Outcome(expect = FORBIDDEN, desc = "FORBIDDEN, it ran more often than it was scheduled.")
    @State
    public static class ScheduleAgainstCancelAndRun extends Queued {
        @Actor
        public void scheduler() {
            bottomHalf.schedule();
        }

        @Actor
        public void loop() {
            bottomHalf.cancel();
            queue.run();
        }

        @Arbiter
        public void nextTurn(II_Result runsMore) {
            queue.run();
            runsMore.r1 = runs;
            runsMore.r2 = scheduleAndRun();
        }
    }

    /** One that is queued is cancelled while the loop runs it, and then scheduled again. */
    @JCStressTest
    @Outcome(
            id = "1, 1",
            expect = ACCEPTABLE,
            desc = "One run: the cancelled one did not begin, or was cancelled too late.")
    @Outcome(id = "2, 1", expect = ACCEPTABLE, desc = "The run began before it was cancelled, and another followed.")
    @Outcome(id = "0, .*", expect = FORBIDDEN, desc = "FORBIDDEN, what was scheduled after cancelling did not run.")
    @Outcome(id = ".*, 0", expect = FORBIDDEN, desc = "FORBIDDEN, it is stuck: marked as queued, but in no queue.")
    @Outcome(expect = FORBIDDEN, desc = "FORBIDDEN, it ran more often than it was scheduled.")
    @State
    public static class CancelAndScheduleAgainstRun extends Queued {
        public CancelAndScheduleAgainstRun() {
            bottomHalf.schedule();
        }

        @Actor
        public void canceller() {
            bottomHalf.cancel();
            bottomHalf.schedule();
        }

        @Actor
        public void loop() {
            queue.run();
        }

        @Arbiter
        public void nextTurn(II_Result runsMore) {
            queue.run();
            runsMore.r1 = runs;
            runsMore.r2 = scheduleAndRun();
        }
    }

    /** The loop closes one that another thread schedules: it does not run any more, then or later. */
    @JCStressTest
    @Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "Closed for good.")
    @Outcome(expect = FORBIDDEN, desc = "FORBIDDEN, it runs after close has returned on the loop's thread.")
    @State
    public static class ScheduleAgainstCloseByLoop extends Queued {
        @Actor
        public void scheduler() {
            bottomHalf.schedule();
        }

        @Actor
        public void loop() {
            bottomHalf.close();
            queue.run();
        }

        @Arbiter
        public void nextTurn(II_Result runsMore) {
            queue.run();
            runsMore.r1 = runs;
            runsMore.r2 = scheduleAndRun();
        }
    }

    /** One thread schedules and closes while the loop runs. */
    @JCStressTest
    @Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "Closed before it ran.")
    @Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "Ran before it was closed.")
    @Outcome(expect = FORBIDDEN, desc = "FORBIDDEN, it runs twice, or once more after it was closed.")
    @State
    public static class ScheduleAndCloseAgainstRun extends Queued {
        @Actor
        public void closer() {
            bottomHalf.schedule();
            bottomHalf.close();
        }

        @Actor
        public void loop() {
            queue.run();
        }

        @Arbiter
        public void nextTurn(II_Result runsMore) {
            queue.run();
            runsMore.r1 = runs;
            runsMore.r2 = scheduleAndRun();
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZZ_Result;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** The sleep and notify protocol of {@link NotifyGate}: no loop sleeps on queued work (S8, S10, S11, S49). */
public class NotifyGateStress {
    private NotifyGateStress() {}

    /** A loop goes to sleep while another thread queues work. */
    @JCStressTest
    @Outcome(id = "true, true, true", expect = ACCEPTABLE, desc = "The loop sleeps and is woken.")
    @Outcome(id = "true, false, .*", expect = FORBIDDEN, desc = "FORBIDDEN, a wake-up is lost: asleep on queued work.")
    @Outcome(id = "false, .*, true", expect = ACCEPTABLE, desc = "The loop stays awake and sees the work.")
    @Outcome(expect = FORBIDDEN, desc = "FORBIDDEN, work is lost: the loop was told and did not see it.")
    @State
    public static class SleepAgainstNotify {
        private final NotifyGate gate = InMemoryEventfd.newGate();
        private int work;

        @Actor
        public void notifier(ZZZ_Result asleepWrittenSeen) {
            work = 1;
            asleepWrittenSeen.r2 = InMemoryEventfd.writtenBy(gate::notifyLoop);
        }

        @Actor
        public void loop(ZZZ_Result asleepWrittenSeen) {
            asleepWrittenSeen.r1 = !gate.enterWait();
            if (!asleepWrittenSeen.r1) {
                asleepWrittenSeen.r3 = wakeUp();
            }
        }

        @Arbiter
        public void eventfd(ZZZ_Result asleepWrittenSeen) {
            if (asleepWrittenSeen.r1 && asleepWrittenSeen.r2) {
                asleepWrittenSeen.r3 = wakeUp();
            }
        }

        private boolean wakeUp() {
            gate.leaveWait();
            gate.accept();
            return work == 1;
        }
    }

    /** A loop goes to sleep while another thread makes work for which the loop itself looks. */
    @JCStressTest
    @Outcome(id = "true, true, true", expect = ACCEPTABLE, desc = "The loop sleeps and is woken.")
    @Outcome(id = "true, false, .*", expect = FORBIDDEN, desc = "FORBIDDEN, a wake-up is lost: asleep on polled work.")
    @Outcome(id = "false, .*, true", expect = ACCEPTABLE, desc = "The loop stays awake and sees the work.")
    @Outcome(expect = FORBIDDEN, desc = "FORBIDDEN, work is lost: the loop was told and did not see it.")
    @State
    public static class SleepAgainstPolledWork {
        private final NotifyGate gate = InMemoryEventfd.newGate();
        private volatile int work;

        @Actor
        public void notifier(ZZZ_Result asleepWrittenSeen) {
            work = 1;
            asleepWrittenSeen.r2 = InMemoryEventfd.writtenBy(gate::notifySleeper);
        }

        @Actor
        public void loop(ZZZ_Result asleepWrittenSeen) {
            asleepWrittenSeen.r1 = !(gate.enterWait() || work == 1);
            if (!asleepWrittenSeen.r1) {
                asleepWrittenSeen.r3 = wakeUp();
            }
        }

        @Arbiter
        public void eventfd(ZZZ_Result asleepWrittenSeen) {
            if (asleepWrittenSeen.r1 && asleepWrittenSeen.r2) {
                asleepWrittenSeen.r3 = wakeUp();
            }
        }

        private boolean wakeUp() {
            gate.leaveWait();
            gate.accept();
            return work == 1;
        }
    }

    /** A loop goes to sleep while another thread queues work twice, notifying each time. */
    @JCStressTest
    @Outcome(id = "true, true, true", expect = ACCEPTABLE, desc = "The loop sleeps and is woken.")
    @Outcome(id = "true, false, .*", expect = FORBIDDEN, desc = "FORBIDDEN, a wake-up is lost: asleep on queued work.")
    @Outcome(id = "false, .*, true", expect = ACCEPTABLE, desc = "The loop sees all work in this turn or the next.")
    @Outcome(expect = FORBIDDEN, desc = "FORBIDDEN, work is lost: the next wait would sleep on it.")
    @State
    public static class SleepAgainstTwoNotifications {
        private final NotifyGate gate = InMemoryEventfd.newGate();
        private volatile int work;

        @Actor
        public void notifier(ZZZ_Result asleepWrittenSeen) {
            work = 1;
            boolean written = InMemoryEventfd.writtenBy(gate::notifyLoop);
            work = 2;
            asleepWrittenSeen.r2 = written | InMemoryEventfd.writtenBy(gate::notifyLoop);
        }

        @Actor
        public void loop(ZZZ_Result asleepWrittenSeen) {
            asleepWrittenSeen.r1 = !gate.enterWait();
            if (!asleepWrittenSeen.r1) {
                asleepWrittenSeen.r3 = wakeUp();
            }
        }

        @Arbiter
        public void nextTurn(ZZZ_Result asleepWrittenSeen) {
            if (asleepWrittenSeen.r1 && asleepWrittenSeen.r2) {
                asleepWrittenSeen.r3 = wakeUp();
            }
            asleepWrittenSeen.r3 |= gate.isNotified();
        }

        private boolean wakeUp() {
            gate.leaveWait();
            gate.accept();
            return work == 2;
        }
    }

    /** Two threads wake a loop that sleeps already: one of them must. */
    @JCStressTest
    @Outcome(id = "true, false|false, true", expect = ACCEPTABLE, desc = "One of them wakes the loop.")
    @Outcome(id = "true, true", expect = ACCEPTABLE, desc = "Both write the eventfd: it is readable once.")
    @Outcome(id = "false, false", expect = FORBIDDEN, desc = "FORBIDDEN, a wake-up is lost: each left it to the other.")
    @State
    public static class TwoNotifiersOfSleeper {
        private final NotifyGate gate = InMemoryEventfd.newGate();

        public TwoNotifiersOfSleeper() {
            gate.enterWait();
        }

        @Actor
        public void first(ZZ_Result written) {
            written.r1 = InMemoryEventfd.writtenBy(gate::notifyLoop);
        }

        @Actor
        public void second(ZZ_Result written) {
            written.r2 = InMemoryEventfd.writtenBy(gate::notifyLoop);
        }
    }

    /** A loop that was notified before takes the notification while another thread queues more work. */
    @JCStressTest
    @Outcome(id = "true, .*", expect = ACCEPTABLE, desc = "The loop sees the work in this turn.")
    @Outcome(id = "false, true", expect = ACCEPTABLE, desc = "The next turn does not sleep.")
    @Outcome(
            id = "false, false",
            expect = FORBIDDEN,
            desc = "FORBIDDEN, a wake-up is lost: told, but not of this work.")
    @State
    public static class AcceptAgainstNotify {
        private final NotifyGate gate = InMemoryEventfd.newGate();
        private volatile int work;

        public AcceptAgainstNotify() {
            gate.notifyLoop();
        }

        @Actor
        public void notifier() {
            work = 1;
            gate.notifyLoop();
        }

        @Actor
        public void loop(ZZ_Result seenNotified) {
            gate.accept();
            seenNotified.r1 = work == 1;
        }

        @Arbiter
        public void nextTurn(ZZ_Result seenNotified) {
            seenNotified.r2 = gate.isNotified();
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/**
 * Mistakes that the stress tests must find: these fail, and are run only by name. What they show is that the others
 * could fail as well.
 */
public class PlantedBugStress {
    private PlantedBugStress() {}

    /** The protocol of {@link NotifyGate} with release and acquire where that has sequential consistency. */
    static final class ReleaseAcquireGate {
        private static final VarHandle NOTIFY_ME;
        private static final VarHandle NOTIFIED;

        static {
            try {
                MethodHandles.Lookup lookup = MethodHandles.lookup();
                NOTIFY_ME = lookup.findVarHandle(ReleaseAcquireGate.class, "notifyMe", int.class);
                NOTIFIED = lookup.findVarHandle(ReleaseAcquireGate.class, "notified", boolean.class);
            } catch (ReflectiveOperationException e) {
                throw new ExceptionInInitializerError(e);
            }
        }

        private int notifyMe;
        private boolean notified;

        void notifyLoop() {
            if ((boolean) NOTIFIED.getAcquire(this)) {
                return;
            }
            NOTIFIED.setRelease(this, true);
            if ((int) NOTIFY_ME.getAcquire(this) != 0) {
                InMemoryEventfd.notifier().set();
            }
        }

        boolean enterWait() {
            NOTIFY_ME.setRelease(this, 2);
            return (boolean) NOTIFIED.getAcquire(this);
        }
    }

    /** A store may pass a later load: the loop's notifyMe and the notifier's notified cross. */
    @JCStressTest
    @Outcome(id = "false, .*", expect = ACCEPTABLE, desc = "The loop stays awake.")
    @Outcome(id = "true, true", expect = ACCEPTABLE, desc = "The loop sleeps and is woken.")
    @Outcome(id = "true, false", expect = FORBIDDEN, desc = "FORBIDDEN, a wake-up is lost: asleep on queued work.")
    @State
    public static class ReleaseAndAcquireOnly {
        private final ReleaseAcquireGate gate = new ReleaseAcquireGate();

        @Actor
        public void notifier(ZZ_Result asleepWritten) {
            asleepWritten.r2 = InMemoryEventfd.writtenBy(gate::notifyLoop);
        }

        @Actor
        public void loop(ZZ_Result asleepWritten) {
            asleepWritten.r1 = !gate.enterWait();
        }
    }

    /** The real gate in a loop that looks at its work before it takes the notification. */
    @JCStressTest
    @Outcome(id = "true, .*", expect = ACCEPTABLE, desc = "The loop sees the work in this turn.")
    @Outcome(id = "false, true", expect = ACCEPTABLE, desc = "The next turn does not sleep.")
    @Outcome(
            id = "false, false",
            expect = FORBIDDEN,
            desc = "FORBIDDEN, a wake-up is lost: told, but not of this work.")
    @State
    public static class AcceptedTooLate {
        private final NotifyGate gate = InMemoryEventfd.newGate();
        private volatile int work;

        @Actor
        public void notifier() {
            work = 1;
            gate.notifyLoop();
        }

        @Actor
        public void loop(ZZ_Result seenNotified) {
            seenNotified.r1 = work == 1;
            gate.accept();
        }

        @Arbiter
        public void nextTurn(ZZ_Result seenNotified) {
            seenNotified.r2 = gate.isNotified();
        }
    }

    /**
     * The real gate, but the work is queued by a plain write: a notifier that finds a notification pending returns
     * without a barrier, and its write may pass that look.
     */
    @JCStressTest
    @Outcome(id = "true, .*", expect = ACCEPTABLE, desc = "The loop sees the work in this turn.")
    @Outcome(id = "false, true", expect = ACCEPTABLE, desc = "The next turn does not sleep.")
    @Outcome(
            id = "false, false",
            expect = FORBIDDEN,
            desc = "FORBIDDEN, a wake-up is lost: told, but not of this work.")
    @State
    public static class WorkQueuedByPlainWrite {
        private final NotifyGate gate = InMemoryEventfd.newGate();
        private int work;

        public WorkQueuedByPlainWrite() {
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

// SPDX-License-Identifier: Apache-2.0
package org.aioactors.dispatcher.queue;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.util.List;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** {@link Crew} and {@link CurrentRun}: nothing is left to a busy thread, or to one that is held up, while another rests. */
public class CrewStress {
    private CrewStress() {}

    /** Two loops, of which one has something waiting already, and hires that are counted. */
    static class TwoLoops {
        final TestLoop busy = new TestLoop();
        final TestLoop other = new TestLoop();
        volatile boolean hired;
        final Crew crew = new Crew(true, most -> {
            hired = true;
            return 1;
        });

        TwoLoops() {
            crew.begin(List.of(busy, other));
            crew.busy();
            crew.busy();
            busy.add(new TestTask(1));
        }

        /** As a loop that has run its queues empty. */
        boolean rest() {
            crew.idle();
            other.duty.release();
            return crew.hands().hasSpare(other);
        }
    }

    /** A second thing is queued while the last other loop falls asleep. */
    @JCStressTest
    @Outcome(id = "false, false", expect = FORBIDDEN, desc = "FORBIDDEN, asleep while there is something to spare.")
    @Outcome(expect = ACCEPTABLE, desc = "The loop is woken, or sees it.")
    @State
    public static class SpareAgainstRest extends TwoLoops {
        @Actor
        public void owner() {
            busy.add(new TestTask(2));
            busy.offer(crew);
        }

        @Actor
        public void loop(ZZ_Result wokenSeen) {
            wokenSeen.r2 = rest();
        }

        @Arbiter
        public void duty(ZZ_Result wokenSeen) {
            wokenSeen.r1 = other.duty.isTaken();
        }
    }

    /** The same while that loop has just searched, and what is queued is left to the search. */
    @JCStressTest
    @Outcome(id = "false, false", expect = FORBIDDEN, desc = "FORBIDDEN, asleep while there is something to spare.")
    @Outcome(expect = ACCEPTABLE, desc = "The loop is woken, finds it, or sees it.")
    @State
    public static class SpareAgainstSearch extends TwoLoops {
        @Actor
        public void owner() {
            busy.add(new TestTask(2));
            busy.offer(crew);
        }

        @Actor
        public void loop(ZZ_Result wokenSeen) {
            wokenSeen.r2 = crew.search(other) || rest();
        }

        @Arbiter
        public void duty(ZZ_Result wokenSeen) {
            wokenSeen.r1 = other.duty.isTaken();
        }
    }

    /** Something is given to a loop while that is found to be held up; the other one is busy, so somebody is to be hired. */
    @JCStressTest
    @Outcome(id = "true, .*", expect = ACCEPTABLE, desc = "Somebody is hired.")
    @Outcome(expect = FORBIDDEN, desc = "FORBIDDEN, it waits for who is held up.")
    @State
    public static class GivenAgainstHeldUp extends TwoLoops {
        {
            busy.poll();
            busy.run().begin();
        }

        @Actor
        public void producer() {
            busy.push(new TestTask(2));
            if (busy.isHeld()) {
                crew.help();
            }
        }

        @Actor
        public void owner() {
            busy.run().announce();
            if (crew.hands().hasWork()) {
                crew.help();
            }
        }

        @Arbiter
        public void hire(ZZ_Result hiredHeld) {
            hiredHeld.r1 = hired;
            hiredHeld.r2 = busy.isHeld();
        }
    }

    /** The next slot of a loop that is held up: a thief and the owner, who comes back, want it. */
    @JCStressTest
    @Outcome(id = "true, false", expect = ACCEPTABLE, desc = "The owner takes it.")
    @Outcome(id = "false, true", expect = ACCEPTABLE, desc = "The thief takes it.")
    @Outcome(expect = FORBIDDEN, desc = "FORBIDDEN, lost or doubled.")
    @State
    public static class NextSlot extends TwoLoops {
        {
            busy.poll();
            busy.beginTurn();
            busy.run().begin();
            busy.run().announce();
            busy.addNext(new TestTask(2));
        }

        @Actor
        public void owner(ZZ_Result ownerThief) {
            busy.run().end();
            ownerThief.r1 = busy.pollNext() != null;
        }

        @Actor
        public void thief(ZZ_Result ownerThief) {
            ownerThief.r2 = busy.stealInto(other);
        }
    }
}

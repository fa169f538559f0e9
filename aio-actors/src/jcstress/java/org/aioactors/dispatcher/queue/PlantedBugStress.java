// SPDX-License-Identifier: Apache-2.0
package org.aioactors.dispatcher.queue;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** Mistakes that the stress tests must find: run by name, and must fail. */
public class PlantedBugStress {
    private PlantedBugStress() {}

    /** A second thing is queued without the fence before the look who rests. */
    @JCStressTest
    @Outcome(id = "false, false", expect = FORBIDDEN, desc = "FORBIDDEN, asleep while there is something to spare.")
    @Outcome(expect = ACCEPTABLE, desc = "The loop is woken, or sees it.")
    @State
    public static class SpareWithoutFence extends CrewStress.TwoLoops {
        @Actor
        public void owner() {
            busy.add(new TestTask(2));
            crew.spare();
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

    /** A loop looks at the others before it says that it rests. */
    @JCStressTest
    @Outcome(id = "false, false", expect = FORBIDDEN, desc = "FORBIDDEN, asleep while there is something to spare.")
    @Outcome(expect = ACCEPTABLE, desc = "The loop is woken, or sees it.")
    @State
    public static class LooksTooEarly extends CrewStress.TwoLoops {
        @Actor
        public void owner() {
            busy.add(new TestTask(2));
            busy.offer(crew);
        }

        @Actor
        public void loop(ZZ_Result wokenSeen) {
            wokenSeen.r2 = crew.hands().hasSpare(other);
            other.duty.release();
            crew.idle();
        }

        @Arbiter
        public void duty(ZZ_Result wokenSeen) {
            wokenSeen.r1 = other.duty.isTaken();
        }
    }
}

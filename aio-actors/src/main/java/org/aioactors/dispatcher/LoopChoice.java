// SPDX-License-Identifier: Apache-2.0
package org.aioactors.dispatcher;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Chooses among the loops of a dispatcher. Any thread; never blocks. */
final class LoopChoice {
    private final List<AioLoop> loops;
    private final Placement placement;

    /** How often a loop was chosen. */
    private final AtomicInteger choices = new AtomicInteger();

    LoopChoice(List<AioLoop> loops, Placement placement) {
        this.loops = loops;
        this.placement = placement;
    }

    /** For an actor that does not ask for one. A loop that is held up is chosen only if all are. */
    AioLoop forActor() {
        return placement == Placement.LEAST_LOADED ? emptiest() : next();
    }

    /** For a task: the next in turn. A loop that is held up is chosen only if all are. */
    AioLoop next() {
        int first = choices.getAndIncrement();
        for (int i = 0; i < loops.size(); i++) {
            AioLoop loop = inTurn(first + i);
            if (!loop.isStalled()) {
                return loop;
            }
        }
        return inTurn(first);
    }

    /** Of those with equally few actors, the next in turn. */
    private AioLoop emptiest() {
        AioLoop first = next();
        AioLoop best = first;
        for (int i = 1; i < loops.size(); i++) {
            AioLoop loop = inTurn(first.number() - 1 + i);
            if (loop.actors() < best.actors() && !loop.isStalled()) {
                best = loop;
            }
        }
        return best;
    }

    private AioLoop inTurn(int turn) {
        return loops.get(Math.floorMod(turn, loops.size()));
    }
}

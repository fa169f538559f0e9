// SPDX-License-Identifier: Apache-2.0
package org.aioactors.dispatcher;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

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

    /** For a task: the next in turn that rests; else that is not held up. */
    AioLoop forTask() {
        int first = choices.getAndIncrement();
        AioLoop resting = find(first, loop -> loop.life().isIdle());
        return resting != null ? resting : notHeldUp(first);
    }

    private AioLoop next() {
        return notHeldUp(choices.getAndIncrement());
    }

    private AioLoop notHeldUp(int first) {
        AioLoop found = find(first, loop -> !loop.isStalled());
        return found != null ? found : inTurn(first);
    }

    private @Nullable AioLoop find(int first, Predicate<AioLoop> test) {
        for (int i = 0; i < loops.size(); i++) {
            AioLoop loop = inTurn(first + i);
            if (test.test(loop)) {
                return loop;
            }
        }
        return null;
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

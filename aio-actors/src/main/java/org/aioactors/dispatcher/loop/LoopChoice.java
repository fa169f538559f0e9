// SPDX-License-Identifier: Apache-2.0
package org.aioactors.dispatcher.loop;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.aioactors.dispatcher.loop.AioDispatcherSettings.Placement;
import org.jspecify.annotations.Nullable;

/** Chooses among the loops of a dispatcher. Any thread; never blocks. */
final class LoopChoice {
    private final List<EventLoop> loops;
    private final Placement placement;

    /** How often a loop was chosen. */
    private final AtomicInteger choices = new AtomicInteger();

    LoopChoice(List<EventLoop> loops, Placement placement) {
        this.loops = loops;
        this.placement = placement;
    }

    /** For an actor that does not ask for one. A loop that is held up is chosen only if all are. */
    EventLoop forActor() {
        return placement == Placement.LEAST_LOADED ? emptiest() : next();
    }

    /** For a task: the next in turn that rests; else that is not held up. */
    EventLoop forTask() {
        int first = choices.getAndIncrement();
        EventLoop resting = find(first, EventLoop::rests);
        return resting != null ? resting : notHeldUp(first);
    }

    private EventLoop next() {
        return notHeldUp(choices.getAndIncrement());
    }

    private EventLoop notHeldUp(int first) {
        EventLoop found = find(first, loop -> !loop.isHeld());
        return found != null ? found : inTurn(first);
    }

    private @Nullable EventLoop find(int first, Predicate<EventLoop> test) {
        for (int i = 0; i < loops.size(); i++) {
            EventLoop loop = inTurn(first + i);
            if (test.test(loop)) {
                return loop;
            }
        }
        return null;
    }

    /** Of those where equally few live, the next in turn. */
    private EventLoop emptiest() {
        EventLoop first = next();
        EventLoop best = first;
        for (int i = 1; i < loops.size(); i++) {
            EventLoop loop = inTurn(first.number() - 1 + i);
            if (loop.inhabitants() < best.inhabitants() && !loop.isHeld()) {
                best = loop;
            }
        }
        return best;
    }

    private EventLoop inTurn(int turn) {
        return loops.get(Math.floorMod(turn, loops.size()));
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.cluster;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The commands of a loop whose outcome it does not know, with numbers that follow each other. An authority decides in their order:
 * so the outcome of one is the end of all before it. When there is none for a while, all are told again. For one thread; times are
 * those of a clock that only goes on.
 */
final class Outstanding<C> {
    /** So many are told in one message at most. */
    static final int BATCH = 64;

    private static final long FIRST_PAUSE_NS = TimeUnit.SECONDS.toNanos(1);
    private static final long LONGEST_PAUSE_NS = TimeUnit.SECONDS.toNanos(4);

    private final ArrayDeque<C> commands = new ArrayDeque<>();
    private final Predicate<? super C> awaited;

    /** The number of the first of them, or of the next one to come. */
    private long base;

    /** Whether the effect of the first one is here, and only its answer is outstanding. */
    private boolean firstHappened;

    /** Since when there has been no outcome, or since all were told again. */
    private long sinceNs;

    private long pauseNs;

    /**
     * Without any.
     *
     * @param first the number of the next one
     * @param awaited whether somebody waits for the answer to a command, also when its effect is here
     */
    Outstanding(long first, Predicate<? super C> awaited) {
        this.base = first;
        this.awaited = awaited;
    }

    int size() {
        return commands.size();
    }

    /** The number of the next command. */
    long next() {
        return base + commands.size();
    }

    /** One more; returns what there is to tell. */
    LoopEnd.Batch<C> add(C command, long nowNs) {
        if (commands.isEmpty()) {
            outcome(nowNs);
        }
        long number = next();
        commands.addLast(command);
        return new LoopEnd.Batch<>(number, base, List.of(command));
    }

    private void outcome(long nowNs) {
        sinceNs = nowNs;
        pauseNs = FIRST_PAUSE_NS;
    }

    private boolean has(long number) {
        return number >= base && number < next();
    }

    /** The effect of one is here. Returns those that have ended without one: all before it. */
    List<C> happened(long number, long nowNs) {
        if (!has(number) || (number == base && firstHappened)) {
            return List.of();
        }
        List<C> ended = removeBefore(number);
        if (awaited.test(commands.getFirst())) {
            firstHappened = true;
        } else {
            removeBefore(number + 1);
        }
        outcome(nowNs);
        return ended;
    }

    /** One is answered. Returns all that have ended, itself the last; null if its end was known before. */
    @Nullable List<C> settled(long number, long nowNs) {
        if (!has(number)) {
            return null;
        }
        outcome(nowNs);
        return removeBefore(number + 1);
    }

    private List<C> removeBefore(long number) {
        List<C> removed = new ArrayList<>((int) (number - base));
        while (base < number) {
            removed.add(commands.removeFirst());
            base++;
            firstHappened = false;
        }
        return removed;
    }

    /** Nobody will answer one any more whose effect is here: returns it, if there is one. */
    List<C> endHappened() {
        return firstHappened ? removeBefore(base + 1) : List.of();
    }

    /** Ends all of them, and returns them. */
    List<C> endAll() {
        return removeBefore(next());
    }

    /** When all are told again; only if there are any. */
    private boolean isDue(long nowNs) {
        return !commands.isEmpty() && nowNs - sinceNs >= pauseNs;
    }

    /** All of them, if there has been no outcome for too long. */
    List<LoopEnd.Batch<C>> again(long nowNs) {
        if (!isDue(nowNs)) {
            return List.of();
        }
        sinceNs = nowNs;
        pauseNs = Math.min(2 * pauseNs, LONGEST_PAUSE_NS);
        return batches();
    }

    /** All of them, as if they were new. */
    List<LoopEnd.Batch<C>> anew(long nowNs) {
        outcome(nowNs);
        return batches();
    }

    private List<LoopEnd.Batch<C>> batches() {
        List<LoopEnd.Batch<C>> batches = new ArrayList<>();
        Iterator<C> rest = commands.iterator();
        long first = base;
        while (rest.hasNext()) {
            List<C> some = new ArrayList<>();
            while (rest.hasNext() && some.size() < BATCH) {
                some.add(rest.next());
            }
            batches.add(new LoopEnd.Batch<>(first, base, some));
            first += some.size();
        }
        return batches;
    }
}

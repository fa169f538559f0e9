// SPDX-License-Identifier: Apache-2.0
package org.aioactors.dispatcher.queue;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads of one dispatcher and their mobile work: who steals from whom, and who is woken for it. Any thread may call
 * every method, unless it says otherwise; none blocks.
 *
 * <pre>
 *   who has something to spare                a loop that runs out of work
 *   1 queues it                               a searches; found: goes on, and the last that
 *   2 somebody idle?   no: goes its way         searches wakes the next
 *   3 somebody searches already? goes its way b is idle
 *   4 wakes one, who searches                 c searches no more, but looks once more at all: found: not idle
 * </pre>
 *
 * <p>All of these are in one total order. If 2 does not see b, then 1 comes before c, and c sees what was queued. If 3
 * sees a searcher that has passed by already, then that one's b and c come after 1. So nothing is left to a busy thread
 * for long while another one rests. A search counts from the moment at which somebody is woken for it, so one thing
 * to spare wakes one.
 */
public final class Crew {
    private final boolean stealing;

    private final Hiring hiring;

    /** How many loops rest or have no thread. */
    private final AtomicInteger idle = new AtomicInteger();

    /** How many search, or have been woken to. */
    private final AtomicInteger searching = new AtomicInteger();

    private final StealWorth worth = new StealWorth();
    private final Hands hands;

    /** Whoever has threads to hire. */
    public interface Hiring {
        /**
         * Hires at most so many threads, each of which begins with a search that counts already; returns how many come.
         * Nobody holds a lock. Any thread; does not block.
         */
        int hire(int most);
    }

    /**
     * A crew.
     *
     * @param stealing whether loops take each other's work also while nobody is held up
     */
    public Crew(boolean stealing, Hiring hiring) {
        this.stealing = stealing;
        this.hiring = hiring;
        hands = new Hands(stealing);
    }

    /** These are its loops; none has a thread yet. Once, before all else. */
    public void begin(List<? extends Worker> all) {
        hands.begin(all);
        idle.set(all.size());
    }

    /** Whether loops take each other's work also while nobody is held up. */
    public boolean isStealing() {
        return stealing;
    }

    /** Its threads. */
    public Hands hands() {
        return hands;
    }

    /** Whether taking work from loops that are not held up has been worth it. */
    StealWorth worth() {
        return worth;
    }

    /** A loop rests: to be followed by {@link Hands#hasSpare}. */
    public void idle() {
        if (stealing) {
            idle.getAndIncrement();
        }
    }

    /** A loop does not rest any more. */
    public void busy() {
        if (stealing) {
            idle.getAndDecrement();
        }
    }

    /** Whether a loop rests that would take work of others. */
    public boolean hasIdle() {
        return stealing && idle.get() > 0;
    }

    /** Takes work of another one, if a loop unless half of all search already. Returns whether it did. The thief's owner. */
    public boolean search(Worker thief) {
        if (thief.isLoop() && 2 * (searching.get() + 1) > Math.max(2, hands.loops())) {
            return false;
        }
        beginSearch();
        return searchAsWoken(thief);
    }

    /** One more searches from now on, by {@link #searchAsWoken}. */
    public void beginSearch() {
        searching.getAndIncrement();
    }

    /** The same for one that was woken to, and so counts already. The thief's owner. */
    public boolean searchAsWoken(Worker thief) {
        boolean found = false;
        try {
            found = hands.stealFor(thief);
            return found;
        } finally {
            endSearch(found);
        }
    }

    /** One that was woken to search has something to run. The last that finds something wakes the next. */
    public void endSearch(boolean found) {
        if (searching.decrementAndGet() > 0) {
            return;
        }
        if (hands.isWorkHeldUp()) {
            help(); // who has queued it, or was found held up, may have passed by since this one searched
        } else if (found && stealing) {
            spare();
        }
    }

    /** Whether a loop that has nothing to do is to look for what others have. Any thread. */
    boolean isOpen() {
        return stealing && !worth.isPaused();
    }

    /** Ends a pause that nobody has noticed to be over, and offers what nobody has been told of. The watchdog, at each look. */
    public void lookAround(long nowNs) {
        if (worth.isPaused()) {
            worth.look(0, nowNs);
        }
        if (isOpen() && hasIdle() && hands.hasWork()) {
            spare();
        }
    }

    /** So many wait for a loop: perhaps a pause is over. The loop's own thread, now and then. */
    void offerAgain(int waiting) {
        if (worth.isPaused()) {
            worth.look(waiting, System.nanoTime());
        }
    }

    /** Somebody has queued a second thing, and has said so to all by a fence: a loop that rests is to take it. */
    public void spare() {
        while (idle.get() > 0 && mayWake() && !hands.wakeLoop()) {
            searching.decrementAndGet();
            if (hands.isWorkHeldUp()) {
                help();
                return;
            }
            if (!hands.anyRests()) {
                return; // one that rests later looks, after that, at what was queued while this counted as a searcher
            }
        }
    }

    /** Something is queued with one that is held up: a loop that rests is to take it, or a stand-in. */
    public void help() {
        boolean refused = false;
        while (!refused && mayWake()) {
            boolean comes = false;
            try {
                comes = hasIdle() && hands.wakeLoop();
                if (!comes && hands.isShort()) {
                    comes = hiring.hire(1) > 0;
                    refused = !comes; // the first stand-in that has nothing to do looks after it, or the watchdog
                }
            } finally {
                if (!comes) {
                    searching.decrementAndGet();
                }
            }
            if (comes || !hands.isWorkHeldUp() || !(hands.isShort() || (stealing && hands.anyRests()))) {
                return;
            }
        }
    }

    /** The only one that may wake somebody, who then counts as searching. */
    private boolean mayWake() {
        return searching.get() == 0 && searching.compareAndSet(0, 1);
    }

    /**
     * Some are held up: sees to it that what waits gets run, by as many more threads as are held up, so that the last of
     * many that all block waits for few looks. The watchdog, at each look.
     */
    public void relieve() {
        if (searching.get() > 0 || !hands.hasWork()) {
            return;
        }
        if (hasIdle()) {
            spare();
            return;
        }
        int missing = hands.missing();
        if (missing > 0) {
            searching.getAndAdd(missing);
            int hired = 0;
            try {
                hired = hiring.hire(missing);
            } finally {
                searching.getAndAdd(hired - missing);
            }
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.aioactors.dispatcher.queue;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
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

    /** Hires so many stand-ins at most, each of which begins with a search; returns whether any. */
    private final Hiring hiring;

    /** How many loops rest or have no thread. */
    private final AtomicInteger idle = new AtomicInteger();

    /** How many search, or have been woken to. */
    private final AtomicInteger searching = new AtomicInteger();

    private final StealWorth worth = new StealWorth();

    private Worker[] loops = new Worker[0];

    /** Threads that stand in for loops, now. Written under the lock of this. */
    private volatile Worker[] standIns = new Worker[0];

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
    }

    /** These are its loops; none has a thread yet. Once, before all else. */
    public void begin(List<? extends Worker> all) {
        loops = all.toArray(Worker[]::new);
        idle.set(loops.length);
    }

    /** A stand-in is there, or has left. */
    public synchronized void join(Worker standIn) {
        Worker[] more = Arrays.copyOf(standIns, standIns.length + 1);
        more[standIns.length] = standIn;
        standIns = more;
    }

    /** A stand-in has left. */
    public synchronized void leave(Worker standIn) {
        standIns = Arrays.stream(standIns).filter(one -> one != standIn).toArray(Worker[]::new);
    }

    /** Who stands in for loops now. */
    public Worker[] standIns() {
        return standIns;
    }

    /** Whether taking work from loops that are not held up has been worth it. */
    public StealWorth worth() {
        return worth;
    }

    /** Whether loops take each other's work also while nobody is held up. */
    boolean isStealing() {
        return stealing;
    }

    /** A loop rests: to be followed by {@link #hasSpare}. */
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

    /** Whether there is anything that this one may take. The thief's owner. */
    public boolean hasSpare(Worker thief) {
        for (Worker loop : loops) {
            if (mayTake(thief, loop) && loop.hasSpare()) {
                return true;
            }
        }
        for (Worker standIn : standIns) {
            if (mayTake(thief, standIn) && standIn.hasSpare()) {
                return true;
            }
        }
        return false;
    }

    private boolean mayTake(Worker thief, Worker victim) {
        return victim != thief && (stealing || (!thief.isLoop() && (victim.isHeld() || !victim.isLoop())));
    }

    /** Takes work of another one, if a loop unless half of all search already. Returns whether it did. The thief's owner. */
    public boolean search(Worker thief) {
        if (thief.isLoop() && 2 * (searching.get() + 1) > Math.max(2, loops.length)) {
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
            found = stealFromAny(thief);
            return found;
        } finally {
            endSearch(found);
        }
    }

    /** One that was woken to search has something to run. The last that finds something wakes the next. */
    public void endSearch(boolean found) {
        if (searching.decrementAndGet() == 0 && found && stealing) {
            spare();
        }
    }

    private boolean stealFromAny(Worker thief) {
        Worker[] others = standIns;
        int all = loops.length + others.length;
        int start = ThreadLocalRandom.current().nextInt(all);
        for (int i = 0; i < all; i++) {
            int at = (start + i) % all;
            Worker victim = at < loops.length ? loops[at] : others[at - loops.length];
            if (mayTake(thief, victim) && victim.hasSpare() && victim.stealInto(thief)) {
                return true;
            }
        }
        return false;
    }

    /** Whether a loop that has nothing to do is to look for what others have. Any thread. */
    public boolean isOpen() {
        return stealing && !worth.isPaused();
    }

    /** So many wait for a loop: perhaps a pause is over. The loop's own thread, now and then. */
    public void offerAgain(int waiting) {
        if (worth.isPaused()) {
            worth.look(waiting, System.nanoTime());
        }
    }

    /** Somebody has queued a second thing, and has said so to all by a fence: a loop that rests is to take it. */
    public void spare() {
        while (idle.get() > 0 && mayWake() && !wakeLoop()) {
            searching.decrementAndGet();
            if (!anyRests()) {
                return; // one that rests later looks, after that, at what was queued while this counted as a searcher
            }
        }
    }

    private boolean anyRests() {
        for (Worker loop : loops) {
            if (loop.rests()) {
                return true;
            }
        }
        return false;
    }

    /** Something is queued with one that is held up: a loop that rests is to take it, or a stand-in. */
    public void help() {
        if (mayWake() && !(hasIdle() && wakeLoop())) {
            if (!isShort() || hiring.hire(1) == 0) {
                searching.decrementAndGet();
            }
        }
    }

    /** The only one that may wake somebody, who then counts as searching. */
    private boolean mayWake() {
        return searching.get() == 0 && searching.compareAndSet(0, 1);
    }

    private boolean wakeLoop() {
        int start = ThreadLocalRandom.current().nextInt(loops.length);
        for (int i = 0; i < loops.length; i++) {
            if (loops[(start + i) % loops.length].wakeToSearch()) {
                return true;
            }
        }
        return false;
    }

    /**
     * Some are held up: sees to it that what waits gets run, by as many more threads as are held up, so that the last of
     * many that all block waits for few looks. The watchdog, at each look.
     */
    public void relieve() {
        int waiting = waiting();
        if (waiting == 0 || searching.get() > 0) {
            return;
        }
        if (hasIdle()) {
            spare();
            return;
        }
        Worker[] others = standIns;
        int missing = Math.min(waiting, held(loops) + 2 * held(others) - others.length);
        if (missing > 0) {
            searching.getAndAdd(missing);
            int hired = hiring.hire(missing);
            searching.getAndAdd(hired - missing);
        }
    }

    /** How many are held up. */
    private static int held(Worker[] workers) {
        int held = 0;
        for (Worker worker : workers) {
            if (worker.isHeld()) {
                held++;
            }
        }
        return held;
    }

    /** How many tasks there are for others to take. */
    private int waiting() {
        int waiting = 0;
        for (Worker loop : loops) {
            waiting += loop.hasSpare() && (stealing || loop.isHeld()) ? Math.max(1, loop.waiting()) : 0;
        }
        for (Worker standIn : standIns) {
            waiting += standIn.hasSpare() ? standIn.waiting() : 0;
        }
        return waiting;
    }

    /** Whether anything waits that others than its owner may take. */
    public boolean hasWork() {
        return waiting() > 0;
    }

    /** Whether more loops are held up than stand-ins are at work. */
    public boolean isShort() {
        return spareHands() < 0;
    }

    /** Whether more stand-ins are at work than loops are held up. */
    public boolean isOvermanned() {
        return spareHands() > 0;
    }

    private int spareHands() {
        Worker[] others = standIns;
        return others.length - held(others) - held(loops);
    }
}

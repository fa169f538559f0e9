// SPDX-License-Identifier: Apache-2.0
package org.aioactors.dispatcher.queue;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;

/** The threads of a {@link Crew}: its loops and who stands in for them, and what each has to run. Any thread; does not block. */
public final class Hands {
    private final boolean stealing;
    private Worker[] loops = new Worker[0];

    /** Threads that stand in for loops, now. Written under the lock of this. */
    private volatile Worker[] standIns = new Worker[0];

    Hands(boolean stealing) {
        this.stealing = stealing;
    }

    void begin(List<? extends Worker> all) {
        loops = all.toArray(Worker[]::new);
    }

    /** How many loops there are. */
    int loops() {
        return loops.length;
    }

    /** A stand-in is there. */
    public synchronized void join(Worker standIn) {
        Worker[] more = Arrays.copyOf(standIns, standIns.length + 1);
        more[standIns.length] = standIn;
        standIns = more;
    }

    /** A stand-in has left. */
    public synchronized void leave(Worker standIn) {
        standIns = Arrays.stream(standIns).filter(one -> one != standIn).toArray(Worker[]::new);
    }

    /** Whether there is anything that this one may take. The thief's owner. */
    boolean hasSpare(Worker thief) {
        return any(loops, victim -> mayTakeOf(victim, thief)) || any(standIns, victim -> mayTakeOf(victim, thief));
    }

    private boolean mayTakeOf(Worker victim, Worker thief) {
        boolean allowed = stealing || (!thief.isLoop() && (victim.isHeld() || !victim.isLoop()));
        return allowed && victim != thief && victim.hasSpare();
    }

    /** Takes work of another one for this one; returns whether it did. The thief's owner. */
    boolean stealFor(Worker thief) {
        Worker[] others = standIns;
        int all = loops.length + others.length;
        int start = ThreadLocalRandom.current().nextInt(all);
        for (int i = 0; i < all; i++) {
            int at = (start + i) % all;
            Worker victim = at < loops.length ? loops[at] : others[at - loops.length];
            if (mayTakeOf(victim, thief) && victim.stealInto(thief)) {
                return true;
            }
        }
        return false;
    }

    /** Has one that rests search, and returns whether it will. */
    boolean wakeLoop() {
        int start = ThreadLocalRandom.current().nextInt(loops.length);
        for (int i = 0; i < loops.length; i++) {
            if (loops[(start + i) % loops.length].wakeToSearch()) {
                return true;
            }
        }
        return false;
    }

    /** Whether a loop rests. */
    boolean anyRests() {
        return any(loops, Worker::rests);
    }

    /** Whether something waits behind what a thread is held up in. */
    boolean isWorkHeldUp() {
        return any(loops, Worker::isWorkHeldUp) || any(standIns, Worker::isWorkHeldUp);
    }

    private static boolean any(Worker[] workers, Predicate<Worker> test) {
        for (Worker worker : workers) {
            if (test.test(worker)) {
                return true;
            }
        }
        return false;
    }

    /** How many more threads it takes for what waits: as many as are held up, and twice those of stand-ins. */
    int missing() {
        Worker[] others = standIns;
        return Math.min(waiting(), held(loops) + 2 * held(others) - others.length);
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

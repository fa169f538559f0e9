// SPDX-License-Identifier: Apache-2.0
package org.aioactors.dispatcher.queue;

import java.lang.invoke.VarHandle;
import java.util.function.Consumer;
import org.aioactors.aio.LoopCounter;
import org.aioactors.aio.Padded;
import org.jspecify.annotations.Nullable;

/**
 * The mobile work of one thread, its owner, and what the others need to know of it: as it is, of a thread that stands in
 * for loops, which never rests, since it leaves when it has nothing to do. The owner runs what is in its {@code
 * next} slot first and then its ring; others may take from the ring, and all the rest while the owner is held up.
 */
public class Worker extends Padded {
    /** How many tasks are moved at once, at most. */
    private static final int MOST_STOLEN = 256;

    /**
     * A loop that rests must see what is queued, or be seen to rest by who queues it, which takes a fence. Of more than
     * these it sees enough all the same, even if somebody takes half of them before the newest one is visible
     * (aio-actors/src/formal).
     */
    private static final int MOST_FENCED = 4;

    private final NextSlot next = new NextSlot();
    private final StealableQueue ring = new StealableQueue();
    private final Consumer<LoopTask> toRing = ring::add;
    private final Inbox inbox = new Inbox();
    private final CurrentRun run = new CurrentRun();
    private final Succession succession;

    /** How many times the owner took work of another one. The owner counts. */
    private final LoopCounter steals = new LoopCounter();

    /** The work of a thread that has none yet. */
    public Worker(Succession succession) {
        this.succession = succession;
    }

    /** The messages that the owner has handled, for it to count. */
    public final LoopCounter messages() {
        return succession.messages();
    }

    /** How many times the owner has taken work of another one. Any thread. */
    public final long steals() {
        return steals.get();
    }

    /** What the owner is at. */
    public final CurrentRun run() {
        return run;
    }

    /** Whether the owner is known to be held up in what it runs. Any thread. */
    public final boolean isHeld() {
        return run.isHeld();
    }

    /** Whether a loop stands behind it; else it is a thread that stands in for one. */
    public boolean isLoop() {
        return false;
    }

    /** Whether it is a loop that rests or has no thread. Any thread; a moment ago. */
    public boolean rests() {
        return false;
    }

    /**
     * Has the owner look at the queues of others, if it is a loop that rests or has no thread. Returns whether it will.
     * Any thread.
     */
    public boolean wakeToSearch() {
        return false;
    }

    /** Appends a task. The owner. */
    final void add(LoopTask task) {
        ring.add(task);
    }

    /** Queues a task that the owner has woken, perhaps before all others, and offers it to others. The owner. */
    public final void add(LoopTask task, boolean first, Crew crew) {
        if (first) {
            addNext(task);
        } else {
            add(task);
        }
        offer(crew);
    }

    /**
     * Puts a task before all others, if the {@link Succession} goes on and there is no such task already; else appends it.
     * The owner.
     */
    final void addNext(LoopTask task) {
        if (next.isEmpty() && succession.goesOn()) {
            next.set(task);
        } else {
            ring.add(task);
        }
    }

    /**
     * Offers others what the owner has just added, if it was not the only thing; or whatever it was, if the owner is held
     * up. The owner.
     */
    final void offer(Crew crew) {
        int waiting = crew.isOpen() ? waiting() : 0;
        if (waiting > 1) {
            if (waiting <= MOST_FENCED) {
                VarHandle.fullFence(); // partner: the getAndIncrement of Crew.idle
            }
            crew.spare();
        }
        if (isHeld()) {
            VarHandle.fullFence(); // partner: the decrement of Crew.endSearch
            crew.help();
        }
    }

    /** Gives the owner a task. Any other thread. */
    public final void push(LoopTask task) {
        inbox.push(task);
    }

    /** Removes and returns what comes before all others, or null. The owner. */
    public final @Nullable LoopTask pollNext() {
        LoopTask found = next.take();
        if (found != null) {
            succession.next();
        }
        return found;
    }

    /** One is to be run whose turn it is, be it of the ring or not. The owner. */
    public final void beginTurn() {
        succession.begin();
    }

    /** Removes and returns the oldest task of the ring, or null. The owner. */
    public final @Nullable LoopTask poll() {
        return ring.poll();
    }

    /** Puts what others have given behind what is in the ring; returns whether there was any. The owner. */
    final boolean takeInbox() {
        return inbox.takeAll(toRing);
    }

    /** How many tasks wait, without those that others gave. Any thread; a moment ago. */
    public final int waiting() {
        return ring.size() + (next.isEmpty() ? 0 : 1);
    }

    /** Whether anything waits for the owner. Any thread; a moment ago. */
    public final boolean hasWaiting() {
        return !next.isEmpty() || !ring.isEmpty() || !inbox.isEmpty();
    }

    /** Whether something waits behind what the owner is held up in. Any thread. */
    final boolean isWorkHeldUp() {
        return isHeld() && hasWaiting();
    }

    /** Lets go of memory, when it is empty. The owner. */
    public final void trim() {
        ring.trim();
    }

    /**
     * Whether there is something for others: of a thread that is held up, anything; else the ring's, if one more thing
     * waits, since the owner will have run a single one before anybody is there. Any thread.
     */
    final boolean hasSpare() {
        if (run.isHeld()) {
            return hasWaiting();
        }
        int inRing = ring.size();
        return inRing > 1 || (inRing == 1 && !next.isEmpty());
    }

    /** Takes out all that there is and gives it to {@code taker}, for an owner that is held up. Any thread. */
    public final void drain(Consumer<LoopTask> taker) {
        LoopTask first = next.take();
        if (first != null) {
            taker.accept(first);
        }
        for (LoopTask task = ring.take(); task != null; task = ring.take()) {
            taker.accept(task);
        }
    }

    /** Moves what there is for others to a thief: half of the ring; and all the rest of a thread that is held up. The thief's owner. */
    final boolean stealInto(Worker thief) {
        boolean found = false;
        if (run.isHeld()) {
            LoopTask first = next.take();
            if (first != null) {
                thief.ring.add(first);
                found = true;
            }
            found |= inbox.takeAll(thief.toRing);
        }
        found |= ring.moveHalfTo(thief.ring, MOST_STOLEN) > 0;
        if (found) {
            thief.steals.increment();
        }
        return found;
    }
}

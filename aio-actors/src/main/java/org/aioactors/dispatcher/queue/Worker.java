// SPDX-License-Identifier: Apache-2.0
package org.aioactors.dispatcher.queue;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.aioactors.aio.Padded;
import org.jspecify.annotations.Nullable;

/**
 * The mobile work of one thread, its owner, and what the others need to know of it. The owner runs what is in its {@code
 * next} slot first and then its ring; others may take from the ring, and all the rest while the owner is held up.
 */
public abstract class Worker extends Padded {
    /** How many tasks are moved at once, at most. */
    private static final int MOST_STOLEN = 256;

    private static final VarHandle NEXT;

    static {
        try {
            NEXT = MethodHandles.lookup().findVarHandle(Worker.class, "next", LoopTask.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final StealableQueue ring = new StealableQueue();
    private final Inbox inbox = new Inbox();
    private final CurrentRun run = new CurrentRun();
    private final Succession succession;

    /** What may come before the ring, or null. Set by the owner; swapped for null by the owner or a thief. */
    private volatile @Nullable LoopTask next;

    /** The work of a thread that has none yet. */
    protected Worker(Succession succession) {
        this.succession = succession;
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
    public abstract boolean isLoop();

    /**
     * Has the owner look at the queues of others, if it is a loop that rests or has no thread. Returns whether it will.
     * Any thread.
     */
    public abstract boolean wakeToSearch();

    /** Appends a task. The owner. */
    public final void add(LoopTask task) {
        ring.add(task);
    }

    /**
     * Puts a task before all others, if the {@link Succession} goes on and there is no such task already; else appends it.
     * The owner.
     */
    public final void addNext(LoopTask task) {
        if (next == null && succession.goesOn()) {
            NEXT.setRelease(this, task); // partner: the getAndSet of takeNext
        } else {
            ring.add(task);
        }
    }

    /**
     * Offers others what the owner has just added, if it was not the only thing; or whatever it was, if the owner is held
     * up. The owner.
     */
    public final void offer(Crew crew) {
        if (crew.isStealing()) {
            int waiting = waiting();
            if (waiting == 2) {
                // Partner: the getAndIncrement of Crew.idle. With more than two, there was such a fence before: who
                // rested
                // since has seen two.
                VarHandle.fullFence();
            }
            if (waiting > 1) {
                crew.spare();
            }
        }
        if (isHeld()) {
            crew.help();
        }
    }

    /** Gives the owner a task. Any other thread. */
    public final void push(LoopTask task) {
        inbox.push(task);
    }

    /** Removes and returns what comes before all others, or null. The owner. */
    public final @Nullable LoopTask pollNext() {
        LoopTask found = takeNext();
        if (found != null) {
            succession.next();
        }
        return found;
    }

    private @Nullable LoopTask takeNext() {
        return next == null ? null : (LoopTask) NEXT.getAndSet(this, (LoopTask) null);
    }

    /** One is to be run whose turn it is, be it of the ring or not. The owner. */
    public final void beginTurn() {
        succession.begin();
    }

    /** Removes and returns the oldest task of the ring, or null. The owner. */
    public final @Nullable LoopTask poll() {
        return ring.poll();
    }

    /** Puts what others have given behind what is in the ring. The owner. */
    public final void takeInbox() {
        if (!inbox.isEmpty()) {
            inbox.takeAll(ring::add);
        }
    }

    /** How many tasks wait, without those that others gave. Any thread; a moment ago. */
    public final int waiting() {
        return ring.size() + (next == null ? 0 : 1);
    }

    /** Whether anything waits for the owner. Any thread; a moment ago. */
    public final boolean hasWaiting() {
        return next != null || !ring.isEmpty() || !inbox.isEmpty();
    }

    /** Whether nothing waits. The owner. */
    public final boolean isEmpty() {
        return !hasWaiting();
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
        return inRing > 1 || (inRing == 1 && next != null);
    }

    /** Moves what there is for others to a thief: half of the ring; and all the rest of a thread that is held up. The thief's owner. */
    final boolean stealInto(Worker thief) {
        boolean found = false;
        if (run.isHeld()) {
            LoopTask first = takeNext();
            if (first != null) {
                thief.ring.add(first);
                found = true;
            }
            found |= inbox.takeAll(thief.ring::add);
        }
        return ring.moveHalfTo(thief.ring, MOST_STOLEN) > 0 || found;
    }
}

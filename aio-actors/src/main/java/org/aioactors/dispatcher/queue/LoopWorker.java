// SPDX-License-Identifier: Apache-2.0
package org.aioactors.dispatcher.queue;

import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/** What one loop has to run: mobile work, and what is settled. The owner is the loop's own thread. */
public abstract class LoopWorker extends Worker {
    private final Crew crew;
    private final StealTrial trial;
    private final LoopDuty duty = new LoopDuty();
    private final HomeQueue home = new HomeQueue();
    private final QueueTurn turn = new QueueTurn();

    /** The work of a loop without a thread. */
    protected LoopWorker(Crew crew, Succession succession) {
        super(succession);
        this.crew = crew;
        trial = new StealTrial(crew.worth());
    }

    @Override
    public final boolean isLoop() {
        return true;
    }

    @Override
    public final boolean rests() {
        return !duty.isTaken();
    }

    @Override
    public abstract boolean wakeToSearch();

    /** Who sees to it that all this gets run. */
    public final LoopDuty duty() {
        return duty;
    }

    /** Where the owner is with it. */
    public final QueueTurn turn() {
        return turn;
    }

    /** Appends what is settled. The owner. */
    protected final void addSettled(LoopTask task) {
        home.add(task);
    }

    /** Gives the owner what is settled. Any other thread. */
    protected final void pushSettled(LoopTask task) {
        home.push(task);
    }

    /** A part of a turn begins, in which some tasks are run, until {@link QueueTurn#end}. The owner, which has the duty. */
    protected final void beginQueues() {
        takeInboxes(); // a turn of what is here must not keep the others waiting for ever
        if (duty.beginSearch()) {
            searchAsWoken();
        }
        turn.begin(home.size() + waiting());
    }

    /** The same between two callbacks. The owner. */
    protected final void beginWoken() {
        turn.begin(home.size() + waiting());
    }

    /** Whether nothing waits of what the duty was taken for, so that it can be given back. The owner, between two turns. */
    protected final boolean hasDone() {
        return duty.isBegun() && hasNothing();
    }

    private void searchAsWoken() {
        if (!hasNothing()) {
            crew.endSearch(true);
        } else if (crew.searchAsWoken(this)) {
            trial.begin(turn.runs);
        } else {
            crew.worth().failed(System.nanoTime());
        }
    }

    private void takeInboxes() {
        home.takeInbox();
        boolean taken = takeInbox();
        if (crew.isStealing()) {
            if (taken) {
                VarHandle.fullFence(); // a batch is added without any between: see Worker.offer
            }
            crew.offerAgain(waiting());
            offer(crew);
        }
    }

    /** Removes and returns what is to be run next, or null. The owner. */
    protected final @Nullable LoopTask pollAny() {
        LoopTask next = pollNext();
        if (next != null) {
            return next;
        }
        beginTurn();
        turn.homeFirst = !turn.homeFirst; // so neither starves the other
        LoopTask task = pollTwo();
        if (task == null) {
            takeInboxes();
            task = pollTwo();
        }
        return task;
    }

    private @Nullable LoopTask pollTwo() {
        LoopTask task = turn.homeFirst ? home.poll() : poll();
        if (task == null) {
            task = turn.homeFirst ? poll() : home.poll();
        }
        return task;
    }

    /** Whether nothing waits. The owner, or who found that it has ended or could not start. */
    public final boolean hasNothing() {
        return home.isEmpty() && !hasWaiting();
    }

    /**
     * Gives the duty back, or goes on in the next turn, with what is stolen from others. Returns whether this thread has
     * nothing to run. The owner, after {@link QueueTurn#end}.
     */
    public final boolean releaseDuty() {
        if (!hasNothing()) {
            trial.goOn(turn.runs);
            return false;
        }
        trial.end(turn.runs);
        if (crew.isOpen() && crew.search(this)) {
            trial.begin(turn.runs);
            return false;
        }
        trim();
        crew.idle(); // first, so that never fewer count than rest
        duty.release();
        if (hasNothing() && !(crew.isOpen() && crew.hands().hasSpare(this))) {
            return true;
        }
        if (duty.takeIfIdle()) { // if it is not idle, whoever took it has counted that
            crew.busy();
        }
        return false;
    }
}

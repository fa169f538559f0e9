// SPDX-License-Identifier: Apache-2.0
package org.aioactors.dispatcher;

import java.lang.invoke.VarHandle;
import org.aioactors.dispatcher.queue.Crew;
import org.aioactors.dispatcher.queue.HomeQueue;
import org.aioactors.dispatcher.queue.LoopDuty;
import org.aioactors.dispatcher.queue.LoopTask;
import org.aioactors.dispatcher.queue.StealTrial;
import org.aioactors.dispatcher.queue.Worker;
import org.aioactors.trace.LoopReliefEvent;
import org.jspecify.annotations.Nullable;

/** What one loop has to run, and how its own threads, one after the other, do that. */
final class LoopWorker extends Worker implements Watched {
    /** How many tasks run after a callback: who is told of it, and whom that one tells. */
    private static final int WOKEN_AT_ONCE = 4;

    /** What runs between the callbacks of a turn is as much as that many turns: fds wait for as much elsewhere, too. */
    private static final int TURNS_OF_WOKEN = 8;

    private final AioLoop loop;
    private final LoopGroup group;
    private final Crew crew;
    private final boolean stealing;
    private final LoopLife life;
    private final LoopDuty duty;
    private final LoopCounts counts;
    private final HomeQueue home = new HomeQueue();
    private final QueueTurn turn = new QueueTurn();
    private final RunWatch watch = new RunWatch(run());

    /** The stall that goes on, for the Flight Recorder. Set by who finds it, taken by the own thread. */
    private volatile @Nullable LoopReliefEvent event;

    private final StealTrial trial;

    LoopWorker(AioLoop loop, LoopGroup group, LoopLife life) {
        this(loop, group, life, new LoopCounts());
    }

    private LoopWorker(AioLoop loop, LoopGroup group, LoopLife life, LoopCounts counts) {
        super(group.succession(counts.ownMessages()));
        this.loop = loop;
        this.group = group;
        this.life = life;
        this.duty = life.duty();
        this.counts = counts;
        crew = group.crew();
        stealing = group.isStealing();
        trial = new StealTrial(crew.worth());
    }

    @Override
    public boolean isLoop() {
        return true;
    }

    @Override
    public boolean rests() {
        return life.isIdle();
    }

    @Override
    public boolean wakeToSearch() {
        return life.wakeToSearch();
    }

    /** Queues what the own thread has woken or been given. Own thread. */
    void add(PlacedTask task, LoopThread own) {
        if (task.isSettled()) {
            home.add(task);
        } else if (own.putsFirst(task)) {
            addNext(task);
            offer(crew);
        } else {
            add(task);
            offer(crew);
        }
        life.takeDuty();
    }

    /** Queues a task. Any thread but the own one. */
    void give(PlacedTask task) {
        if (task.isSettled()) {
            home.push(task);
            life.takeDuty();
        } else {
            push(task);
            life.takeDuty();
            if (isHeld()) {
                crew.help();
            }
        }
    }

    /**
     * A part of a turn: runs up to `mailboxes-per-turn` tasks, those included that the run ones queue; the rest, if
     * any, in the next turn, so that fds and timers get theirs. Own thread, which has the duty.
     */
    void runQueues(LoopThread own) {
        takeInboxes(); // a turn of what is here must not keep the others waiting for ever
        if (duty.beginSearch()) {
            searchAsWoken();
        }
        run(own, group.settings().mailboxesPerTurn());
    }

    /** Runs a few tasks between two callbacks, as long as the turn has not run more than is fair. Own thread. */
    void runWoken(LoopThread own) {
        int most = Math.min(WOKEN_AT_ONCE, turn.wokenLeft);
        if (most > 0 && !hasNothing()) {
            turn.ranWoken = true;
            turn.wokenLeft -= run(own, most);
        }
    }

    /** Whether tasks were run between callbacks in this turn, and nothing is left. Own thread, at the end of a turn. */
    boolean hasRunAllWoken() {
        boolean ran = turn.ranWoken;
        turn.ranWoken = false;
        turn.wokenLeft = TURNS_OF_WOKEN * group.settings().mailboxesPerTurn();
        return ran && hasNothing();
    }

    /** Runs tasks until nothing waits, one was held up, or so many were run; returns how many. */
    private int run(LoopThread own, int most) {
        turn.begin(home.size() + waiting());
        try {
            for (int i = 0; i < most; i++) {
                PlacedTask task = (PlacedTask) pollAny();
                if (task == null) {
                    return i;
                }
                if (run(own, task)) {
                    return i + 1;
                }
            }
            return most;
        } finally {
            turn.end();
        }
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
        if (stealing) {
            if (taken) {
                VarHandle.fullFence(); // a batch is added without any between: see Worker.offer
            }
            crew.offerAgain(waiting());
            offer(crew);
        }
    }

    private @Nullable LoopTask pollAny() {
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

    /** Returns whether it was held up, which ends the turn: fds and timers have waited long enough. */
    private boolean run(LoopThread own, PlacedTask task) {
        if (task.loop() != loop) {
            task.moveTo(loop);
        }
        group.watch().ensureArmed();
        counts.run(task);
        turn.runs++;
        if (!own.runTask(task)) {
            return false;
        }
        turn.heldUp();
        LoopReliefEvent over = event;
        event = null;
        if (over != null) {
            over.stop(loop.toString());
        }
        return true;
    }

    /** Whether nothing waits. Own thread, or who found that it has ended or could not start. */
    boolean hasNothing() {
        return home.isEmpty() && isEmpty();
    }

    /**
     * Gives the duty back, or goes on in the next turn, with what is stolen from others. Returns whether this thread has
     * nothing to run. Own thread, after {@link #runQueues}.
     */
    boolean releaseDuty() {
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

    @Override
    public RunWatch watch() {
        return watch;
    }

    @Override
    public Worker worker() {
        return this;
    }

    /** The own thread, or null before there was one. Any thread. */
    @Override
    public @Nullable LoopThread thread() {
        return life.thread();
    }

    @Override
    public boolean isActive() {
        return turn.isActive();
    }

    @Override
    public void heldUp() {
        event = LoopReliefEvent.start();
    }

    @Override
    public void stillHeldUp() {
        LoopThread own = life.thread();
        if (own != null) {
            own.evictTimers();
        }
    }

    QueueTurn turn() {
        return turn;
    }

    LoopCounts counts() {
        return counts;
    }

    LoopMetrics metrics() {
        return new LoopMetrics(
                loop.number(),
                loop.actors(),
                counts.messages(),
                counts.tasks(),
                duty.isTaken() ? turn.depth() : 0,
                isHeld(),
                life.contexts().stats());
    }

    @Override
    public String toString() {
        return loop.toString();
    }
}

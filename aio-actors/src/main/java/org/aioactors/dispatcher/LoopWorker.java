// SPDX-License-Identifier: Apache-2.0
package org.aioactors.dispatcher;

import java.util.concurrent.atomic.AtomicInteger;
import org.aioactors.dispatcher.queue.Crew;
import org.aioactors.dispatcher.queue.HomeQueue;
import org.aioactors.dispatcher.queue.LoopDuty;
import org.aioactors.dispatcher.queue.LoopTask;
import org.aioactors.dispatcher.queue.Worker;
import org.aioactors.trace.LoopReliefEvent;
import org.jspecify.annotations.Nullable;

/** What one loop has to run, and how its own threads, one after the other, do that. */
final class LoopWorker extends Worker implements Watched {
    private final AioLoop loop;
    private final LoopGroup group;
    private final Crew crew;
    private final boolean stealing;
    private final LoopCounts counts;
    private final HomeQueue home = new HomeQueue();
    private final LoopDuty duty = new LoopDuty();
    private final QueueTurn turn = new QueueTurn();
    private final RunWatch watch = new RunWatch(run());
    private final ContextHistory contexts = new ContextHistory();

    /** The present own thread, or the one before. Written by who takes a stopped loop's duty; read by all. */
    private volatile @Nullable LoopThread thread;

    /** What mailboxes will have closed at their actors' ends. While there is any the context must live. */
    private final AtomicInteger openResources = new AtomicInteger();

    /** Set by any thread when the dispatcher should stop; read between turns and cleared by the loop thread. */
    private volatile boolean stopRequested;

    /** The stall that goes on, for the Flight Recorder. Set by who finds it, taken by the own thread. */
    private volatile @Nullable LoopReliefEvent event;

    /** Whether the home queue comes before the ring, which it does every second time. Own thread. */
    private boolean homeFirst;

    LoopWorker(AioLoop loop, LoopGroup group) {
        this(loop, group, new LoopCounts());
    }

    private LoopWorker(AioLoop loop, LoopGroup group, LoopCounts counts) {
        super(group.succession(counts.ownMessages()));
        this.loop = loop;
        this.group = group;
        this.counts = counts;
        crew = group.crew();
        stealing = group.isStealing();
    }

    @Override
    public boolean isLoop() {
        return true;
    }

    /** Queues what the own thread has woken or been given. Own thread. */
    void add(PlacedTask task, LoopThread own) {
        if (task.isSettled()) {
            home.add(task);
        } else if (task instanceof AioMailbox && own.isRunningOtherThan(task)) {
            addNext(task);
            offer(crew);
        } else {
            add(task);
            offer(crew);
        }
        takeDuty();
    }

    /** Queues a task. Any thread but the own one. */
    void give(PlacedTask task) {
        if (task.isSettled()) {
            home.push(task);
            takeDuty();
        } else {
            push(task);
            takeDuty();
            if (isHeld()) {
                crew.help();
            }
        }
    }

    private void takeDuty() {
        int before = duty.take();
        if (before != LoopDuty.TAKEN) {
            beginDuty(before);
        }
    }

    @Override
    public boolean wakeToSearch() {
        int before = duty.takeToSearch();
        if (before == LoopDuty.TAKEN) {
            return false;
        }
        beginDuty(before);
        return true;
    }

    private void beginDuty(int before) {
        crew.busy();
        if (before == LoopDuty.STOPPED) {
            start();
        } else {
            wake();
        }
    }

    private void wake() {
        LoopThread running = thread;
        if (running != null) {
            running.notifyDuty();
        }
    }

    private void start() {
        try {
            LoopThread starting = group.newThread(loop);
            thread = starting;
            starting.start();
        } catch (Throwable e) {
            failedToRun(e);
        }
    }

    /**
     * The thread could not start or can't go on. What is queued stays, and the next task that comes starts a new
     * thread.
     */
    void failedToRun(Throwable error) {
        if (duty.takeIfIdle()) {
            crew.busy();
        }
        if (duty.beginSearch()) {
            crew.endSearch(false);
        }
        duty.abandon();
        crew.idle();
        group.owner()
                .onError(
                        "event loop " + loop + " stopped; the next message to one of its actors starts it again",
                        error);
    }

    /** Whether the loop's own thread has nothing to do, or there is none. Any thread. */
    boolean isIdle() {
        return !duty.isTaken();
    }

    /** Whether somebody has taken the duty for the own thread, or it has not given it back. Own thread. */
    boolean isOnDuty() {
        return duty.isTaken();
    }

    /**
     * A part of a turn: runs up to `mailboxes-per-turn` tasks, those included that the run ones queue; the rest, if
     * any, in the next turn, so that fds and timers get theirs. Own thread, which has the duty.
     */
    void runQueues(LoopThread own) {
        takeInboxes(); // a turn of what is here must not keep the others waiting for ever
        if (duty.beginSearch()) {
            if (hasNothing()) {
                crew.searchAsWoken(this);
            } else {
                crew.endSearch(true);
            }
        }
        turn.begin(home.size() + waiting());
        try {
            group.watch().ensureArmed();
            for (int left = group.settings().mailboxesPerTurn(); left > 0; left--) {
                PlacedTask task = (PlacedTask) pollAny();
                if (task == null) {
                    break;
                }
                run(own, task);
            }
        } finally {
            turn.end();
        }
    }

    private void takeInboxes() {
        home.takeInbox();
        takeInbox();
        if (stealing) {
            offer(crew);
        }
    }

    private @Nullable LoopTask pollAny() {
        LoopTask next = pollNext();
        if (next != null) {
            return next;
        }
        beginTurn();
        homeFirst = !homeFirst; // so neither starves the other
        LoopTask task = pollTwo();
        if (task == null) {
            takeInboxes();
            task = pollTwo();
        }
        return task;
    }

    private @Nullable LoopTask pollTwo() {
        LoopTask task = homeFirst ? home.poll() : poll();
        if (task == null) {
            task = homeFirst ? poll() : home.poll();
        }
        return task;
    }

    private void run(LoopThread own, PlacedTask task) {
        if (task.loop() != loop) {
            task.moveTo(loop);
        }
        counts.run(task);
        if (own.runTask(task)) {
            LoopReliefEvent over = event;
            event = null;
            if (over != null) {
                over.stop(loop.toString());
            }
        }
    }

    private boolean hasNothing() {
        return home.isEmpty() && isEmpty();
    }

    /**
     * Gives the duty back, or goes on in the next turn, with what is stolen from others. Returns whether this thread has
     * nothing to run. Own thread, after {@link #runQueues}.
     */
    boolean releaseDuty() {
        if (!hasNothing() || (stealing && crew.search(this))) {
            return false;
        }
        trim();
        duty.release();
        crew.idle();
        if (hasNothing() && !(stealing && crew.hasSpare(this))) {
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
        return thread;
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
        LoopThread own = thread;
        if (own != null) {
            own.context().evictTimers();
        }
    }

    /** Asks the thread, if any, to end when there is nothing left to do. Any thread. */
    void requestStop() {
        stopRequested = true;
        wakeIfIdle();
    }

    /** Has a thread that rests look around. Any thread. */
    void wakeIfIdle() {
        if (duty.takeIfIdle()) {
            crew.busy();
            wake();
        }
    }

    /**
     * Whether the thread is to end; after true it is not this loop's any more. A request that finds the dispatcher in
     * use is dropped: Akka asks again. Akka may let an actor run a moment before it counts it, so resources count
     * too. Loop thread, between turns.
     */
    boolean tryStop() {
        if (!stopRequested) {
            return false;
        }
        stopRequested = false;
        if (!group.owner().isDeserted() || openResources.get() > 0) {
            return false;
        }
        if (duty.stop()) {
            return true;
        }
        stopRequested = true; // work came in, perhaps the wake-up of the request itself
        return false;
    }

    /** Mailboxes have taken on or closed resources. Any thread. */
    void addOpenResources(int delta) {
        openResources.addAndGet(delta);
    }

    LoopCounts counts() {
        return counts;
    }

    /** The contexts of the own threads. */
    ContextHistory contexts() {
        return contexts;
    }

    LoopMetrics metrics() {
        return new LoopMetrics(
                loop.number(),
                loop.actors(),
                counts.messages(),
                counts.tasks(),
                duty.isTaken() ? turn.depth() : 0,
                isHeld(),
                contexts.stats());
    }

    @Override
    public String toString() {
        return loop.toString();
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.aioactors.dispatcher;

import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * What an {@link AioLoop} has to run, and its own thread, which runs it: started, woken and ended here. {@link Relief}
 * stands in for that thread while it is held up.
 */
final class LoopWork {
    private final AioLoop loop;
    private final LoopOwner owner;
    private final LoopCounts counts;
    private final int mailboxesPerTurn;
    private final RunQueue queue;
    private final LoopDuty duty = new LoopDuty();
    private final HomeRun homeRun = new HomeRun();
    private final Relief relief;
    private final QueueTurn turn = new QueueTurn();

    /**
     * The present own thread, or the one before. Written by who takes a stopped loop's duty; read by who takes an idle
     * one's, by relief threads and the watchdog.
     */
    private volatile @Nullable LoopThread thread;

    /** Set by any thread when the dispatcher should stop; read between turns and cleared by the own thread. */
    private volatile boolean stopRequested;

    LoopWork(AioLoop loop, LoopOwner owner, AioDispatcherSettings settings, LoopCounts counts) {
        this.loop = loop;
        this.owner = owner;
        this.counts = counts;
        mailboxesPerTurn = settings.mailboxesPerTurn();
        queue = new RunQueue(new Succession(
                settings.throughput(), settings.throughputDeadlineNs(), counts.ownMessages(), System::nanoTime));
        relief = new Relief(loop, queue, duty, homeRun, owner);
    }

    /** Has the watchdog look at it. Once, when it may be used. */
    void beWatched() {
        owner.watch().add(relief);
    }

    /** Whether the own thread is held up. Any thread; the answer may be outdated when it comes. */
    boolean isRelieved() {
        return relief.isOn();
    }

    /** How many tasks waited when the own thread last looked. Any thread. */
    int depth() {
        return duty.isTaken() ? turn.depth() : 0;
    }

    /** Queues a task that is in no queue, and sees to it that the loop runs it. Any thread. */
    void enqueue(LoopTask task) {
        if (Thread.currentThread() instanceof LoopThread own && own.loop() == loop) {
            if (task instanceof AioMailbox && own.isRunningOtherThan(task)) {
                queue.addNext(task);
            } else {
                queue.addLocal(task);
            }
            if (homeRun.isRelieved()) {
                // Another thread takes the task, or releases the duty before it looks for tasks. One that relieved us
                // just now, so that we did not see it, has had us stop since: see Relief.relieve.
                VarHandle.fullFence();
            }
        } else {
            queue.addRemote(task);
        }
        int before = duty.take();
        if (before == LoopDuty.IDLE) {
            wake();
        } else if (before == LoopDuty.STOPPED) {
            start();
        }
    }

    private void wake() {
        if (relief.wake()) {
            return;
        }
        LoopThread running = thread;
        if (running != null) {
            running.notifyDuty();
        }
    }

    private void start() {
        try {
            LoopThread starting = owner.newThread(loop);
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
        duty.abandon();
        owner.onError("event loop " + loop + " stopped; the next message to one of its actors starts it again", error);
    }

    /** Whether the own thread is running the queue now. Any thread. */
    boolean isRunningQueue() {
        return turn.isActive();
    }

    /** Whether somebody has taken the duty for the own thread, or it has not given it back. Own thread. */
    boolean isOnDuty() {
        return duty.isTaken();
    }

    /**
     * A part of a turn: runs up to `mailboxes-per-turn` tasks, those included that the run ones queue; the rest, if
     * any, in the next turn, so that fds and timers get theirs. A run that was relieved is the last of its turn. Own
     * thread, which has the duty.
     */
    void runQueue(LoopThread own) {
        queue.takeRemote(); // a turn of the local ones must not keep the others waiting for ever
        turn.begin(queue.size());
        try {
            owner.watch().ensureArmed();
            for (int left = mailboxesPerTurn; left > 0 && turn.goesOn(); left--) {
                LoopTask task = queue.poll();
                if (task == null) {
                    break;
                }
                run(own, task);
            }
        } finally {
            turn.end();
        }
    }

    /**
     * Gives the duty back, or goes on in the next turn. Returns whether this thread has nothing to run. Own thread,
     * after {@link #runQueue}.
     */
    boolean releaseDuty() {
        if (!turn.hasDuty) {
            return true; // given back by the relief
        }
        if (!queue.isEmpty()) {
            return false;
        }
        duty.release();
        if (queue.isEmpty()) {
            return true;
        }
        duty.takeIfIdle(); // if it is not idle, whoever queued has it
        return false;
    }

    /** Whether others run the queue since the own thread's present run began. Own thread. */
    boolean isRunRelieved() {
        return homeRun.isRelieved();
    }

    /** Whether the own thread was held up since this was asked last: its next turn looks at the fds. Own thread. */
    boolean takeRelieved() {
        return turn.takeRelieved();
    }

    private void run(LoopThread own, LoopTask task) {
        homeRun.begin();
        try {
            counts.run(task);
            own.runTask(task, owner);
        } finally {
            if (!homeRun.end()) {
                turn.relieved(relief.comeBack());
                owner.watch().ensureArmed(); // it does not watch a thread that was relieved
            }
        }
    }

    /** What runs is about to block. Own thread. */
    void announceBlocking() {
        relief.announce();
    }

    /** A relief thread has run what may have been the last of a deserted dispatcher: see {@link DesertedCheck}. */
    void checkDeserted() {
        if (!relief.isOn() && owner.isDeserted() && duty.takeIfIdle()) {
            wake();
        }
    }

    /** The own thread, or null before there was one. Any thread. */
    @Nullable LoopThread thread() {
        return thread;
    }

    /** Asks the thread, if any, to end when there is nothing left to do. Any thread. */
    void requestStop() {
        stopRequested = true;
        if (duty.takeIfIdle()) {
            wake();
        }
    }

    /**
     * Whether the thread is to end; after true it is not this loop's any more. A request that finds the dispatcher in
     * use is dropped: Akka asks again. Akka may let an actor run a moment before it counts it, so resources count
     * too. Own thread, between turns.
     */
    boolean tryStop() {
        if (!stopRequested) {
            return false;
        }
        stopRequested = false;
        if (!owner.isDeserted() || loop.hasOpenResources()) {
            return false;
        }
        if (duty.stop()) {
            return true;
        }
        stopRequested = true; // work came in, perhaps the wake-up of the request itself
        return false;
    }
}

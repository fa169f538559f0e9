// SPDX-License-Identifier: Apache-2.0
package org.aioactors.dispatcher.loop;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.aioactors.dispatcher.queue.Crew;
import org.aioactors.dispatcher.queue.LoopDuty;
import org.jspecify.annotations.Nullable;

/** The own threads of a loop, one after the other: how each is started, woken and ended. */
final class LoopLife {
    private static final long RETRY_S = 1;

    private final EventLoop loop;
    private final LoopGroup group;
    private final Crew crew;
    private final LoopDuty duty;
    private final ContextHistory contexts = new ContextHistory();

    /** The present own thread, or the one before. Written by who takes a stopped loop's duty; read by all. */
    private volatile @Nullable LoopThread thread;

    /** What mailboxes will have closed at their actors' ends. While there is any the context must live. */
    private final AtomicInteger openResources = new AtomicInteger();

    /** Set by any thread when the dispatcher should stop; read between turns and cleared by the loop thread. */
    private volatile boolean stopRequested;

    LoopLife(EventLoop loop, LoopGroup group) {
        this.loop = loop;
        this.group = group;
        crew = group.crew();
        duty = loop.duty();
    }

    /** The own thread, or null before there was one. Any thread. */
    @Nullable LoopThread thread() {
        return thread;
    }

    /** The contexts of the own threads. */
    ContextHistory contexts() {
        return contexts;
    }

    /** Something is queued: has the own thread run it. Any thread. */
    void takeDuty() {
        int before = duty.take();
        if (before != LoopDuty.TAKEN) {
            beginDuty(before);
        }
    }

    /** Has a loop that rests, or has no thread, look at the queues of others; returns whether it will. Any thread. */
    boolean wakeToSearch() {
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
     * thread; or nobody's: an actor that is queued is not queued again, so it is tried again after a while.
     */
    void failedToRun(Throwable error) {
        if (duty.takeIfIdle()) {
            crew.busy();
        }
        if (duty.beginSearch()) {
            crew.endSearch(false);
        }
        crew.idle(); // first, so that never fewer count than rest
        duty.abandon();
        try {
            group.owner()
                    .onError(
                            "event loop " + loop
                                    + " stopped; the next message to one of its actors starts it again, and"
                                    + " in a second it is tried for what waits",
                            error);
        } finally {
            if (!loop.hasNothing()) {
                CompletableFuture.delayedExecutor(RETRY_S, TimeUnit.SECONDS, Runnable::run)
                        .execute(this::takeDuty);
            }
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
}

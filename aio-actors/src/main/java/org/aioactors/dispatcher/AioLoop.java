// SPDX-License-Identifier: Apache-2.0
package org.aioactors.dispatcher;

import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.aioactors.aio.AioContext;
import org.jspecify.annotations.Nullable;

/**
 * One event loop of an {@link AioDispatcher}: the place where the actors bound to it run, with their fds and timers.
 *
 * <p>The object lives as long as the dispatcher; its thread starts with the first task, and ends when the dispatcher
 * has been deserted for its shutdown-timeout. Each thread has its own {@link AioContext}.
 */
public final class AioLoop implements Executor {
    private final LoopOwner owner;
    private final AioDispatcherSettings settings;
    private final int number;
    private final RunQueue queue = new RunQueue();
    private final LoopDuty duty = new LoopDuty();

    /**
     * The present thread, or the one before. Written by who takes a stopped loop's duty, read by who takes an idle
     * one's.
     */
    private @Nullable LoopThread thread;

    /** Whose turn it is. Loop thread only. */
    private @Nullable AioMailbox currentMailbox;

    /**
     * What mailboxes will have closed at their actors' ends. While there is any the context must live. Loop thread
     * only.
     */
    private int openResources;

    /** Set by any thread when the dispatcher should stop; read between turns and cleared by the loop thread. */
    private volatile boolean stopRequested;

    AioLoop(LoopOwner owner, AioDispatcherSettings settings, int number) {
        this.owner = owner;
        this.settings = settings;
        this.number = number;
    }

    /** The loop whose thread calls this, or null on any other thread. */
    public static @Nullable AioLoop current() {
        return Thread.currentThread() instanceof LoopThread thread ? thread.loop() : null;
    }

    /**
     * The loop whose thread calls this.
     *
     * @param what needs a loop, for the message
     * @throws IllegalStateException on any other thread
     */
    public static AioLoop require(String what) {
        AioLoop loop = current();
        if (loop == null) {
            throw new IllegalStateException(what + " needs an actor on an aio dispatcher, but this is thread '"
                    + Thread.currentThread().getName()
                    + "'; spawn the actor with DispatcherSelector.fromConfig(\"aio-default-dispatcher\")");
        }
        return loop;
    }

    /** Its number within its dispatcher, from 1. Any thread. */
    public int number() {
        return number;
    }

    /** Whether the calling thread is this loop's. */
    public boolean inLoopThread() {
        return current() == this;
    }

    /**
     * The context of this loop. Loop thread only.
     *
     * @throws IllegalStateException on any other thread: an actor may keep what it gets only as long as it lives
     */
    public AioContext context() {
        if (Thread.currentThread() instanceof LoopThread running && running.loop() == this) {
            return running.context();
        }
        throw new IllegalStateException("only " + this + " itself may use its context, not "
                + Thread.currentThread().getName() + ": call this from an actor that runs on the loop");
    }

    /**
     * What all actors of this loop share, such as buffers: one of each type, made when first asked for, closed when
     * the loop's thread ends. Loop thread only.
     */
    public <T extends AutoCloseable> T resource(Class<T> type, Supplier<? extends T> create) {
        if (Thread.currentThread() instanceof LoopThread running && running.loop() == this) {
            return running.resources().get(type, create);
        }
        throw new IllegalStateException("only " + this + " itself may use its resources, not "
                + Thread.currentThread().getName());
    }

    /** The mailbox of the actor that runs now, or null between actors and in tasks. Loop thread only. */
    public @Nullable AioMailbox currentMailbox() {
        assert inLoopThread();
        return currentMailbox;
    }

    /**
     * Runs a task on this loop, after what the calling thread queued before. Any thread; never blocks; starts the
     * loop's thread if there is none. An exception that the task throws is reported as Akka reports those of its
     * threads.
     */
    @Override
    public void execute(Runnable task) {
        enqueue(new RunnableTask(task));
    }

    /** Queues a task that is in no queue, and sees to it that the loop runs it. Any thread. */
    void enqueue(LoopTask task) {
        if (inLoopThread()) {
            queue.addLocal(task);
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
        LoopThread running = thread;
        if (running != null) {
            running.scheduleQueue();
        }
    }

    private void start() {
        try {
            LoopThread starting = owner.newThread(this);
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
        owner.onError("event loop " + this + " stopped; the next message to one of its actors starts it again", error);
    }

    /**
     * The bottom half: runs up to `mailboxes-per-turn` tasks, those included that the run ones queue; the rest, if
     * any, in the next turn, so that fds and timers get theirs. Loop thread, which has the duty.
     */
    void runQueue() {
        queue.takeRemote(); // a turn of the local ones must not keep the others waiting for ever
        for (int left = settings.mailboxesPerTurn(); left > 0; left--) {
            LoopTask task = queue.poll();
            if (task == null) {
                break;
            }
            run(task);
        }
    }

    /** Gives the duty back, or goes on in the next turn. Returns whether the queue was empty. Loop thread. */
    boolean releaseDuty() {
        if (queue.isEmpty()) {
            duty.release();
            if (queue.isEmpty()) {
                return true;
            }
            if (!duty.takeIfIdle()) {
                return false; // whoever queued has it
            }
        }
        wake();
        return false;
    }

    private void run(LoopTask task) {
        currentMailbox = task instanceof AioMailbox mailbox ? mailbox : null;
        try {
            task.run();
        } catch (Throwable e) {
            // Other actors live here. An actor's failure went to its supervisor; what comes here is reported and over.
            owner.onError(task.toString(), e);
        } finally {
            currentMailbox = null;
            Thread.interrupted(); // an interrupt was meant for what ran, not for what runs next
        }
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
     * too. Loop thread, between turns.
     */
    boolean tryStop() {
        if (!stopRequested) {
            return false;
        }
        stopRequested = false;
        if (!owner.isDeserted() || openResources > 0) {
            return false;
        }
        if (duty.stop()) {
            return true;
        }
        stopRequested = true; // work came in, perhaps the wake-up of the request itself
        return false;
    }

    /** Mailboxes have taken on or closed resources. Loop thread. */
    void addOpenResources(int delta) {
        openResources += delta;
    }

    LoopOwner owner() {
        return owner;
    }

    AioDispatcherSettings settings() {
        return settings;
    }

    @Override
    public String toString() {
        return settings.id() + "-" + number;
    }
}

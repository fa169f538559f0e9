// SPDX-License-Identifier: Apache-2.0
package org.aioactors.dispatcher;

import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.aioactors.aio.AioContext;
import org.jspecify.annotations.Nullable;

/**
 * One event loop of an {@link AioDispatcher}: the place where the actors settled on it run, with their fds and timers,
 * and mobile ones as it comes.
 *
 * <p>The object lives as long as the dispatcher; its own thread starts with the first task, and ends when the
 * dispatcher has been deserted for its shutdown-timeout. Each such thread has its own {@link AioContext}.
 *
 * <p>While the own thread is held up by an actor or a task, other threads run what is mobile; fds, timers of the context
 * and what is settled wait: tasks of {@link #execute}, and actors that {@linkplain #require require} the loop, have the
 * {@link PinnedMailbox}, watch an fd, or asked for the loop when they were spawned.
 */
public final class AioLoop implements Executor {
    private final LoopGroup group;
    private final int number;
    private final LoopLife life;
    private final LoopWorker worker;

    AioLoop(LoopGroup group, int number) {
        this.group = group;
        this.number = number;
        life = new LoopLife(this, group);
        worker = new LoopWorker(this, group, life);
    }

    /**
     * The loop of the actor or task that the calling thread runs: the one that the thread serves or, if it stands in for
     * others, that where the actor is at home. Null on a thread that serves no dispatcher of ours.
     */
    public static @Nullable AioLoop current() {
        return Thread.currentThread() instanceof ServingThread thread ? thread.loop() : null;
    }

    /**
     * The loop of the actor or task that calls this, which may use all that belongs to the loop until the end of its
     * present run. The actor is settled from now on: no other thread runs it any more.
     *
     * <p>On a thread that stands in for a loop which is held up, the call waits until some loop is free, and has that
     * loop's own thread wait in turn for the end of the run; the actor settles there. An actor that can't wait, since the
     * one that holds up all loops waits for it, should have a {@link PinnedMailbox} and a dispatcher of its own.
     *
     * @param what needs a loop, for the message
     * @throws IllegalStateException on a thread that serves no loop
     */
    public static AioLoop require(String what) {
        currentFor(what);
        ServingThread thread = (ServingThread) Thread.currentThread();
        AioLoop loop = thread.comeHome();
        AioMailbox mailbox = thread.currentMailbox();
        if (mailbox != null) {
            mailbox.task().settle();
        }
        return loop;
    }

    /**
     * The same as {@link #current}, for what does not mind on which thread the actor runs. Never waits.
     *
     * @param what needs a loop, for the message
     * @throws IllegalStateException on a thread that serves no loop
     */
    public static AioLoop currentFor(String what) {
        AioLoop loop = current();
        if (loop == null) {
            throw new IllegalStateException(what + " needs an actor on an aio dispatcher, but this is thread '"
                    + Thread.currentThread().getName()
                    + "'; spawn the actor with DispatcherSelector.fromConfig(\"aio-default-dispatcher\")");
        }
        return loop;
    }

    /** The path of its dispatcher's configuration. Any thread. */
    public String dispatcherId() {
        return group.settings().id();
    }

    /** How many living actors ran here last, or have begun here. Any thread. */
    public int actors() {
        return group.actorsOf(this);
    }

    /** Its number within its dispatcher, from 1. Any thread. */
    public int number() {
        return number;
    }

    /**
     * Whether the calling thread may use all that belongs to the loop: it is the loop's own, or one for which that
     * waits, see {@link #require}.
     */
    public boolean inLoopThread() {
        return Thread.currentThread() instanceof ServingThread serving && serving.isHomeOf(this);
    }

    /**
     * Whether the loop's own thread is held up, so that its fds and timers wait. Any thread; the answer may be outdated
     * when it comes.
     */
    public boolean isStalled() {
        return worker.isHeld();
    }

    /** What the loop has done so far, and how it is doing. Any thread; does not block. */
    public LoopMetrics metrics() {
        return worker.metrics();
    }

    /**
     * The context of this loop. The threads that serve the loop. One that stands in for it may use, before {@link
     * #require}, what is for any thread; callbacks run on the loop's own thread in any case.
     *
     * @throws IllegalStateException on any other thread: an actor may keep what it gets only if it is settled
     */
    public AioContext context() {
        return servedOwnThread("context").context();
    }

    /**
     * What all actors of this loop share, such as buffers: one of each type, made when first asked for, closed when
     * the loop's own thread ends. The threads that serve the loop; to use what is not made for several threads, call
     * {@link #require} first.
     *
     * @throws IllegalStateException on any other thread
     */
    public <T extends AutoCloseable> T resource(Class<T> type, Supplier<? extends T> create) {
        return servedOwnThread("resources").resources().get(type, create);
    }

    /**
     * Has something done at the end of each turn, before the loop waits; another one takes its place. The threads that serve
     * the loop.
     *
     * @throws IllegalStateException on any other thread
     */
    public void setTurnEnd(TurnEnd turnEnd) {
        servedOwnThread("end of a turn").setTurnEnd(turnEnd);
    }

    /**
     * Runs a few of the actors that wait for the loop. A callback of an fd or a request calls it last, so that what it has
     * woken runs while its data are in the processor's caches; what is more than a few waits for its turn as ever. Does nothing
     * while an actor runs, and on any other than the loop's own thread.
     */
    public void runWoken() {
        if (Thread.currentThread() instanceof LoopThread own && own.loop() == this) {
            own.runWoken();
        }
    }

    private LoopThread servedOwnThread(String what) {
        LoopThread own = life.thread();
        if (own == null || current() != this) {
            throw new IllegalStateException("only " + this + " itself may use its " + what + ", not "
                    + Thread.currentThread().getName() + ": call this from an actor that runs on the loop");
        }
        return own;
    }

    /**
     * The mailbox of the actor that the calling thread runs now, or null between actors and in tasks. The threads that
     * serve the loop.
     */
    public @Nullable AioMailbox currentMailbox() {
        assert current() == this;
        return ((ServingThread) Thread.currentThread()).currentMailbox();
    }

    /**
     * Runs a task on this loop's own thread, after what the calling thread gave it before; if it is held up, when it is
     * back. Any thread; never blocks; starts the loop's thread if there is none. An exception that the task throws is
     * reported as Akka reports those of its threads.
     */
    @Override
    public void execute(Runnable task) {
        group.enqueue(RunnableTask.settled(task, this));
    }

    LoopGroup group() {
        return group;
    }

    /** Its own threads. */
    LoopLife life() {
        return life;
    }

    /** What the loop has to run, and who does. */
    LoopWorker worker() {
        return worker;
    }

    @Override
    public String toString() {
        return group.settings().id() + "-" + number;
    }
}

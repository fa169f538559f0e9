// SPDX-License-Identifier: Apache-2.0
package org.aioactors.dispatcher;

import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.aioactors.aio.AioContext;
import org.aioactors.dispatcher.loop.EventLoop;
import org.aioactors.dispatcher.loop.ServingThread;
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
    private final EventLoop loop;

    AioLoop(EventLoop loop) {
        this.loop = loop;
    }

    static AioLoop of(EventLoop loop) {
        return (AioLoop) loop.handle();
    }

    /**
     * The loop of the actor or task that the calling thread runs: the one that the thread serves or, if it stands in for
     * others, that where the actor is at home. Null on a thread that serves no dispatcher of ours.
     */
    public static @Nullable AioLoop current() {
        EventLoop loop = ServingThread.currentLoop();
        return loop == null ? null : of(loop);
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
        return of(((ServingThread) Thread.currentThread()).settleHere());
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
        return loop.group().settings().id();
    }

    /** How many living actors ran here last, or have begun here. Any thread. */
    public int actors() {
        return loop.actors();
    }

    /**
     * Where something is to live that belongs to a loop as a settled actor does: a loop of the same dispatcher, as {@code
     * aio.placement} has it. Any thread.
     */
    public AioLoop place() {
        return of(loop.group().placeOf(true));
    }

    /** How many live here that are no actors, such as TCP connections. Any thread. */
    public int guests() {
        return loop.guests();
    }

    /** So many more live here that are no actors, or fewer; they count for {@code aio.placement}. Any thread. */
    public void countGuests(int delta) {
        loop.countGuests(delta);
    }

    /** Its number within its dispatcher, from 1. Any thread. */
    public int number() {
        return loop.number();
    }

    /**
     * Whether the calling thread may use all that belongs to the loop: it is the loop's own, or one for which that
     * waits, see {@link #require}.
     */
    public boolean inLoopThread() {
        return loop.inLoopThread();
    }

    /**
     * Whether the loop's own thread is held up, so that its fds and timers wait. Any thread; the answer may be outdated
     * when it comes.
     */
    public boolean isStalled() {
        return loop.isHeld();
    }

    /** What the loop has done so far, and how it is doing. Any thread; does not block. */
    public LoopMetrics metrics() {
        return new LoopMetrics(
                number(),
                actors(),
                loop.counts().messages(),
                loop.counts().tasks(),
                loop.steals(),
                loop.queueDepth(),
                isStalled(),
                loop.contextStats());
    }

    /**
     * The context of this loop. The threads that serve the loop. One that stands in for it may use, before {@link
     * #require}, what is for any thread; callbacks run on the loop's own thread in any case.
     *
     * @throws IllegalStateException on any other thread: an actor may keep what it gets only if it is settled
     */
    public AioContext context() {
        return loop.context();
    }

    /**
     * What all actors of this loop share, such as buffers: one of each type, made when first asked for, closed when
     * the loop's own thread ends. The threads that serve the loop; to use what is not made for several threads, call
     * {@link #require} first.
     *
     * @throws IllegalStateException on any other thread
     */
    public <T extends AutoCloseable> T resource(Class<T> type, Supplier<? extends T> create) {
        return loop.resource(type, create);
    }

    /**
     * Has something done at the end of each turn, before the loop waits, behind what was added before; for as long as the loop's
     * own thread lives. The threads that serve the loop.
     *
     * @throws IllegalStateException on any other thread
     */
    public void addTurnEnd(TurnEnd turnEnd) {
        loop.addTurnEnd(turnEnd::onTurnEnd);
    }

    /**
     * Runs a few of the actors that wait for the loop. A callback of an fd or a request calls it last, so that what it has
     * woken runs while its data are in the processor's caches; what is more than a few waits for its turn as ever. Does nothing
     * while an actor runs, and on any other than the loop's own thread.
     */
    public void runWoken() {
        loop.runWoken();
    }

    /**
     * The mailbox of the actor that the calling thread runs now, or null between actors and in tasks. The threads that
     * serve the loop.
     */
    public @Nullable AioMailbox currentMailbox() {
        assert current() == this;
        return (AioMailbox) ((ServingThread) Thread.currentThread()).currentMailbox();
    }

    /**
     * The same for who needs one.
     *
     * @param what needs an actor, for the message
     * @throws IllegalStateException between actors and in tasks
     */
    public AioMailbox requireMailbox(String what) {
        AioMailbox mailbox = currentMailbox();
        if (mailbox == null) {
            throw new IllegalStateException(what + " needs an actor, and is not for a task on its loop");
        }
        return mailbox;
    }

    /**
     * Runs a task on this loop's own thread, after what the calling thread gave it before; if it is held up, when it is
     * back. Any thread; never blocks; starts the loop's thread if there is none. An exception that the task throws is
     * reported as Akka reports those of its threads.
     */
    @Override
    public void execute(Runnable task) {
        loop.execute(task);
    }

    EventLoop loop() {
        return loop;
    }

    @Override
    public String toString() {
        return loop.toString();
    }
}

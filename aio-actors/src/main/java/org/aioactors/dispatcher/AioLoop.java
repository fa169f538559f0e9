// SPDX-License-Identifier: Apache-2.0
package org.aioactors.dispatcher;

import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.aioactors.aio.AioContext;
import org.jspecify.annotations.Nullable;

/**
 * One event loop of an {@link AioDispatcher}: the place where the actors bound to it run, with their fds and timers.
 *
 * <p>The object lives as long as the dispatcher; its own thread starts with the first task, and ends when the
 * dispatcher has been deserted for its shutdown-timeout. Each such thread has its own {@link AioContext}.
 *
 * <p>While the own thread is held up by an actor or a task, relief threads run the others; fds and timers wait. What
 * must not leave the own thread stays with it: tasks of {@link #execute}, and actors that are pinned, see {@link
 * #require} and {@link PinnedMailbox}.
 */
public final class AioLoop implements Executor {
    private final LoopOwner owner;
    private final AioDispatcherSettings settings;
    private final int number;
    private final LoopCounts counts = new LoopCounts();
    private final ContextHistory contexts = new ContextHistory();
    private final LoopWork work;

    /** How many actors are bound to it. */
    private final AtomicInteger actors = new AtomicInteger();

    /** What mailboxes will have closed at their actors' ends. While there is any the context must live. */
    private final AtomicInteger openResources = new AtomicInteger();

    AioLoop(LoopOwner owner, AioDispatcherSettings settings, int number) {
        this.owner = owner;
        this.settings = settings;
        this.number = number;
        work = new LoopWork(this, owner, settings, counts);
        work.beWatched();
    }

    /**
     * The loop that the calling thread serves, as its own thread or to relieve that; null on any other thread. It is
     * the loop of the actor that runs.
     */
    public static @Nullable AioLoop current() {
        return Thread.currentThread() instanceof ServingThread thread ? thread.loop() : null;
    }

    /**
     * The loop of the actor or task that calls this, which may use all that belongs to the loop until the end of its
     * present run. The actor is pinned from now on: no relief thread runs it any more.
     *
     * <p>On a relief thread the call waits until the loop's own thread is free, and has it wait in turn for the end of
     * the run. An actor that can't wait, since the one that holds up the loop waits for it, should have a {@link
     * PinnedMailbox} and a loop of its own.
     *
     * @param what needs a loop, for the message
     * @throws IllegalStateException on a thread that serves no loop
     */
    public static AioLoop require(String what) {
        AioLoop loop = currentFor(what);
        AioMailbox mailbox = loop.currentMailbox();
        if (mailbox != null) {
            mailbox.pin();
        }
        ((ServingThread) Thread.currentThread()).comeHome();
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
        return settings.id();
    }

    /** How many actors live on it now. Any thread. */
    public int actors() {
        return actors.get();
    }

    /** Actors have come or gone. Any thread. */
    void addActors(int delta) {
        actors.addAndGet(delta);
    }

    /** Its number within its dispatcher, from 1. Any thread. */
    public int number() {
        return number;
    }

    /**
     * Whether the calling thread may use all that belongs to the loop: it is the loop's own, or a relief thread for
     * which that waits, see {@link #require}.
     */
    public boolean inLoopThread() {
        return Thread.currentThread() instanceof ServingThread serving && serving.loop() == this && serving.isHome();
    }

    /**
     * Whether the loop's own thread is held up, so that its fds and timers wait. Any thread; the answer may be outdated
     * when it comes.
     */
    public boolean isStalled() {
        return work.isRelieved();
    }

    /** What the loop has done so far, and how it is doing. Any thread; does not block. */
    public LoopMetrics metrics() {
        return new LoopMetrics(
                number, actors(), counts.messages(), counts.tasks(), work.depth(), isStalled(), contexts.stats());
    }

    LoopCounts counts() {
        return counts;
    }

    LoopWork work() {
        return work;
    }

    /** The contexts of its own threads. */
    ContextHistory contexts() {
        return contexts;
    }

    /**
     * The context of this loop. The threads that serve the loop. One that relieves it may use, before {@link #require},
     * what is for any thread; callbacks run on the loop's own thread in any case.
     *
     * @throws IllegalStateException on any other thread: an actor may keep what it gets only as long as it lives
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

    private LoopThread servedOwnThread(String what) {
        LoopThread own = work.thread();
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
        enqueue(RunnableTask.atHome(task));
    }

    /** Runs a task, not necessarily on the loop's own thread. Any thread. */
    void executeAnywhere(Runnable task) {
        enqueue(RunnableTask.anywhere(task));
    }

    /** Queues a task that is in no queue, and sees to it that the loop runs it. Any thread. */
    void enqueue(LoopTask task) {
        work.enqueue(task);
    }

    /** Asks the own thread, if any, to end when there is nothing left to do. Any thread. */
    void requestStop() {
        work.requestStop();
    }

    /** Mailboxes have taken on or closed resources. The threads that serve the loop. */
    void addOpenResources(int delta) {
        openResources.addAndGet(delta);
    }

    /** Whether the context must live, though there may be no actor. Any thread. */
    boolean hasOpenResources() {
        return openResources.get() > 0;
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

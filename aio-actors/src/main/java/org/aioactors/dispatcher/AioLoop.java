// SPDX-License-Identifier: Apache-2.0
package org.aioactors.dispatcher;

import java.lang.invoke.VarHandle;
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
    private final RunQueue queue;
    private final LoopDuty duty = new LoopDuty();
    private final HomeRun homeRun = new HomeRun();
    private final Relief relief;
    private final ContextHistory contexts = new ContextHistory();

    private final QueueTurn turn = new QueueTurn();

    /**
     * The present own thread, or the one before. Written by who takes a stopped loop's duty; read by who takes an idle
     * one's, by relief threads and the watchdog.
     */
    private volatile @Nullable LoopThread thread;

    /** How many actors are bound to it. */
    private final AtomicInteger actors = new AtomicInteger();

    /** What mailboxes will have closed at their actors' ends. While there is any the context must live. */
    private final AtomicInteger openResources = new AtomicInteger();

    /** Set by any thread when the dispatcher should stop; read between turns and cleared by the loop thread. */
    private volatile boolean stopRequested;

    AioLoop(LoopOwner owner, AioDispatcherSettings settings, int number) {
        this.owner = owner;
        this.settings = settings;
        this.number = number;
        queue = new RunQueue(new Succession(
                settings.throughput(), settings.throughputDeadlineNs(), counts.ownMessages(), System::nanoTime));
        relief = new Relief(this, queue, duty, homeRun, owner);
        owner.watch().add(relief);
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
        return relief.isOn();
    }

    /** What the loop has done so far, and how it is doing. Any thread; does not block. */
    public LoopMetrics metrics() {
        return new LoopMetrics(
                number,
                actors(),
                counts.messages(),
                counts.tasks(),
                duty.isTaken() ? turn.depth() : 0,
                isStalled(),
                contexts.stats());
    }

    LoopCounts counts() {
        return counts;
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
        LoopThread own = thread;
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
        if (Thread.currentThread() instanceof LoopThread own && own.loop() == this) {
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
            for (int left = settings.mailboxesPerTurn(); left > 0 && turn.goesOn(); left--) {
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
     * too. Loop thread, between turns.
     */
    boolean tryStop() {
        if (!stopRequested) {
            return false;
        }
        stopRequested = false;
        if (!owner.isDeserted() || openResources.get() > 0) {
            return false;
        }
        if (duty.stop()) {
            return true;
        }
        stopRequested = true; // work came in, perhaps the wake-up of the request itself
        return false;
    }

    /** Mailboxes have taken on or closed resources. The threads that serve the loop. */
    void addOpenResources(int delta) {
        openResources.addAndGet(delta);
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

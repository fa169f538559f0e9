// SPDX-License-Identifier: Apache-2.0
package org.aioactors.dispatcher.loop;

import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import org.aioactors.aio.AioContext;
import org.aioactors.aio.AioStats;
import org.aioactors.dispatcher.queue.Crew;
import org.aioactors.dispatcher.queue.LoopWorker;
import org.aioactors.dispatcher.queue.Worker;
import org.aioactors.dispatcher.watchdog.RunWatch;
import org.aioactors.dispatcher.watchdog.Watched;
import org.aioactors.trace.ActorsRunEvent;
import org.aioactors.trace.LoopReliefEvent;
import org.jspecify.annotations.Nullable;

/** One event loop of a dispatcher: what it has to run, and how its own threads, one after the other, do that. */
public final class EventLoop extends LoopWorker implements Executor, Watched {
    /** What is done at the end of each turn. */
    @FunctionalInterface
    public interface TurnEnd {
        /** Told whether the next turn will not sleep; returns whether it is not to. The own thread. */
        boolean onTurnEnd(boolean busy);
    }

    /** How many tasks run after a callback: who is told of it, and whom that one tells. */
    private static final int WOKEN_AT_ONCE = 4;

    /** What runs between the callbacks of a turn is as much as that many turns: fds wait for as much elsewhere, too. */
    private static final int TURNS_OF_WOKEN = 8;

    private final LoopGroup group;
    private final int number;
    private final Crew crew;
    private final LoopLife life;
    private final LoopCounts counts = new LoopCounts(messages());
    private final RunWatch watch = new RunWatch(run());
    private final Object handle;

    /** What lives here and is no actor. */
    private final AtomicInteger guests = new AtomicInteger();

    /** The stall that goes on, for the Flight Recorder. Set by who finds it, taken by the own thread. */
    private volatile @Nullable LoopReliefEvent event;

    EventLoop(LoopGroup group, int number, Function<EventLoop, ?> handle) {
        super(group.crew(), group.succession());
        this.group = group;
        this.number = number;
        crew = group.crew();
        life = new LoopLife(this, group);
        this.handle = handle.apply(this);
    }

    /** Its dispatcher's loops. Any thread. */
    public LoopGroup group() {
        return group;
    }

    /** Its number within its dispatcher, from 1. Any thread. */
    public int number() {
        return number;
    }

    /** What users know it as. Any thread. */
    public Object handle() {
        return handle;
    }

    LoopLife life() {
        return life;
    }

    /** Whether the calling thread may use all that belongs to the loop. */
    public boolean inLoopThread() {
        return Thread.currentThread() instanceof ServingThread serving && serving.isHomeOf(this);
    }

    /** The context of its own thread. The threads that serve the loop. */
    public AioContext context() {
        return servedOwnThread("context").context();
    }

    /** What the actors of its own thread share, one of each type. The threads that serve the loop. */
    public <T extends AutoCloseable> T resource(Class<T> type, Supplier<? extends T> create) {
        return servedOwnThread("resources").resources().get(type, create);
    }

    /** Has its own thread do something more at the end of each turn. The threads that serve the loop. */
    public void addTurnEnd(TurnEnd turnEnd) {
        servedOwnThread("end of a turn").addTurnEnd(turnEnd);
    }

    private LoopThread servedOwnThread(String what) {
        LoopThread own = life.thread();
        if (own == null || ServingThread.currentLoop() != this) {
            throw new IllegalStateException("only " + this + " itself may use its " + what + ", not "
                    + Thread.currentThread().getName() + ": call this from an actor that runs on the loop");
        }
        return own;
    }

    /** Has its own thread run a task, after what the calling thread gave it before. Any thread. */
    @Override
    public void execute(Runnable task) {
        group.enqueue(new RunnableTask(task, this, true));
    }

    /** How many living actors ran here last, or have begun here. Any thread. */
    public int actors() {
        return group.actorsOf(this);
    }

    /** An actor has been born here, or has ended here. Any thread. */
    public void countActors(int delta) {
        group.countActors(this, delta);
    }

    /** So many more live here that are no actors, or fewer. Any thread. */
    public void countGuests(int delta) {
        guests.addAndGet(delta);
    }

    /** How many live here that are no actors. Any thread. */
    public int guests() {
        return guests.get();
    }

    /** How many live here, actors or not. Any thread. */
    int inhabitants() {
        return actors() + guests();
    }

    /** Mailboxes have taken on or closed resources, for which its context must live. Any thread. */
    public void addOpenResources(int delta) {
        life.addOpenResources(delta);
    }

    @Override
    public boolean wakeToSearch() {
        return life.wakeToSearch();
    }

    /** Queues what the own thread has woken or been given. Own thread. */
    void add(PlacedTask task, LoopThread own) {
        if (task.isSettled()) {
            addSettled(task);
        } else {
            add(task, own.putsFirst(task), crew);
        }
        life.takeDuty();
    }

    /** Queues a task. Any thread but the own one. */
    void give(PlacedTask task) {
        if (task.isSettled()) {
            pushSettled(task);
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
        beginQueues();
        run(own, group.settings().mailboxesPerTurn());
    }

    /** Runs a few tasks between two callbacks, if this is its own thread. Any thread. */
    public void runWoken() {
        if (Thread.currentThread() instanceof LoopThread own && own.loop() == this) {
            own.runWoken();
        }
    }

    /** Runs a few tasks between two callbacks, as long as the turn has not run more than is fair. Own thread. */
    void runWoken(LoopThread own) {
        int most = Math.min(WOKEN_AT_ONCE, turn().wokenLeft());
        if (most > 0 && !hasNothing()) {
            beginWoken();
            turn().countWoken(run(own, most));
        }
    }

    /** Whether tasks were run between callbacks in this turn, and nothing is left. Own thread, at the end of a turn. */
    boolean hasRunAllWoken() {
        return turn().endWoken(TURNS_OF_WOKEN * group.settings().mailboxesPerTurn()) && hasDone();
    }

    /** Runs tasks until nothing waits, one was held up, or so many were run; returns how many. Begins what ends here. */
    private int run(LoopThread own, int most) {
        ActorsRunEvent part = ActorsRunEvent.start();
        int runs = 0;
        try {
            boolean more = true;
            while (more && runs < most) {
                PlacedTask task = (PlacedTask) pollAny();
                if (task == null) {
                    break;
                }
                runs++;
                more = !run(own, task);
            }
        } finally {
            turn().end();
            if (part != null && runs > 0) {
                part.stop(this, runs);
            }
        }
        return runs;
    }

    /** Returns whether it was held up, which ends the turn: fds and timers have waited long enough. */
    private boolean run(LoopThread own, PlacedTask task) {
        if (task.loop() != this) {
            task.moveTo(this);
        }
        group.watch().ensureArmed();
        counts.run(task);
        turn().countRun();
        if (!own.runTask(task)) {
            return false;
        }
        turn().heldUp();
        LoopReliefEvent over = event;
        event = null;
        if (over != null) {
            over.stop(toString());
        }
        return true;
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
        return turn().isActive();
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

    /** What it has run. Any thread. */
    public LoopCounts counts() {
        return counts;
    }

    /** How many tasks waited when the own thread last had a look; 0 when nothing waits. Any thread. */
    public int queueDepth() {
        return duty().isTaken() ? turn().depth() : 0;
    }

    /** What the contexts of its own threads have counted. Any thread. */
    public AioStats contextStats() {
        return life.contexts().stats();
    }

    @Override
    public String toString() {
        return group.settings().id() + "-" + number;
    }
}

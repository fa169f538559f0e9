// SPDX-License-Identifier: Apache-2.0
package org.aioactors.dispatcher.loop;

import akka.dispatch.Mailbox;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.aioactors.aio.Fields;
import org.aioactors.dispatcher.queue.CurrentRun;
import org.aioactors.dispatcher.watchdog.Watched;
import org.aioactors.dispatcher.watchdog.WatchedThread;
import org.jspecify.annotations.Nullable;
import scala.Function0;
import scala.concurrent.BlockContext;
import scala.concurrent.CanAwait;

/**
 * A thread that runs mailboxes and tasks of a dispatcher: the own one of a loop, or one that stands in. Scala's {@code
 * blocking} and {@code Await} tell it before they block, and so others take its work at once.
 */
public abstract class ServingThread extends WatchedThread implements BlockContext {
    private static final VarHandle TASK = Fields.handle(MethodHandles.lookup(), "task", PlacedTask.class);

    private final LoopGroup group;
    private final CurrentRun run;

    /**
     * What it runs. Written by this thread, without a barrier; others read it only to say what a stalled thread is at.
     */
    private volatile @Nullable PlacedTask task;

    ServingThread(LoopGroup group, CurrentRun run, @Nullable Runnable target, String name) {
        super(target, name);
        this.group = group;
        this.run = run;
    }

    /** The loop of what the calling thread runs, or that it serves; null on a thread that serves none. */
    public static @Nullable EventLoop currentLoop() {
        return Thread.currentThread() instanceof ServingThread thread ? thread.loop() : null;
    }

    /** Has it use all of a loop until the end of the run, by {@link #comeHome}, and what it runs be settled there. */
    public final EventLoop settleHere() {
        EventLoop home = comeHome();
        PlacedTask running = running();
        if (running != null) {
            running.settle();
        }
        return home;
    }

    final LoopGroup group() {
        return group;
    }

    /** What the watchdog and others see of it. This thread only. */
    abstract Watched watched();

    /** The loop of what it runs, or that it serves; else null. This thread only. */
    abstract @Nullable EventLoop loop();

    /** Whether it may use all that belongs to the loop. This thread only. */
    abstract boolean isHomeOf(EventLoop loop);

    /** Queues what it has woken. This thread only. Returns whether it did: else it is for others to run. */
    abstract boolean add(PlacedTask woken);

    /** Has it be home of a loop until the end of the run; may block until one is free. Returns that loop. */
    abstract EventLoop comeHome();

    /** It is about to handle a message of an actor of that loop. This thread only. */
    public abstract void countMessage(EventLoop of);

    /** It is about to block in what it runs: others are to go on. Returns whether that is news. This thread only. */
    final boolean holdUp() {
        if (task == null || !run.announce()) {
            return false;
        }
        watched().heldUp();
        if (group.crew().hands().hasWork()) {
            group.crew().help();
        }
        return true;
    }

    /** Whether it is known to be held up in what it runs. This thread only. */
    public final boolean isHeld() {
        return run.isHeld();
    }

    /** The mailbox that it runs, or null. This thread only. */
    public final @Nullable Mailbox currentMailbox() {
        return running() instanceof MailboxTask running ? running.mailbox() : null;
    }

    /** What it runs, or null. This thread only. */
    final @Nullable PlacedTask running() {
        return (PlacedTask) TASK.get(this);
    }

    /**
     * Whether what it has woken is to come before all others: an actor that the one which it runs has woken the last time,
     * too, as two do that ask and answer. One that many wake waits for its turn, and has more to do then. This thread only.
     */
    final boolean putsFirst(PlacedTask woken) {
        return running() instanceof MailboxTask waker
                && waker != woken
                && woken instanceof MailboxTask mailbox
                && mailbox.isWokenAgainBy(waker);
    }

    @Override
    protected final String doing() {
        PlacedTask running = task;
        return running == null ? "something" : running.toString();
    }

    /** Runs a task; returns whether the thread was held up in it. This thread only. */
    final boolean runTask(PlacedTask running) {
        TASK.setOpaque(this, running);
        run.begin();
        boolean held = false;
        try {
            running.run();
        } catch (Throwable e) {
            // Other actors live here. An actor's failure went to its supervisor; what comes here is reported and over.
            group.owner().onError(running.toString(), e);
        } finally {
            TASK.setOpaque(this, (PlacedTask) null);
            Thread.interrupted(); // an interrupt was meant for what ran, not for what runs next
            held = run.end();
        }
        return held;
    }

    /** For Scala: this thread calls it around what may block. */
    @Override
    public <T> T blockOn(Function0<T> thunk, CanAwait permission) {
        announceBlocking();
        return thunk.apply();
    }

    /** It will block, and says so. This thread only. */
    final void announceBlocking() {
        if (holdUp()) {
            group.owner().onBlocking();
        }
    }
}

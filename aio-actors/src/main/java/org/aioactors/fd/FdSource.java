// SPDX-License-Identifier: Apache-2.0
package org.aioactors.fd;

import akka.actor.ActorIdentity;
import akka.actor.DeadLetterSuppression;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import java.util.function.Function;
import org.aioactors.aio.linux.Errno;
import org.aioactors.aio.linux.Fd;
import org.aioactors.aio.linux.SyscallException;
import org.aioactors.dispatcher.AioLoop;
import org.jspecify.annotations.Nullable;

/**
 * An actor on a loop that reads an fd when it is ready, and tells another actor, of any dispatcher, what it has read: what
 * is common to them. It reads no more while the listener has too many unhandled messages ({@link MailboxCredit}); it ends, and
 * closes the fd, when the listener has stopped, on an error, and when it is told to. All methods are called on the loop's
 * thread.
 *
 * @param <E> what is told
 */
public abstract class FdSource<E> {
    private enum Signal implements DeadLetterSuppression {
        LISTENER_STOPPED
    }

    /** How often an fd is read before it is the turn of others on its loop. */
    private static final int READS = 16;

    private final ActorContext<Object> context;
    private final ActorRef<? super E> listener;
    private final MailboxCredit<E> credit;
    private @Nullable FdWatch watch;

    /** Whether the next readiness is awaited. */
    private boolean armed;

    private boolean ended;

    /** Made when first needed; null before. */
    private @Nullable Behavior<Object> behavior;

    /**
     * In the setup of its actor.
     *
     * @param maxUnhandled how many unhandled messages stop the reading
     */
    protected FdSource(ActorContext<Object> context, ActorRef<? super E> listener, int maxUnhandled) {
        this.context = context;
        this.listener = listener;
        this.credit = new MailboxCredit<>(listener, context, maxUnhandled);
    }

    /**
     * The behavior of an actor that has one; to be spawned by {@link LoopActors}.
     *
     * @param make makes it in the setup of the actor
     */
    public static Behavior<Object> behavior(Function<ActorContext<Object>, ? extends FdSource<?>> make) {
        return Behaviors.setup(context -> {
            FdSource<?> source = make.apply(context);
            return source.start();
        });
    }

    private Behavior<Object> start() {
        AioLoop.require("an fd's actor").requireMailbox("an fd's actor").onTermination(this::release);
        context.watchWith(listener, Signal.LISTENER_STOPPED);
        try {
            Fd fd = open();
            try {
                watch = FdWatch.owning(fd, context.getSelf(), ready -> ready);
            } catch (RuntimeException failure) {
                fd.closeAfter(failure);
                throw failure;
            }
            opened(fd);
        } catch (SyscallException failure) {
            return fail(failure);
        }
        return goOn();
    }

    /** Opens the fd, without blocking. */
    protected abstract Fd open();

    /** The fd is open and watched. */
    protected void opened(Fd fd) {}

    /** Frees what else it has; the fd is closed before. Called once, at the end of the actor. */
    protected void release() {}

    /** What it waits for. */
    protected FdWatch.Interest interest() {
        return FdWatch.Interest.READ;
    }

    /** Whether it has a use for the next readiness. */
    protected boolean isWanted() {
        return true;
    }

    /**
     * The fd is ready: reads it once, and tells what there was.
     *
     * @return whether to read again at once
     * @throws SyscallException which is told, and ends the actor
     */
    protected abstract boolean read(FdReady ready);

    /** The last event, after an error. */
    protected abstract E failed(SyscallException cause);

    /** It was told something; {@link #end} ends it. */
    protected void onCommand(Object command) {}

    /** Tells the listener. */
    protected final void tell(E event) {
        credit.tell(event);
    }

    /** Has the actor end when it has handled what it is at. */
    protected final void end() {
        ended = true;
    }

    /** A ref to this actor. */
    protected final ActorRef<Object> self() {
        return context.getSelf();
    }

    private Behavior<Object> behavior() {
        return Behaviors.receive(Object.class)
                .onMessage(FdReady.class, this::ready)
                .onMessage(ActorIdentity.class, answer -> {
                    credit.answered(answer);
                    return goOn();
                })
                .onMessageEquals(Signal.LISTENER_STOPPED, Behaviors::stopped)
                .onAnyMessage(this::command)
                .build();
    }

    private Behavior<Object> ready(FdReady ready) {
        armed = false;
        try {
            boolean more = true;
            for (int i = 0; i < READS && more && isWanted() && !ended && !credit.isExhausted(); i++) {
                more = read(ready);
            }
        } catch (SyscallException failure) {
            return fail(failure);
        }
        return goOn();
    }

    private Behavior<Object> command(Object command) {
        try {
            onCommand(command);
        } catch (SyscallException failure) {
            return fail(failure);
        }
        return goOn();
    }

    private Behavior<Object> fail(SyscallException failure) {
        listener.tell(failed(failure));
        return Behaviors.stopped();
    }

    private Behavior<Object> goOn() {
        if (ended) {
            return Behaviors.stopped();
        }
        if (watch != null && !armed && isWanted() && !credit.isExhausted()) {
            armed = true;
            watch.arm(interest());
        }
        if (behavior == null) {
            behavior = behavior();
            return behavior;
        }
        return Behaviors.same();
    }

    /**
     * Checks what a read has returned.
     *
     * @return how many bytes; -1 if there are none now
     * @throws SyscallException on an error
     */
    protected static int checkRead(long result, String call, int fd) {
        return result == -Errno.EAGAIN || result == -Errno.EINTR ? -1 : (int) SyscallException.check(result, call, fd);
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.aioactors.os.tty;

import akka.actor.DeadLetterSuppression;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.TimerScheduler;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.RejectedExecutionException;
import org.aioactors.aio.AioContext;
import org.aioactors.aio.linux.Fd;
import org.aioactors.aio.linux.SyscallException;
import org.aioactors.aio.linux.Syscalls;
import org.aioactors.dispatcher.AioLoop;
import org.aioactors.dispatcher.AioMailbox;
import org.aioactors.net.FdStream;
import org.aioactors.net.Tcp;
import org.aioactors.os.signal.Signal;
import org.aioactors.os.signal.SignalExtension;
import org.aioactors.os.signal.Signals;
import org.jspecify.annotations.Nullable;

/**
 * The actor of one terminal: opens it, makes a stream of it, passes on what it is told that is not a byte, and closes it when
 * the stream has ended. Pinned to its loop, on which the callbacks of blocking calls run too, so that nothing here needs a lock.
 *
 * <pre>
 *   opening ──► open ──► draining ──► closing ──► stopped
 *      └──────────────────────────────────────────────┘
 * </pre>
 */
final class TtyActor implements AutoCloseable {
    /** What the surroundings tell it. */
    private enum News implements DeadLetterSuppression {
        OPENED,
        OWNER_STOPPED,
        STREAM_ENDED,
        LOOK_AT_DRAIN,
        CLOSED
    }

    private final ActorContext<Object> context;
    private final TimerScheduler<Object> timers;
    private final AioContext loop;
    private final Tty.Command request;
    private final ActorRef<? super Tty.Event> owner;
    private final TtyOpening opening;

    /** Why it could not be opened; null if it could, or is not yet. */
    private @Nullable TtyException refusal;

    /** These three are null until it is open. */
    private @Nullable OpenTty tty;

    private @Nullable TtyControl control;

    /** Null again when it has ended. */
    private @Nullable ActorRef<Tcp.ConnectionCommand> stream;

    private boolean ownerStopped;

    /** By when the line must have sent what was written, by {@link System#nanoTime}. */
    private long drainDeadlineNs;

    /** A thread closes the terminal, or has. */
    private boolean closing;

    private TtyActor(
            ActorContext<Object> context,
            TimerScheduler<Object> timers,
            AioLoop loop,
            Syscalls syscalls,
            Tty.Command request) {
        this.context = context;
        this.timers = timers;
        this.loop = loop.context();
        this.request = request;
        this.owner = request.owner();
        this.opening = TtyOpening.of(syscalls, request);
    }

    static Behavior<Object> create(Syscalls syscalls, Tty.Command request) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> {
            AioLoop loop = AioLoop.require("a terminal");
            AioMailbox mailbox = Objects.requireNonNull(loop.currentMailbox());
            TtyActor actor = new TtyActor(context, timers, loop, syscalls, request);
            mailbox.onTermination(actor);
            context.watchWith(request.owner(), News.OWNER_STOPPED);
            actor.open();
            return actor.behavior();
        }));
    }

    private Behavior<Object> behavior() {
        return Behaviors.receive(Object.class)
                .onMessage(Tty.Control.class, command -> {
                    Objects.requireNonNull(control).handle(command);
                    return Behaviors.same();
                })
                .onMessage(TtyControl.Timer.class, timer -> {
                    Objects.requireNonNull(control).onTimer(timer);
                    return Behaviors.same();
                })
                .onMessage(Signals.Event.class, this::signalled)
                .onMessageEquals(News.OPENED, this::opened)
                .onMessageEquals(News.OWNER_STOPPED, this::ownerStopped)
                .onMessageEquals(News.STREAM_ENDED, this::streamEnded)
                .onMessageEquals(News.LOOK_AT_DRAIN, this::drain)
                .onMessageEquals(News.CLOSED, Behaviors::stopped)
                .onMessage(Tcp.Event.class, unregistered -> Behaviors.same()) // its end is heard of all the same
                .build();
    }

    private void open() {
        ActorRef<Object> self = context.getSelf();
        try {
            loop.offload("open of a terminal", opening, (done, failure) -> {
                refusal = failure == null ? null : TtyControl.cause(failure, "open", pathOf(request));
                self.tell(News.OPENED);
            });
        } catch (RejectedExecutionException full) {
            refusal = TtyControl.cause(full, "open", pathOf(request));
            self.tell(News.OPENED);
        }
    }

    private static String pathOf(Tty.Command request) {
        return request instanceof Tty.Open open ? open.path().toString() : TtyOpening.PTY_MASTER;
    }

    private Behavior<Object> opened() {
        if (refusal == null && !ownerStopped) {
            try {
                tellOpened();
                return Behaviors.same();
            } catch (TtyException noDescriptor) {
                refusal = noDescriptor;
            } catch (SyscallException noStream) {
                refusal = new TtyException(noStream.call(), pathOf(request), noStream.errno());
            }
        }
        if (refusal != null) {
            owner.tell(new Tty.Failed(request, refusal));
        }
        return Behaviors.stopped(); // which closes what is open
    }

    private void tellOpened() {
        OpenTty opened = opening.tty();
        Fd bytes = opened.duplicate();
        tty = opened;
        control = new TtyControl(opened, loop, timers, this::listen);
        stream = FdStream.open(context.getSystem(), bytes, bytes, opened.path(), context.getSelf());
        context.watchWith(stream, News.STREAM_ENDED);
        owner.tell(
                request instanceof Tty.Open open
                        ? new Tty.Opened(open, stream, context.getSelf().narrow(), opening.line())
                        : new Tty.PtyOpened(
                                (Tty.OpenPty) request, stream, context.getSelf().narrow(), Path.of(opened.path())));
    }

    private void listen() {
        SignalExtension.get(context.getSystem()).manager().tell(new Signals.Watch(Signal.WINCH, context.getSelf()));
    }

    private Behavior<Object> signalled(Signals.Event event) {
        TtyControl present = Objects.requireNonNull(control);
        if (event instanceof Signals.Raised) {
            present.windowChanged();
        } else if (event instanceof Signals.Refused refused) {
            present.doesNotListen(refused.reason());
        }
        return Behaviors.same();
    }

    private Behavior<Object> ownerStopped() {
        ownerStopped = true;
        if (stream != null) {
            stream.tell(new Tcp.Close());
        }
        return Behaviors.same();
    }

    private Behavior<Object> streamEnded() {
        stream = null;
        Objects.requireNonNull(control).endBreak();
        drainDeadlineNs = System.nanoTime() + optionsOf(request).drainTimeout().toNanos();
        return drain();
    }

    private static TerminalOptions optionsOf(Tty.Command request) {
        return request instanceof Tty.Open open ? open.options() : ((Tty.OpenPty) request).options();
    }

    private Behavior<Object> drain() {
        OpenTty ending = Objects.requireNonNull(tty);
        if (ending.unsentBytes() > 0 && drainDeadlineNs - System.nanoTime() > 0) {
            timers.startSingleTimer(News.LOOK_AT_DRAIN, News.LOOK_AT_DRAIN, TtyControl.DRAIN_INTERVAL);
            return Behaviors.same();
        }
        Objects.requireNonNull(control).end();
        ActorRef<Object> self = context.getSelf();
        closing = closeBy(ending::closeDrained, () -> {
            ending.close(); // which the thread has done, unless the loop has ended meanwhile
            self.tell(News.CLOSED);
        });
        return closing ? Behaviors.same() : Behaviors.stopped();
    }

    /** Has a thread of the loop close the terminal, since drivers may take their time; false if there is none. */
    private boolean closeBy(Runnable close, Runnable afterwards) {
        try {
            loop.offload(
                    "close of a terminal",
                    () -> {
                        close.run();
                        return close;
                    },
                    (done, failure) -> afterwards.run());
            return true;
        } catch (RejectedExecutionException full) {
            return false;
        }
    }

    /** The actor has ended, however that came. */
    @Override
    public void close() {
        if (stream != null) {
            stream.tell(new Tcp.Close());
        }
        if (control != null && !closing) {
            control.endBreak();
            control.end();
        }
        OpenTty left = closing ? null : opening.abandon();
        if (left != null && !closeBy(left::close, left::close)) {
            left.close();
        }
    }

    @Override
    public String toString() {
        return "terminal " + pathOf(request);
    }
}

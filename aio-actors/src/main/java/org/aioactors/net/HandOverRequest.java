// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import akka.actor.DeadLetterSuppression;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.TimerScheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.aioactors.aio.linux.Errno;
import org.aioactors.aio.linux.Fd;
import org.aioactors.aio.linux.SyscallException;
import org.aioactors.aio.linux.UnixAddress;
import org.jspecify.annotations.Nullable;

/** The actor of {@link HandOver#request}. */
final class HandOverRequest {
    private enum Signal implements DeadLetterSuppression {
        TIMED_OUT
    }

    private final ActorContext<Object> context;
    private final TimerScheduler<Object> timers;
    private final UnixAddress control;
    private final Duration timeout;
    private final ActorRef<? super HandOver.Event> owner;

    /** Null until there is a predecessor. */
    private @Nullable ActorRef<UnixMessages.SocketCommand> predecessor;

    private boolean taken;
    private boolean serving;

    private HandOverRequest(
            ActorContext<Object> context,
            TimerScheduler<Object> timers,
            UnixAddress control,
            Duration timeout,
            ActorRef<? super HandOver.Event> owner) {
        this.context = context;
        this.timers = timers;
        this.control = control;
        this.timeout = timeout;
        this.owner = owner;
    }

    static Behavior<Void> create(UnixAddress control, Duration timeout, ActorRef<? super HandOver.Event> owner) {
        return Behaviors.<Object>setup(context -> Behaviors.withTimers(
                        timers -> new HandOverRequest(context, timers, control, timeout, owner).start()))
                .narrow();
    }

    private void awaitAnswer() {
        timers.startSingleTimer(Signal.TIMED_OUT, timeout);
    }

    private Behavior<Object> start() {
        awaitAnswer();
        TcpExtension.get(context.getSystem())
                .unixMessages()
                .tell(UnixMessages.Connect.of(context.getSelf().narrow(), control));
        return Behaviors.receive(Object.class)
                .onMessage(UnixMessages.CommandFailed.class, failed -> noConnection(failed.cause()))
                .onMessage(UnixMessages.Connected.class, connected -> {
                    predecessor = connected.socket();
                    connected
                            .socket()
                            .tell(new UnixMessages.Register(context.getSelf().narrow()));
                    return Behaviors.same();
                })
                .onMessage(UnixMessages.Received.class, this::received)
                .onMessage(HandOver.Serving.class, serving -> {
                    tellPredecessor(UnixMessages.Send.of(HandOverOffer.SERVING));
                    this.serving = true;
                    awaitAnswer();
                    return Behaviors.same();
                })
                .onMessage(UnixMessages.Closed.class, closed -> {
                    String cause = closed.error() == null ? "it has closed the connection" : closed.error();
                    return gone("the predecessor on " + control + ": " + cause);
                })
                .onMessage(UnixMessages.SendFailed.class, failed -> gone(failed.cause()))
                .onMessageEquals(
                        Signal.TIMED_OUT,
                        () -> failed("the predecessor on " + control + " has not handed over within " + timeout))
                .build();
    }

    private Behavior<Object> noConnection(Throwable cause) {
        if (cause instanceof SyscallException refused
                && (refused.errno() == Errno.ENOENT || refused.errno() == Errno.ECONNREFUSED)) {
            owner.tell(new HandOver.NoPredecessor());
            return Behaviors.stopped();
        }
        return failed(String.valueOf(cause.getMessage()));
    }

    private Behavior<Object> received(UnixMessages.Received received) {
        if (taken && received.data().equals(HandOverOffer.YOURS)) {
            return complete();
        }
        List<String> names = List.of(received.data().utf8String().split("\n", -1));
        if (taken || names.size() != received.fds().size()) {
            return failed("the predecessor on " + control + " has sent " + names.size() + " names and "
                    + received.fds().size() + " sockets"
                    + (received.fdsLost() ? ": this process may not open more files (ulimit -n)" : ""));
        }
        taken = true;
        timers.cancel(Signal.TIMED_OUT);
        List<Fd> fds = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            fds.add(received.fds().take(i));
        }
        owner.tell(
                new HandOver.Taken(names, PassedFds.of(fds), context.getSelf().narrow()));
        return Behaviors.same();
    }

    /** The connection closes when this stops. */
    private Behavior<Object> complete() {
        owner.tell(new HandOver.Complete());
        return Behaviors.stopped();
    }

    /** A predecessor that has ended needs nothing any more. */
    private Behavior<Object> gone(String cause) {
        return serving ? complete() : failed(cause);
    }

    private void tellPredecessor(UnixMessages.Send send) {
        if (predecessor != null) {
            predecessor.tell(send);
        }
    }

    private Behavior<Object> failed(String cause) {
        owner.tell(new HandOver.Failed(cause));
        return Behaviors.stopped();
    }
}

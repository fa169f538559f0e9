// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import akka.actor.DeadLetterSuppression;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.TimerScheduler;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.function.Consumer;
import org.aioactors.aio.linux.Errno;
import org.aioactors.aio.linux.Fd;
import org.aioactors.aio.linux.SyscallException;
import org.aioactors.aio.linux.Syscalls;
import org.aioactors.aio.linux.UnixAddress;
import org.aioactors.aio.linux.UnixSockets;
import org.jspecify.annotations.Nullable;

/**
 * The actor of an outgoing connection until there is one. The kernel connects a Unix socket at once or, if the listener's
 * backlog is full, not at all, and nothing tells when that changes: so it is tried again and again, ever more rarely.
 */
final class UnixConnector {
    /**
     * Whom to connect to.
     *
     * @param type of the socket, such as {@code SOCK_STREAM}
     * @param handler gives it up when it stops
     * @param timeout null for as long as the handler lives
     * @param configure sets options before
     */
    record Plan(
            Syscalls syscalls,
            int type,
            UnixAddress remoteAddress,
            ActorRef<?> handler,
            @Nullable Duration timeout,
            Consumer<Fd> configure) {}

    /** What becomes of it. */
    interface Outcome {
        /** There is a connection, which is the outcome's, whatever happens. The actor becomes what that returns. */
        Behavior<Object> connected(ActorContext<Object> context, Fd fd);

        /** There is none. */
        void failed(Exception cause);
    }

    private enum Signal implements DeadLetterSuppression {
        AGAIN,
        TIMED_OUT,
        HANDLER_STOPPED
    }

    private static final Duration FIRST_PAUSE = Duration.ofMillis(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(32);

    private final ActorContext<Object> context;
    private final TimerScheduler<Object> timers;
    private final Plan plan;
    private final Outcome outcome;
    private final Fd fd;
    private Duration pause = FIRST_PAUSE;

    /** Whether the socket is the outcome's. */
    private boolean given;

    private UnixConnector(
            ActorContext<Object> context, TimerScheduler<Object> timers, Plan plan, Outcome outcome, Fd fd) {
        this.context = context;
        this.timers = timers;
        this.plan = plan;
        this.outcome = outcome;
        this.fd = fd;
    }

    static Behavior<Object> create(Plan plan, Outcome outcome) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> {
            Fd fd;
            try {
                fd = open(plan);
            } catch (RuntimeException failure) {
                outcome.failed(failure);
                return Behaviors.stopped();
            }
            return new UnixConnector(context, timers, plan, outcome, fd).start();
        }));
    }

    private static Fd open(Plan plan) {
        Fd fd = UnixSockets.open(plan.syscalls(), plan.type(), "connection to " + plan.remoteAddress());
        try {
            plan.configure().accept(fd);
            return fd;
        } catch (RuntimeException failure) {
            fd.closeAfter(failure);
            throw failure;
        }
    }

    private Behavior<Object> start() {
        context.watchWith(plan.handler(), Signal.HANDLER_STOPPED);
        Duration timeout = plan.timeout();
        if (timeout != null) {
            timers.startSingleTimer(Signal.TIMED_OUT, timeout);
        }
        return attempt(Behaviors.receive(Object.class)
                .onMessageEquals(Signal.AGAIN, () -> attempt(Behaviors.same()))
                .onMessageEquals(Signal.TIMED_OUT, this::timedOut)
                .onMessageEquals(Signal.HANDLER_STOPPED, Behaviors::stopped)
                .onSignal(PostStop.class, stop -> {
                    if (!given) {
                        fd.close();
                    }
                    return Behaviors.same();
                })
                .build());
    }

    private Behavior<Object> attempt(Behavior<Object> waiting) {
        int result = UnixSockets.connect(plan.syscalls(), fd, plan.remoteAddress());
        if (result == -Errno.EAGAIN) {
            timers.startSingleTimer(Signal.AGAIN, pause);
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
            return waiting;
        }
        if (result < 0) {
            return failed(
                    new SyscallException("connect(" + plan.remoteAddress() + ")", SyscallException.NO_FD, -result));
        }
        timers.cancelAll();
        context.unwatch(plan.handler());
        given = true;
        try {
            return outcome.connected(context, fd);
        } catch (RuntimeException failure) {
            outcome.failed(failure);
            return Behaviors.stopped();
        }
    }

    private Behavior<Object> timedOut() {
        return failed(new SocketTimeoutException(
                "connect(" + plan.remoteAddress() + "): its listener has not made room within " + plan.timeout()));
    }

    private Behavior<Object> failed(Exception cause) {
        fd.close();
        outcome.failed(cause);
        return Behaviors.stopped();
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import akka.actor.DeadLetterSuppression;
import akka.actor.typed.Behavior;
import akka.actor.typed.DispatcherSelector;
import akka.actor.typed.PostStop;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.TimerScheduler;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLException;
import org.aioactors.aio.linux.Fd;
import org.aioactors.aio.linux.Sockets;
import org.aioactors.aio.linux.SyscallException;
import org.aioactors.dispatcher.AioLoop;
import org.aioactors.fd.FdWatch;
import org.jspecify.annotations.Nullable;

/** The actor of an outgoing connection until it is known whether a peer answers. */
final class TcpConnector {
    /** What it hears. */
    sealed interface Signal extends DeadLetterSuppression {}

    private record Resolved(
            List<InetAddress> addresses, @Nullable Throwable failure) implements Signal {}

    private enum Plain implements Signal {
        DECIDED,
        TIMED_OUT,
        HANDLER_STOPPED
    }

    private final ActorContext<Object> context;
    private final TimerScheduler<Object> timers;
    private final TcpSettings settings;
    private final ListenerLimits limits;
    private final Tcp.Connect connect;

    private final long startNs = System.nanoTime();

    /** Which addresses are still to be tried. */
    private final Queue<InetSocketAddress> untried = new ArrayDeque<>();

    /** The one being tried, with its watch. Null between two. */
    private @Nullable Attempt attempt;

    private record Attempt(InetSocketAddress address, Fd socket, FdWatch watch) {
        void close() {
            watch.close();
            socket.close();
        }
    }

    private TcpConnector(
            ActorContext<Object> context,
            TimerScheduler<Object> timers,
            TcpSettings settings,
            ListenerLimits limits,
            Tcp.Connect connect) {
        this.context = context;
        this.timers = timers;
        this.settings = settings;
        this.limits = limits;
        this.connect = connect;
    }

    /** The behavior that connects, and tells the handler if there is no connection. */
    static Behavior<Tcp.ConnectionCommand> create(TcpSettings settings, ListenerLimits limits, Tcp.Connect connect) {
        return Behaviors.<Object>setup(context -> Behaviors.withTimers(
                        timers -> new TcpConnector(context, timers, settings, limits, connect).start()))
                .narrow();
    }

    private Behavior<Object> start() {
        context.watchWith(connect.handler(), Plain.HANDLER_STOPPED);
        if (connect.options().timeout() != null) {
            timers.startSingleTimer(Plain.TIMED_OUT, connect.options().timeout());
        }
        if (connect.remoteAddress().isUnresolved()) {
            resolve();
            return connecting();
        }
        untried.add(connect.remoteAddress());
        return tryNext(null, connecting());
    }

    /** Off the loop: looking up a name blocks. */
    private void resolve() {
        String host = connect.remoteAddress().getHostString();
        Executor blocking = context.getSystem().dispatchers().lookup(DispatcherSelector.blocking());
        CompletableFuture<List<InetAddress>> lookup = CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return List.of(InetAddress.getAllByName(host));
                    } catch (UnknownHostException e) {
                        throw new CompletionException(e);
                    }
                },
                blocking);
        context.pipeToSelf(
                lookup, (addresses, failure) -> new Resolved(addresses == null ? List.of() : addresses, failure));
    }

    private Behavior<Object> connecting() {
        return Behaviors.receive(Object.class)
                .onMessage(Resolved.class, this::resolved)
                .onMessage(Plain.class, this::onPlain)
                .onSignal(PostStop.class, stop -> {
                    endAttempt();
                    return Behaviors.same();
                })
                .build();
    }

    private Behavior<Object> resolved(Resolved resolved) {
        if (resolved.addresses().isEmpty()) {
            UnknownHostException cause = new UnknownHostException(
                    "unknown host: " + connect.remoteAddress().getHostString());
            cause.initCause(resolved.failure());
            return failed(cause);
        }
        for (InetAddress address : resolved.addresses()) {
            untried.add(new InetSocketAddress(address, connect.remoteAddress().getPort()));
        }
        return tryNext(null, Behaviors.same());
    }

    private Behavior<Object> onPlain(Plain signal) {
        if (signal == Plain.DECIDED) {
            return attempt == null ? Behaviors.same() : decided(attempt);
        }
        if (signal == Plain.HANDLER_STOPPED) {
            return Behaviors.stopped();
        }
        return failed(new SocketTimeoutException("connect(" + Sockets.format(connect.remoteAddress())
                + "): no answer within " + connect.options().timeout()));
    }

    /** Goes on to the next address; fails with the last one's cause if there is none. */
    private Behavior<Object> tryNext(@Nullable RuntimeException lastCause, Behavior<Object> waiting) {
        RuntimeException cause = lastCause;
        for (InetSocketAddress next = untried.poll(); next != null; next = untried.poll()) {
            try {
                attempt = attempt(next);
                return waiting;
            } catch (RuntimeException refused) {
                cause = refused;
            }
        }
        return failed(cause == null ? new IllegalStateException("no address to connect to") : cause);
    }

    private Attempt attempt(InetSocketAddress address) {
        Fd socket = Sockets.connectTcp(
                settings.syscalls(),
                address,
                connect.options().localAddress(),
                fd -> SocketOption.setAll(
                        settings.syscalls(), fd, connect.options().socketOptions()));
        try {
            // connect(2): the outcome is decided when the socket becomes writable.
            FdWatch watch = FdWatch.create(socket.value(), context.getSelf(), ready -> Plain.DECIDED);
            watch.arm(FdWatch.Interest.WRITE);
            return new Attempt(address, socket, watch);
        } catch (RuntimeException failure) {
            socket.closeAfter(failure);
            throw failure;
        }
    }

    private Behavior<Object> decided(Attempt made) {
        try {
            int errno = Sockets.pendingError(settings.syscalls(), made.socket());
            if (errno != 0) {
                String call = "connect(" + Sockets.format(made.address()) + ")";
                throw new SyscallException(call, SyscallException.NO_FD, errno);
            }
        } catch (RuntimeException failure) {
            endAttempt();
            return tryNext(failure, Behaviors.same());
        }
        made.watch().close();
        attempt = null;
        Tls tls = connect.options().tls();
        TcpLoop.arrive(
                context.getSystem(),
                AioLoop.require("a TCP connection"),
                new ConnectedSocket(
                        settings,
                        made.socket(),
                        limits.add(),
                        new RemotePeer<>(made.address(), connect.handler(), true),
                        tls == null ? ConnectedSocket::connect : tlsOpening(tls),
                        this::tellFailure));
        return Behaviors.stopped(); // from here on the connection watches whoever has asked for it
    }

    private ConnectedSocket.Opening tlsOpening(Tls tls) {
        Duration limit = settings.handshakeTimeout();
        String limitName = "aio.net.tcp.handshake-timeout";
        if (connect.options().timeout() != null) {
            Duration left = connect.options().timeout().minusNanos(System.nanoTime() - startNs);
            if (left.compareTo(limit) < 0) {
                limit = left.isNegative() ? Duration.ZERO : left;
                limitName = "what was left of the timeout " + connect.options().timeout();
            }
        }
        TlsOpening.Plan plan = new TlsOpening.Plan(
                () -> tls.clientEngine(connect.remoteAddress()), limit, limitName, this::noHandshake);
        return (home, socket) -> TlsOpening.open(home, socket, plan);
    }

    private void noHandshake(InetSocketAddress localAddress, Exception cause) {
        String peer = Sockets.format(connect.remoteAddress());
        tellFailure(new SSLException("no TLS with " + peer + ": " + TlsFailure.describe(cause), cause));
    }

    private void tellFailure(Exception cause) {
        connect.handler().tell(new Tcp.CommandFailed(connect, cause));
    }

    private void endAttempt() {
        if (attempt != null) {
            attempt.close();
            attempt = null;
        }
    }

    private Behavior<Object> failed(Exception cause) {
        endAttempt();
        tellFailure(cause);
        return Behaviors.stopped();
    }
}

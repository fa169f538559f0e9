// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import akka.actor.DeadLetterSuppression;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.Terminated;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import java.net.InetSocketAddress;
import java.util.List;
import org.aioactors.aio.linux.Errno;
import org.aioactors.aio.linux.Fd;
import org.aioactors.aio.linux.SockAddr;
import org.aioactors.aio.linux.Sockets;
import org.aioactors.aio.linux.SyscallException;
import org.aioactors.aio.linux.Syscalls;
import org.aioactors.fd.FdWatch;

/** The actor of one listening socket: accepts connections and makes an actor of each. */
final class TcpListener {
    /** What the socket and the surroundings tell the listener. */
    enum Signal implements Tcp.ListenerCommand, DeadLetterSuppression {
        /** Connections may be waiting. */
        ACCEPTABLE,
        /** The pause after running out of fds is over. */
        PAUSE_OVER,
        HANDLER_STOPPED
    }

    private final ActorContext<Tcp.ListenerCommand> context;
    private final TcpSettings settings;
    private final Syscalls syscalls;
    private final Tcp.Bind bind;
    private final Fd socket;
    private final FdWatch watch;
    private final SockAddr peer;

    private TcpListener(ActorContext<Tcp.ListenerCommand> context, TcpSettings settings, Tcp.Bind bind, Fd socket) {
        this.context = context;
        this.settings = settings;
        this.syscalls = settings.syscalls();
        this.bind = bind;
        this.socket = socket;
        this.watch = FdWatch.create(socket.value(), context.getSelf(), ready -> Signal.ACCEPTABLE);
        InetSocketAddress localAddress = Sockets.localAddress(syscalls, socket);
        this.peer = SockAddr.allocate(); // last of what can fail, since nothing else would free it
        context.watchWith(bind.handler(), Signal.HANDLER_STOPPED);
        bind.handler().tell(new Tcp.Bound(localAddress, context.getSelf()));
        watch.arm(FdWatch.Interest.READ);
    }

    /** The behavior that binds, tells the handler how that went, and serves it. */
    static Behavior<Tcp.ListenerCommand> create(TcpSettings settings, Tcp.Bind bind) {
        return Behaviors.setup(context -> {
            try {
                Fd socket = Sockets.listenTcp(settings.syscalls(), bind.localAddress(), bind.backlog());
                return start(context, settings, bind, socket);
            } catch (RuntimeException refused) {
                bind.handler().tell(new Tcp.CommandFailed(bind, refused));
                return Behaviors.stopped();
            }
        });
    }

    private static Behavior<Tcp.ListenerCommand> start(
            ActorContext<Tcp.ListenerCommand> context, TcpSettings settings, Tcp.Bind bind, Fd socket) {
        try {
            return new TcpListener(context, settings, bind, socket).bound();
        } catch (RuntimeException failure) {
            socket.closeAfter(failure);
            throw failure;
        }
    }

    private Behavior<Tcp.ListenerCommand> bound() {
        return Behaviors.receive(Tcp.ListenerCommand.class)
                .onMessage(Signal.class, this::onSignal)
                .onMessage(Tcp.Unbind.class, this::unbind)
                .onSignal(PostStop.class, stop -> {
                    close();
                    return Behaviors.same();
                })
                .build();
    }

    private Behavior<Tcp.ListenerCommand> onSignal(Signal signal) {
        return switch (signal) {
            case ACCEPTABLE -> accept();
            case PAUSE_OVER -> {
                watch.arm(FdWatch.Interest.READ);
                yield Behaviors.same();
            }
            case HANDLER_STOPPED -> {
                close();
                yield unbound();
            }
        };
    }

    private Behavior<Tcp.ListenerCommand> unbind(Tcp.Unbind unbind) {
        close();
        bind.handler().tell(new Tcp.Unbound());
        return unbound();
    }

    /** Listens no more, but stays as long as the connections: an actor takes its children along when it stops. */
    private Behavior<Tcp.ListenerCommand> unbound() {
        List<ActorRef<Void>> connections = context.getChildren();
        if (connections.isEmpty()) {
            return Behaviors.stopped();
        }
        connections.forEach(context::watch);
        return Behaviors.receive(Tcp.ListenerCommand.class)
                .onAnyMessage(late -> Behaviors.same())
                .onSignal(
                        Terminated.class,
                        ended -> context.getChildren().isEmpty() ? Behaviors.stopped() : Behaviors.same())
                .build();
    }

    private Behavior<Tcp.ListenerCommand> accept() {
        for (int i = 0; i < settings.acceptBatch(); i++) {
            int result = Sockets.accept(syscalls, socket, peer);
            if (result >= 0) {
                serve(Fd.adopt(syscalls, result, "tcp connection"));
            } else if (isOutOfResources(-result)) {
                pause(-result);
                return Behaviors.same();
            } else if (result == -Errno.EAGAIN) {
                break;
            } else {
                // accept(2): errors of the network concern the one connection that is gone, like EAGAIN they need no
                // action
                context.getLog().debug("{}", new SyscallException("accept4", socket.value(), -result).getMessage());
            }
        }
        watch.arm(FdWatch.Interest.READ);
        return Behaviors.same();
    }

    private void serve(Fd accepted) {
        try {
            InetSocketAddress remoteAddress = peer.toInetSocketAddress();
            context.spawnAnonymous(
                    TcpConnection.create(settings, accepted, remoteAddress, bind.handler()), TcpManager.PINNED);
        } catch (RuntimeException failure) {
            accepted.closeAfter(failure);
            throw failure;
        }
    }

    private static boolean isOutOfResources(int errno) {
        return errno == Errno.EMFILE || errno == Errno.ENFILE || errno == Errno.ENOBUFS || errno == Errno.ENOMEM;
    }

    /**
     * The connection stays in the backlog, so the listening socket stays readable: looking again at once would only
     * spin.
     */
    private void pause(int errno) {
        context.getLog()
                .warn(
                        "{}: not accepting for {} (aio.net.tcp.accept-pause){}",
                        new SyscallException("accept4", socket.value(), errno).getMessage(),
                        settings.acceptPause(),
                        errno == Errno.EMFILE ? "; raise the limit of open files (ulimit -n)" : "");
        context.scheduleOnce(settings.acceptPause(), context.getSelf(), Signal.PAUSE_OVER);
    }

    private void close() {
        watch.close();
        peer.close();
        socket.close();
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import org.aioactors.aio.linux.Fd;
import org.aioactors.aio.linux.Sockets;
import org.aioactors.aio.linux.SyscallException;
import org.aioactors.fd.FdWatch;

/** The first state of an outgoing connection's actor: until it is known whether the peer answers. */
final class TcpConnector {
    private final ActorContext<Tcp.ConnectionCommand> context;
    private final TcpSettings settings;
    private final Tcp.Connect connect;
    private final Fd socket;
    private final FdWatch watch;

    private TcpConnector(
            ActorContext<Tcp.ConnectionCommand> context, TcpSettings settings, Tcp.Connect connect, Fd socket) {
        this.context = context;
        this.settings = settings;
        this.connect = connect;
        this.socket = socket;
        // connect(2): the outcome is decided when the socket becomes writable.
        TcpConnection.Signal decided = new TcpConnection.Signal(TcpConnection.Signal.Kind.CONNECT_DECIDED, null);
        this.watch = FdWatch.create(socket.value(), context.getSelf(), ready -> decided);
        watch.arm(FdWatch.Interest.WRITE);
    }

    /** The behavior that connects, tells the handler how that went, and goes on as a connection. */
    static Behavior<Tcp.ConnectionCommand> create(TcpSettings settings, Tcp.Connect connect) {
        return Behaviors.setup(context -> {
            try {
                Fd socket = Sockets.connectTcp(settings.syscalls(), connect.remoteAddress());
                return start(context, settings, connect, socket);
            } catch (RuntimeException refused) {
                return failed(connect, refused);
            }
        });
    }

    private static Behavior<Tcp.ConnectionCommand> start(
            ActorContext<Tcp.ConnectionCommand> context, TcpSettings settings, Tcp.Connect connect, Fd socket) {
        try {
            return new TcpConnector(context, settings, connect, socket).connecting();
        } catch (RuntimeException failure) {
            socket.closeAfter(failure);
            throw failure;
        }
    }

    private static Behavior<Tcp.ConnectionCommand> failed(Tcp.Connect connect, RuntimeException cause) {
        connect.handler().tell(new Tcp.CommandFailed(connect, cause));
        return Behaviors.stopped();
    }

    private Behavior<Tcp.ConnectionCommand> connecting() {
        return Behaviors.receive(Tcp.ConnectionCommand.class)
                .onMessage(TcpConnection.Signal.class, this::decided)
                .onSignal(PostStop.class, stop -> {
                    watch.close();
                    socket.close();
                    return Behaviors.same();
                })
                .build();
    }

    private Behavior<Tcp.ConnectionCommand> decided(TcpConnection.Signal decided) {
        watch.close();
        try {
            int errno = Sockets.pendingError(settings.syscalls(), socket);
            if (errno != 0) {
                String call = "connect(" + Sockets.format(connect.remoteAddress()) + ")";
                throw new SyscallException(call, SyscallException.NO_FD, errno);
            }
            return TcpConnection.start(context, settings, socket, connect.remoteAddress(), connect.handler());
        } catch (RuntimeException failure) {
            socket.closeAfter(failure);
            return failed(connect, failure);
        }
    }
}

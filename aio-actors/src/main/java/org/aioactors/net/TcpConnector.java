// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.javadsl.Behaviors;
import org.aioactors.aio.linux.Fd;
import org.aioactors.aio.linux.Sockets;
import org.aioactors.aio.linux.SyscallException;
import org.aioactors.fd.FdWatch;

/** The first state of an outgoing connection's actor: until it is known whether the peer answers. */
final class TcpConnector {
    private TcpConnector() {}

    /** The behavior that connects, tells the handler how that went, and goes on as a connection. */
    static Behavior<Tcp.ConnectionCommand> create(TcpSettings settings, Tcp.Connect connect) {
        return Behaviors.setup(context -> {
            Fd socket;
            try {
                socket = Sockets.connectTcp(settings.syscalls(), connect.remoteAddress());
            } catch (SyscallException refused) {
                connect.handler().tell(new Tcp.CommandFailed(connect, refused));
                return Behaviors.stopped();
            }
            // connect(2): the outcome is decided when the socket becomes writable.
            TcpConnection.Signal decided = new TcpConnection.Signal(TcpConnection.Signal.Kind.CONNECT_DECIDED, null);
            FdWatch watch = FdWatch.create(socket.value(), context.getSelf(), ready -> decided);
            watch.arm(FdWatch.Interest.WRITE);
            return connecting(settings, connect, socket, watch);
        });
    }

    private static Behavior<Tcp.ConnectionCommand> connecting(
            TcpSettings settings, Tcp.Connect connect, Fd socket, FdWatch watch) {
        return Behaviors.receive(Tcp.ConnectionCommand.class)
                .onMessage(TcpConnection.Signal.class, decided -> {
                    watch.close();
                    int errno = Sockets.pendingError(settings.syscalls(), socket);
                    if (errno == 0) {
                        return TcpConnection.create(settings, socket, connect.remoteAddress(), connect.handler());
                    }
                    socket.close();
                    connect.handler().tell(new Tcp.CommandFailed(connect, failure(connect, errno)));
                    return Behaviors.stopped();
                })
                .onSignal(PostStop.class, stop -> {
                    watch.close();
                    socket.close();
                    return Behaviors.same();
                })
                .build();
    }

    private static SyscallException failure(Tcp.Connect connect, int errno) {
        String call = "connect(" + Sockets.format(connect.remoteAddress()) + ")";
        return new SyscallException(call, SyscallException.NO_FD, errno);
    }
}

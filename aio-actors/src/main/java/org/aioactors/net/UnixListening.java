// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import akka.actor.typed.ActorRef;
import java.net.SocketAddress;
import java.util.List;
import org.aioactors.aio.linux.Fd;
import org.aioactors.aio.linux.SocketFile;
import org.aioactors.aio.linux.Sockets;
import org.aioactors.aio.linux.Syscalls;
import org.aioactors.aio.linux.UnixAddress;
import org.aioactors.aio.linux.UnixSockets;
import org.jspecify.annotations.Nullable;

/** A listener of Unix sockets. */
record UnixListening(UnixSocket.Bind bind) implements Listening {
    @Override
    public ActorRef<? super Tcp.Event> handler() {
        return bind.handler();
    }

    @Override
    public ListenOptions options() {
        return bind.options();
    }

    @Override
    public Object command() {
        return bind;
    }

    @Override
    public Fd open(Syscalls syscalls) {
        List<SocketOption> options = bind.options().socketOptions();
        Fd adopted = bind.options().adopted();
        if (adopted != null) {
            return Adoption.of(
                    syscalls,
                    adopted,
                    List.of(Sockets.AF_UNIX),
                    "Unix sockets",
                    fd -> SocketOption.setOnly(syscalls, fd, options));
        }
        return UnixSockets.listen(
                syscalls,
                bind.localAddress(),
                Sockets.SOCK_STREAM,
                bind.options().backlog(),
                UnixPermissions.bits(bind.permissions()),
                fd -> SocketOption.setOnly(syscalls, fd, options));
    }

    @Override
    public SocketAddress localAddress(Syscalls syscalls, Fd socket) {
        return UnixSockets.localAddress(syscalls, socket);
    }

    @Override
    public @Nullable SocketFile file(Syscalls syscalls, SocketAddress localAddress) {
        return bind.removesFile() ? SocketFile.at(syscalls, (UnixAddress) localAddress) : null;
    }

    @Override
    public Tcp.Event bound(SocketAddress localAddress, ActorRef<Tcp.ListenerCommand> listener) {
        return new UnixSocket.Bound((UnixAddress) localAddress, listener);
    }

    @Override
    public StreamReception.Arrivals arrivals(TcpSettings settings, ActorRef<Object> listener) {
        return (fd, address, share) -> new ConnectedUnixSocket(
                settings,
                fd,
                share,
                new RemotePeer<>(address.toUnixAddress(), bind.handler(), false),
                StreamReception::goneBefore);
    }
}

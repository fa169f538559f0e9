// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import akka.actor.typed.ActorRef;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import org.aioactors.aio.linux.Fd;
import org.aioactors.aio.linux.Sockets;
import org.aioactors.aio.linux.Syscalls;

/** A listener of TCP. */
record TcpListening(Tcp.Bind bind) implements Listening {
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
                    List.of(Sockets.AF_INET, Sockets.AF_INET6),
                    "TCP",
                    fd -> SocketOption.setAll(syscalls, fd, options));
        }
        return Sockets.listenTcp(
                syscalls,
                bind.localAddress(),
                bind.options().backlog(),
                fd -> SocketOption.setAll(syscalls, fd, options));
    }

    @Override
    public SocketAddress localAddress(Syscalls syscalls, Fd socket) {
        return Sockets.localAddress(syscalls, socket);
    }

    @Override
    public Tcp.Event bound(SocketAddress localAddress, ActorRef<Tcp.ListenerCommand> listener) {
        return new Tcp.Bound((InetSocketAddress) localAddress, listener);
    }

    @Override
    public StreamReception.Arrivals arrivals(TcpSettings settings, ActorRef<Object> listener) {
        Tls tls = bind.options().tls();
        ConnectedSocket.Opening opening = tls == null ? ConnectedSocket::connect : tlsOpening(tls, settings, listener);
        return (fd, address, share) -> new ConnectedSocket(
                settings,
                fd,
                share,
                new RemotePeer<>(address.toInetSocketAddress(), bind.handler(), false),
                opening,
                StreamReception::goneBefore);
    }

    private ConnectedSocket.Opening tlsOpening(Tls tls, TcpSettings settings, ActorRef<Object> listener) {
        TlsRefusals refusals = new TlsRefusals();
        return (home, socket) -> TlsOpening.open(
                home,
                socket,
                new TlsOpening.Plan(
                        tls::serverEngine,
                        settings.handshakeTimeout(),
                        "aio.net.tcp.handshake-timeout",
                        (local, cause) -> {
                            refusals.refused(socket.peer().address(), local, cause);
                            if (bind.options().pullMode()) {
                                listener.tell(new Tcp.ResumeAccepting(1)); // it was not told of the one it asked for
                            }
                        }));
    }
}

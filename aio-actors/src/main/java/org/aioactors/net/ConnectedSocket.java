// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import akka.actor.typed.ActorRef;
import java.net.InetSocketAddress;
import java.util.function.Consumer;
import org.aioactors.aio.linux.Fd;
import org.aioactors.aio.linux.Sockets;
import org.aioactors.trace.TcpAcceptEvent;
import org.jspecify.annotations.Nullable;

/**
 * A socket on its way to the loop where it is to be a connection. Owns {@code fd} and the share.
 *
 * @param opening what is done there
 * @param onFailure hears why there is no connection, on the loop; what this has owned is closed by then
 */
record ConnectedSocket(
        TcpSettings settings,
        Fd fd,
        ListenerLimits.Share share,
        RemotePeer<InetSocketAddress> peer,
        Opening opening,
        Consumer<? super RuntimeException> onFailure)
        implements TcpLoop.Arrival {
    /** How a connection begins: {@link #connect}, or {@link TlsOpening} before that. Loop thread. */
    interface Opening {
        /** Takes what the socket owns, unless it throws; then nobody was told. */
        void open(TcpLoop home, ConnectedSocket socket);
    }

    @Override
    public void settle(TcpLoop home) {
        try {
            opening.open(home, this);
        } catch (RuntimeException failure) {
            closeAfter(failure);
            onFailure.accept(failure);
        } catch (Error failure) {
            closeAfter(failure);
            throw failure;
        }
    }

    private void closeAfter(Throwable failure) {
        share.close();
        fd.closeAfter(failure);
    }

    @Override
    public void refuse() {
        share.close();
        fd.close();
    }

    boolean isOf(ListenerLimits listener) {
        return share.isOf(listener);
    }

    /** Opens a connection without TLS. */
    static void connect(TcpLoop home, ConnectedSocket socket) {
        TcpSettings settings = socket.settings();
        InetSocketAddress localAddress = Sockets.localAddress(settings.syscalls(), socket.fd());
        StreamSocket stream = Transport.open(home.loop(), settings, home.registry(), socket.fd());
        socket.connect(home, stream, localAddress, null);
    }

    /** Makes a connection of a stream over this socket, and tells whoever has asked for it; see {@link ConnectionRef#open}. */
    void connect(TcpLoop home, StreamSocket stream, InetSocketAddress localAddress, @Nullable TlsSession tls) {
        ActorRef<Tcp.ConnectionCommand> connection = ConnectionRef.open(home, settings, stream, share, peer);
        if (!peer.outgoing()) {
            TcpAcceptEvent.emit(localAddress, peer.address(), home.loop());
        }
        peer.commander().tell(new Tcp.Connected(peer.address(), localAddress, connection, home.sameLoop(), tls));
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import java.net.InetSocketAddress;
import java.util.function.Consumer;
import org.aioactors.aio.linux.Fd;
import org.aioactors.aio.linux.Sockets;

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
        RemotePeer peer,
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
        ConnectionRef.open(home, settings, stream, socket.share(), socket.peer(), localAddress, null);
    }
}

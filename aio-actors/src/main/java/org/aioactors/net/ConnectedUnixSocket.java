// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import akka.actor.typed.ActorRef;
import java.util.function.Consumer;
import org.aioactors.aio.linux.Fd;
import org.aioactors.aio.linux.PeerCredentials;
import org.aioactors.aio.linux.UnixAddress;
import org.aioactors.aio.linux.UnixSockets;
import org.aioactors.trace.TcpAcceptEvent;

/**
 * A Unix socket on its way to the loop where it is to be a connection. Owns {@code fd} and the share.
 *
 * @param onFailure hears why there is no connection, on the loop; what this has owned is closed by then
 */
record ConnectedUnixSocket(
        TcpSettings settings,
        Fd fd,
        ListenerLimits.Share share,
        RemotePeer<UnixAddress> peer,
        Consumer<? super RuntimeException> onFailure)
        implements TcpLoop.Arrival {
    @Override
    public void settle(TcpLoop home) {
        try {
            connect(home);
        } catch (RuntimeException failure) {
            closeAfter(failure);
            onFailure.accept(failure);
        } catch (Error failure) {
            closeAfter(failure);
            throw failure;
        }
    }

    private void connect(TcpLoop home) {
        UnixAddress localAddress = UnixSockets.localAddress(settings.syscalls(), fd);
        PeerCredentials credentials = UnixSockets.peerCredentials(settings.syscalls(), fd);
        StreamSocket stream = Transport.open(home.loop(), settings, home.registry(), fd);
        ActorRef<Tcp.ConnectionCommand> connection = ConnectionRef.open(home, settings, stream, share, peer);
        if (!peer.outgoing()) {
            TcpAcceptEvent.emit(localAddress, peer.address(), home.loop());
        }
        peer.commander()
                .tell(new UnixSocket.Connected(peer.address(), localAddress, credentials, connection, home.sameLoop()));
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
}

// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.util.ByteString;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.aioactors.fd.NoFdLeaks;
import org.junit.jupiter.api.Test;

/** The actor system ends while there are listeners and connections in every state. */
@EachTransport
class TcpShutdownTest extends TcpTest {
    @Test
    void allFdsAreClosed() throws IOException {
        Map<Integer, String> before = NoFdLeaks.openSockets();
        Tcp.Bound bound = bind();
        bind();
        Peer waiting = Peer.connect(bound.localAddress());
        accepted();
        Peer idle = Peer.connect(bound.localAddress());
        register(accepted());
        Peer suspended = Peer.connect(bound.localAddress());
        Tcp.Connected suspendedConnection = accepted();
        register(suspendedConnection);
        suspendedConnection.connection().tell(new Tcp.SuspendReading());
        Peer notReading = Peer.connect(bound.localAddress());
        Tcp.Connected blocked = accepted();
        register(blocked);
        blocked.connection().tell(Tcp.Write.of(ByteString.fromArrayUnsafe(Noise.much())));
        Peer closing = Peer.connect(bound.localAddress());
        Tcp.Connected closingConnection = accepted();
        TestProbe<Tcp.Event> closingHandler = register(closingConnection);
        closingConnection.connection().tell(new Tcp.ConfirmedClose());
        closing.expectEnd();
        closingHandler.expectNoMessage(Duration.ZERO);

        kit.shutdownTestKit();

        waiting.expectEnd();
        idle.expectEnd();
        suspended.expectEnd();
        for (Peer peer : List.of(waiting, idle, suspended, notReading, closing)) {
            peer.close();
        }
        NoFdLeaks.expectOnlySockets(before);
    }

    @Test
    void aConnectionNotYetDecidedIsClosed() throws IOException {
        Map<Integer, String> before = NoFdLeaks.openSockets();
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            List<Socket> filling = new ArrayList<>();
            for (int i = 0; i < 2; i++) { // the kernel allows one more than the backlog, listen(2)
                filling.add(new Socket(listener.getInetAddress(), listener.getLocalPort()));
            }
            tcp().tell(new Tcp.Connect(server.ref(), loopback(listener.getLocalPort())));
            server.expectNoMessage();
            kit.shutdownTestKit();
            for (Socket socket : filling) {
                socket.close();
            }
        }
        NoFdLeaks.expectOnlySockets(before);
    }
}

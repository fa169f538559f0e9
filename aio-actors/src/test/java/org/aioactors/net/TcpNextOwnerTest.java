// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.FishingOutcomes;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.util.ByteString;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.aioactors.fd.NoFdLeaks;
import org.junit.jupiter.api.Test;

/** Numbers of fds are used again at once: nothing of the connection before may meet the next one. */
@EachTransport
class TcpNextOwnerTest extends TcpTest {
    private static final int CONNECTIONS = 200;
    private static final int SIZE = 100_000;

    @Override
    String config() {
        return AIO + ".aio.threads = 1";
    }

    @Test
    void whatComesNextHearsOnlyOfItself() throws IOException {
        Tcp.Bound bound = bind();
        Map<Integer, String> before = NoFdLeaks.openSockets();
        for (int i = 0; i < CONNECTIONS; i++) {
            Peer peer = connectTo(bound);
            Tcp.Connected connected = accepted();
            TestProbe<Tcp.Event> handler = register(connected);
            peer.send("ping " + i);
            expectReceived(handler, "ping " + i);
            byte[] answer = Noise.bytes(SIZE, i);
            connected.connection().tell(Tcp.Write.of(ByteString.fromArrayUnsafe(answer)));
            if (i % 4 == 0) {
                assertThat(peer.receive(SIZE)).isEqualTo(answer);
            }
            peer.send("late");
            leave(i, peer, connected);
            handler.fishForMessage(
                    PATIENCE,
                    event -> event instanceof Tcp.ConnectionClosed
                            ? FishingOutcomes.complete()
                            : FishingOutcomes.continueAndIgnore());
            handler.expectNoMessage(Duration.ZERO);
        }
        NoFdLeaks.expectOnlySockets(before);
    }

    /** In one of three ways, with bytes on their way in both directions. */
    private static void leave(int way, Peer peer, Tcp.Connected connected) throws IOException {
        switch (way % 3) {
            case 0 -> {
                connected.connection().tell(new Tcp.Abort());
                peer.close();
            }
            case 1 -> {
                peer.close();
                connected.connection().tell(new Tcp.Close());
            }
            default -> peer.reset();
        }
    }
}

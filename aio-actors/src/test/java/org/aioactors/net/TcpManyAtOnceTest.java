// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.LoggingTestKit;
import akka.actor.typed.ActorRef;
import akka.actor.typed.DispatcherSelector;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.aioactors.fd.NoFdLeaks;
import org.aioactors.fd.Puppet;
import org.junit.jupiter.api.Test;

/** Many connect while the loop does something else: nobody is lost, and no fd is left that nobody has. */
@EachTransport
class TcpManyAtOnceTest extends TcpTest {
    private static final int CLIENTS = 400;

    @Override
    String config() {
        return AIO + ".aio { threads = 1, stall-relief = off }";
    }

    private Tcp.Bound bindEcho(int batch) {
        ActorRef<Tcp.Event> echo = kit.spawn(Echo.server(server.ref()), DispatcherSelector.fromConfig(AIO));
        tcp().tell(Tcp.Bind.of(echo, loopback(0)).with(ListenOptions.DEFAULT.withMaxConnections(batch)));
        return server.expectMessageClass(Tcp.Bound.class);
    }

    private List<Peer> connectWhileTheLoopIsBusy(Tcp.Bound bound) throws IOException {
        CountDownLatch connected = new CountDownLatch(1);
        Puppet.spawn(kit, AIO).actor().tell(() -> await(connected));
        List<Peer> peers = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            Peer peer = connectTo(bound);
            peer.send("client " + i);
            peers.add(peer);
        }
        connected.countDown();
        return peers;
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void allAreServed() throws IOException {
        Tcp.Bound bound = bindEcho(0);
        Map<Integer, String> before = NoFdLeaks.openSockets();
        List<Peer> peers = connectWhileTheLoopIsBusy(bound);
        for (int i = CLIENTS - 1; i >= 0; i--) {
            peers.get(i).expect("client " + i);
            peers.get(i).close();
        }
        NoFdLeaks.expectOnlySockets(before);
    }

    /** Who has gone before it was accepted is nobody's concern. */
    @Test
    void whoResetsBeforeItIsAcceptedTakesNobodyAlong() throws IOException {
        Tcp.Bound bound = bindEcho(0);
        Map<Integer, String> before = NoFdLeaks.openSockets();
        CountDownLatch connected = new CountDownLatch(1);
        Puppet.spawn(kit, AIO).actor().tell(() -> await(connected));
        List<Peer> staying = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            Peer peer = connectTo(bound);
            if (i % 4 == 0) {
                staying.add(peer);
            } else {
                peer.reset();
            }
        }
        connected.countDown();
        for (Peer peer : staying) {
            peer.send("still here");
            peer.expect("still here");
            peer.close();
        }
        NoFdLeaks.expectOnlySockets(before);
    }

    /** The others wait in the backlog, which is said once though it is over and begins again with each few that leave. */
    @Test
    void noMoreThanAllowedAtATimeAndAllInTheEnd() throws IOException {
        Tcp.Bound bound = bindEcho(10);
        Map<Integer, String> before = NoFdLeaks.openSockets();
        expectLogged(LoggingTestKit.warn("not accepting more").withOccurrences(1), () -> {
            List<Peer> peers = connectWhileTheLoopIsBusy(bound);
            for (int i = 0; i < CLIENTS; i++) {
                peers.get(i).expect("client " + i);
                peers.get(i).close();
            }
        });
        NoFdLeaks.expectOnlySockets(before);
    }
}

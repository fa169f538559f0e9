// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.Props;
import akka.actor.typed.SupervisorStrategy;
import akka.actor.typed.javadsl.Behaviors;
import akka.util.ByteString;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.aioactors.fd.NoFdLeaks;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A handler fails with bytes in flight both ways. */
@EachTransport
class TcpRestartTest extends TcpTest {
    private static final int SIZE = 3 << 20;

    /** How many of the messages make it fail. */
    private static final int EACH = 7;

    @Override
    String config() {
        return "aio.net.tcp.read-credit = 32 KiB"; // what is not given back is missed soon
    }

    /** What fails loses the message at which it does, and nothing else. */
    private Behavior<Tcp.Event> failing(Tcp.Connected connected, AtomicInteger messages, List<Integer> lost) {
        Behavior<Tcp.Event> echo = Behaviors.receive(Tcp.Event.class)
                .onMessage(Tcp.Received.class, received -> {
                    if (messages.incrementAndGet() % EACH == 0) {
                        lost.add(received.data().size());
                        throw new IllegalStateException("planted");
                    }
                    connected.connection().tell(Tcp.Write.of(received.data()));
                    return Behaviors.same();
                })
                .onMessage(Tcp.PeerClosed.class, closed -> Behaviors.stopped())
                .build();
        return Behaviors.supervise(echo).onFailure(SupervisorStrategy.restart().withLoggingEnabled(false));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void oneThatIsRestartedGoesOn(boolean sameLoop) throws IOException {
        Peer peer = connectTo(bind());
        Tcp.Connected connected = accepted();
        AtomicInteger messages = new AtomicInteger();
        List<Integer> lost = new ArrayList<>();
        ActorRef<Tcp.Event> handler =
                kit.spawn(failing(connected, messages, lost), sameLoop ? connected.sameLoop() : Props.empty());
        connected.connection().tell(Tcp.Register.of(handler));
        byte[] bytes = Noise.bytes(SIZE, 1);
        Background<Boolean> sending = Background.start(() -> {
            peer.send(bytes);
            peer.shutdownOutput();
            return true;
        });
        byte[] back = peer.receiveAll();
        sending.await();
        server.expectTerminated(handler);
        assertThat(lost).isNotEmpty();
        assertThat(back.length)
                .isEqualTo(SIZE - lost.stream().mapToInt(Integer::intValue).sum());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void oneThatDiesTakesItsConnectionAlongAndAnotherTakesOverForTheNext(boolean sameLoop) throws IOException {
        Tcp.Bound bound = bind();
        Map<Integer, String> before = NoFdLeaks.openSockets();
        for (int i = 0; i < 20; i++) {
            Peer peer = connectTo(bound);
            Tcp.Connected connected = accepted();
            Behavior<Tcp.Event> mortal = Behaviors.receiveMessage(event -> {
                connected.connection().tell(Tcp.Write.of(ByteString.fromString("last words")));
                throw new IllegalStateException("planted");
            });
            TestProbe<Object> watcher = kit.createTestProbe();
            ActorRef<Tcp.Event> handler = kit.spawn(
                    Behaviors.supervise(mortal)
                            .onFailure(SupervisorStrategy.stop().withLoggingEnabled(false)),
                    sameLoop ? connected.sameLoop() : Props.empty());
            connected.connection().tell(Tcp.Register.of(handler));
            peer.send("ping");
            watcher.expectTerminated(handler, PATIENCE);
            peer.expect("last words");
            peer.expectEnd();
            peer.close();
            watcher.expectTerminated(connected.connection(), PATIENCE);
        }
        NoFdLeaks.expectOnlySockets(before);
    }
}

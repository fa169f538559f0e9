// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.DispatcherSelector;
import akka.actor.typed.Props;
import akka.actor.typed.javadsl.Behaviors;
import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Handlers live on each kind of dispatcher there is, and in an actor with messages of its own. */
@EachTransport
class TcpDispatchersTest extends TcpTest {
    private static final int SIZE = 5 << 20;

    @Override
    String config() {
        return """
                pinned { type = PinnedDispatcher, executor = thread-pool-executor }
                affinity { type = Dispatcher, executor = affinity-pool-executor,
                           affinity-pool-executor { parallelism-min = 2, parallelism-max = 2 } }
                other-aio { type = "org.aioactors.dispatcher.AioDispatcherConfigurator" }
                """;
    }

    private Props where(String dispatcher, Tcp.Connected connected) {
        return dispatcher.equals("same loop") ? connected.sameLoop() : DispatcherSelector.fromConfig(dispatcher);
    }

    /** What an actor is told that has more to do than to talk to its peer. */
    private record FromPeer(Tcp.Event event) {}

    private static Behavior<FromPeer> echo(Tcp.Connected connected) {
        return Behaviors.receiveMessage(message -> {
            if (message.event() instanceof Tcp.Received received) {
                connected.connection().tell(Tcp.Write.of(received.data()));
            }
            return message.event() instanceof Tcp.ConnectionClosed ? Behaviors.stopped() : Behaviors.same();
        });
    }

    private static Behavior<FromPeer> echoByAdapter(Tcp.Connected connected) {
        return Behaviors.setup(context -> {
            connected.connection().tell(Tcp.Register.of(context.messageAdapter(Tcp.Event.class, FromPeer::new)));
            return echo(connected);
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "same loop",
                AIO,
                "other-aio",
                "akka.actor.default-dispatcher",
                "akka.actor.internal-dispatcher",
                "akka.actor.default-blocking-io-dispatcher",
                "pinned",
                "affinity"
            })
    void anEchoIsWhole(String dispatcher) throws IOException {
        Tcp.Bound bound = bind();
        for (boolean adapter : new boolean[] {false, true}) {
            Peer peer = connectTo(bound);
            Tcp.Connected connected = accepted();
            ActorRef<FromPeer> handler =
                    kit.spawn(adapter ? echoByAdapter(connected) : echo(connected), where(dispatcher, connected));
            if (!adapter) {
                connected.connection().tell(Tcp.Register.of(handler, FromPeer::new));
            }
            byte[] bytes = Noise.bytes(SIZE, 1);
            Background<Boolean> sending = Background.start(() -> {
                peer.send(bytes);
                peer.shutdownOutput();
                return true;
            });
            assertThat(Noise.checksum(peer.receiveAll())).isEqualTo(Noise.checksum(bytes));
            sending.await();
            server.expectTerminated(handler, PATIENCE);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.DeadLetter;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.DispatcherSelector;
import akka.actor.typed.eventstream.EventStream;
import akka.actor.typed.javadsl.Behaviors;
import akka.util.ByteString;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is written when the peer has closed already: it is acknowledged or refused, and never a dead letter. */
@EachTransport
class TcpLastWordsTest extends TcpTest {
    private static final String FORK_JOIN = "akka.actor.default-dispatcher";
    private static final ByteString ANSWER = ByteString.fromString("in good health");

    private TestProbe<DeadLetter> deadLetters;

    @BeforeEach
    void subscribe() {
        deadLetters = kit.createTestProbe();
        kit.system().eventStream().tell(new EventStream.Subscribe<>(DeadLetter.class, deadLetters.ref()));
    }

    private void expectNoDeadLetter() {
        deadLetters.expectNoMessage(Duration.ofMillis(100));
    }

    /** Writes whenever it hears something of its peer, its end included, and tells all that it hears. */
    private ActorRef<Tcp.Event> talkative(
            ActorRef<Tcp.ConnectionCommand> connection, ActorRef<Tcp.Event> monitor, String dispatcher) {
        Behavior<Tcp.Event> behavior = Behaviors.receiveMessage(event -> {
            if (event instanceof Tcp.Received || event instanceof Tcp.ConnectionClosed) {
                connection.tell(new Tcp.Write(ANSWER, event.getClass().getSimpleName() + " 1"));
                connection.tell(new Tcp.Write(ANSWER, event.getClass().getSimpleName() + " 2"));
            }
            monitor.tell(event);
            return Behaviors.same();
        });
        return kit.spawn(behavior, DispatcherSelector.fromConfig(dispatcher));
    }

    @ParameterizedTest
    @ValueSource(strings = {AIO, FORK_JOIN})
    void whatIsWrittenWhileTheEndIsHandledIsRefused(String dispatcher) throws IOException {
        Peer peer = connectTo(bind());
        Tcp.Connected connected = accepted();
        TestProbe<Tcp.Event> monitor = probe();
        connected.connection().tell(Tcp.Register.of(talkative(connected.connection(), monitor.ref(), dispatcher)));
        peer.close();
        monitor.expectMessage(new Tcp.PeerClosed());
        for (String token : List.of("PeerClosed 1", "PeerClosed 2")) {
            Tcp.CommandFailed refused = monitor.expectMessageClass(Tcp.CommandFailed.class);
            assertThat(((Tcp.Write) refused.command()).ack()).isEqualTo(token);
        }
        server.expectTerminated(connected.connection());
        expectNoDeadLetter();
    }

    /** The next connection: one before that was reset before its handler was known is told to the server, too. */
    private Tcp.Connected nextAccepted() {
        Tcp.Event event = server.receiveMessage(PATIENCE);
        while (event instanceof Tcp.ConnectionClosed) {
            event = server.receiveMessage(PATIENCE);
        }
        assertThat(event).isInstanceOf(Tcp.Connected.class);
        return (Tcp.Connected) event;
    }

    /** As who watches over a server does: asks, and goes without waiting for the answer. */
    @ParameterizedTest
    @ValueSource(strings = {AIO, FORK_JOIN})
    void healthChecksThatDoNotWaitMakeNoDeadLetters(String dispatcher) throws IOException {
        Tcp.Bound bound = bind();
        List<Tcp.Connected> all = new ArrayList<>();
        TestProbe<Tcp.Event> monitor = probe();
        int checks = 60;
        for (int i = 0; i < checks; i++) {
            Peer peer = connectTo(bound);
            Tcp.Connected connected = nextAccepted();
            all.add(connected);
            ActorRef<Tcp.Event> handler = talkative(connected.connection(), monitor.ref(), dispatcher);
            connected.connection().tell(Tcp.Register.of(handler));
            peer.send("are you well?");
            if (i % 3 == 0) {
                peer.reset();
            } else {
                peer.close();
            }
        }
        for (Tcp.Connected each : all) {
            server.expectTerminated(each.connection(), PATIENCE);
        }
        int ends = 0;
        int refused = 0;
        while (ends < checks || refused < 2 * checks) { // each writes twice while it handles the end
            Tcp.Event event = monitor.receiveMessage(PATIENCE);
            ends += event instanceof Tcp.ConnectionClosed ? 1 : 0;
            refused += event instanceof Tcp.CommandFailed ? 1 : 0;
        }
        assertThat(ends).as("each connection ends once").isEqualTo(checks);
        expectNoDeadLetter();
    }
}

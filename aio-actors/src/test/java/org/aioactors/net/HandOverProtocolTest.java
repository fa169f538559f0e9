// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import akka.util.ByteString;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What predecessor and successor say to each other, within one process. */
class HandOverProtocolTest extends UnixTest {
    private TestProbe<HandOver.Event> old;
    private TestProbe<HandOver.Event> young;

    @BeforeEach
    void makeProbes() {
        old = kit.createTestProbe();
        young = kit.createTestProbe();
    }

    /** A server whose name is what it answers. */
    private Tcp.Bound serve(Tcp.Bind bind, String name) {
        kit.spawn(Tcp.serve(bind, connection -> naming(connection, name)));
        return server.expectMessageClass(Tcp.Bound.class);
    }

    private static Behavior<Tcp.Event> naming(ActorRef<Tcp.ConnectionCommand> connection, String name) {
        return Behaviors.receive(Tcp.Event.class)
                .onMessage(Tcp.Received.class, received -> {
                    connection.tell(Tcp.Write.of(ByteString.fromString(name)));
                    return Behaviors.same();
                })
                .onMessage(Tcp.ConnectionClosed.class, closed -> Behaviors.stopped())
                .build();
    }

    /** Offers a server, as soon as somebody can ask for it. */
    private Tcp.Bound offer() {
        Tcp.Bound bound = serve(Tcp.Bind.of(server.ref(), loopback(0)), "old");
        offer(Map.of("echo", bound.listener()));
        return bound;
    }

    private void offer(Map<String, ActorRef<Tcp.ListenerCommand>> listeners) {
        kit.spawn(HandOver.offer(address, listeners, old.ref()));
        old.expectMessage(new HandOver.Offered());
    }

    private ActorRef<Void> request() {
        return kit.spawn(HandOver.request(address, PATIENCE, young.ref()));
    }

    private void expectServedBy(Tcp.Bound bound, String name) throws IOException {
        Peer peer = connectTo(bound);
        peer.send("x");
        peer.expect(name);
    }

    @Test
    void whoIsFirstHearsSo() {
        request();
        young.expectMessage(new HandOver.NoPredecessor());
    }

    @Test
    void aListenerIsHandedOver() throws IOException {
        Tcp.Bound bound = offer();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        Peer early = connectTo(bound);
        early.send("x");
        early.expect("old");
        request();
        HandOver.Taken taken = young.expectMessageClass(HandOver.Taken.class);
        assertThat(taken.names()).containsExactly("echo");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> taken.take("http"))
                .withMessage("the predecessor has no listener 'http', but [echo]");
        Tcp.Bound next = serve(Tcp.Bind.adopt(server.ref(), taken.take("echo")), "young");
        assertThat(next.localAddress()).isEqualTo(bound.localAddress());
        taken.predecessor().tell(new HandOver.Serving());
        old.expectMessage(new HandOver.HandedOver());
        young.expectMessage(new HandOver.Complete());
        server.expectMessage(new Tcp.Unbound());
        for (int i = 0; i < 20; i++) {
            expectServedBy(next, "young");
        }
        early.send("x");
        early.expect("old"); // to its end
        assertThat(file).as("free for the next offer").doesNotExist();
    }

    @Test
    void whileOnlyTakenTheOldOneGoesOnAndTheNextMayAsk() throws IOException {
        Tcp.Bound bound = offer();
        ActorRef<Void> first = request();
        HandOver.Taken taken = young.expectMessageClass(HandOver.Taken.class);
        expectServedBy(bound, "old");
        TestProbe<HandOver.Event> another = kit.createTestProbe();
        kit.spawn(HandOver.request(address, PATIENCE, another.ref()));
        assertThat(another.expectMessageClass(HandOver.Failed.class).cause())
                .isEqualTo("the predecessor on " + file + ": it has closed the connection");
        taken.fds().close();
        kit.stop(first);
        HandOver.Event answer = null;
        while (!(answer instanceof HandOver.Taken)) { // as soon as the old one has noticed
            request();
            answer = young.receiveMessage();
        }
        ((HandOver.Taken) answer).fds().close();
        expectServedBy(bound, "old");
    }

    @Test
    void aPredecessorThatDoesNotAnswerIsTold() {
        TestProbe<Tcp.ListenerCommand> deaf = kit.createTestProbe();
        offer(Map.of("echo", deaf.ref()));
        kit.spawn(HandOver.request(address, Duration.ofMillis(50), young.ref()));
        deaf.expectMessageClass(Tcp.DuplicateListener.class);
        assertThat(young.expectMessageClass(HandOver.Failed.class).cause())
                .isEqualTo("the predecessor on " + file + " has not handed over within PT0.05S");
    }

    @Test
    void aListenerThatCannotBeDuplicatedEndsTheRequest() {
        TestProbe<Tcp.ListenerCommand> failing = kit.createTestProbe();
        offer(Map.of("echo", failing.ref()));
        request();
        Tcp.DuplicateListener asked = failing.expectMessageClass(Tcp.DuplicateListener.class);
        asked.replyTo().tell(new Tcp.CommandFailed(asked, new IllegalStateException("no room")));
        assertThat(young.expectMessageClass(HandOver.Failed.class).cause()).contains("it has closed the connection");
    }

    @Test
    void whereSomebodyElseListensNothingIsOffered() {
        offer();
        TestProbe<HandOver.Event> second = kit.createTestProbe();
        kit.spawn(HandOver.offer(
                address,
                Map.of("echo", kit.<Tcp.ListenerCommand>createTestProbe().ref()),
                second.ref()));
        assertThat(second.expectMessageClass(HandOver.Failed.class).cause()).contains("EADDRINUSE");
    }

    @Test
    void thereMustBeAListener() {
        assertThatIllegalArgumentException().isThrownBy(() -> HandOver.offer(address, Map.of(), old.ref()));
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.ActorIdentity;
import akka.actor.DeadLetter;
import akka.actor.Identify;
import akka.actor.PoisonPill;
import akka.actor.testkit.typed.javadsl.LoggingTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorRefResolver;
import akka.actor.typed.DispatcherSelector;
import akka.actor.typed.eventstream.EventStream;
import akka.actor.typed.javadsl.Adapter;
import akka.util.ByteString;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.aioactors.dispatcher.AioDispatcher;
import org.aioactors.dispatcher.AioLoop;
import org.aioactors.dispatcher.Eventually;
import org.junit.jupiter.api.Test;

/** To everybody else a connection is as an actor, though it has none: it lives, fails and ends alone. */
@EachTransport
class ConnectionLifeTest extends TcpTest {
    private static final int CONNECTIONS = 20;

    @Override
    String config() {
        return AIO + ".aio { threads = 2, placement = least-loaded }";
    }

    private List<AioLoop> loops() {
        return ((AioDispatcher) kit.system().dispatchers().lookup(DispatcherSelector.fromConfig(AIO))).loops();
    }

    @Test
    void oneThatHasEndedIsADeadLetterBox() throws IOException {
        TestProbe<DeadLetter> deadLetters = kit.createTestProbe(DeadLetter.class);
        kit.system().eventStream().tell(new EventStream.Subscribe<>(DeadLetter.class, deadLetters.ref()));
        Peer peer = connectTo(bind());
        Tcp.Connected connected = accepted();
        register(connected);
        peer.close();
        server.expectTerminated(connected.connection());
        server.expectTerminated(connected.connection()); // who watches it later hears of it as well
        Tcp.Write late = Tcp.Write.of(ByteString.fromString("late"));
        connected.connection().tell(late);
        DeadLetter letter;
        do { // of the loop's start, perhaps
            letter = deadLetters.receiveMessage(PATIENCE);
        } while (!letter.message().equals(late));
    }

    @Test
    void itIsFoundByItsName() throws IOException {
        Peer peer = connectTo(bind());
        Tcp.Connected connected = accepted();
        register(connected);
        ActorRefResolver names = ActorRefResolver.get(kit.system());
        ActorRef<Tcp.ConnectionCommand> found =
                names.resolveActorRef(names.toSerializationFormat(connected.connection()));
        assertThat(found).isEqualTo(connected.connection());
        found.tell(Tcp.Write.of(ByteString.fromString("ping")));
        peer.expect("ping");
    }

    @Test
    void itSaysThatItIsThere() throws IOException {
        connectTo(bind());
        Tcp.Connected connected = accepted();
        TestProbe<Object> asker = kit.createTestProbe();
        Adapter.toClassic(connected.connection()).tell(new Identify("you?"), Adapter.toClassic(asker.ref()));
        ActorIdentity answer = asker.expectMessageClass(ActorIdentity.class);
        assertThat(answer.correlationId()).isEqualTo("you?");
        assertThat(answer.getActorRef()).contains(Adapter.toClassic(connected.connection()));
    }

    @Test
    void itCanBeStoppedAsAnyActor() throws IOException {
        Peer peer = connectTo(bind());
        Tcp.Connected connected = accepted();
        TestProbe<Tcp.Event> handler = register(connected);
        Adapter.toClassic(connected.connection()).tell(PoisonPill.getInstance(), akka.actor.ActorRef.noSender());
        assertThat(handler.expectMessageClass(Tcp.ErrorClosed.class).cause()).isEqualTo("the connection was stopped");
        server.expectTerminated(connected.connection());
        peer.expectEnd();
    }

    @Test
    void aHandlerOfManyConnectionsThatStopsEndsAll() throws IOException {
        Tcp.Bound bound = bind();
        TestProbe<Tcp.Event> common = probe();
        TestProbe<Tcp.Event> other = probe();
        List<Peer> peers = new ArrayList<>();
        List<Tcp.Connected> connections = new ArrayList<>();
        for (int i = 0; i < CONNECTIONS; i++) {
            peers.add(connectTo(bound));
            connections.add(accepted());
            connections.get(i).connection().tell(Tcp.Register.of(i == 0 ? other.ref() : common.ref()));
        }
        peers.get(CONNECTIONS - 1).close(); // one that has ended before
        common.expectMessage(new Tcp.PeerClosed());
        server.expectTerminated(connections.get(CONNECTIONS - 1).connection());
        common.stop();
        for (int i = 1; i < CONNECTIONS - 1; i++) {
            peers.get(i).expectEnd();
            server.expectTerminated(connections.get(i).connection());
        }
        peers.get(0).send("ping");
        expectReceived(other, "ping");
    }

    @Test
    void whoHasRegisteredAndNotWhoWasAskedForIsWatched() throws IOException {
        TestProbe<Tcp.Event> asker = probe();
        Tcp.Bound bound = bind();
        tcp().tell(new Tcp.Connect(asker.ref(), bound.localAddress()));
        Tcp.Connected outgoing = asker.expectMessageClass(Tcp.Connected.class);
        Tcp.Connected incoming = accepted();
        TestProbe<Tcp.Event> handler = register(outgoing);
        register(incoming);
        write(outgoing, "before");
        asker.stop();
        server.expectTerminated(asker.ref());
        write(incoming, "after");
        expectReceived(handler, "after");
        handler.stop();
        server.expectTerminated(outgoing.connection());
    }

    @Test
    void whoAsksToConnectAndStopsEndsAConnectionWithoutAHandler() {
        TestProbe<Tcp.Event> asker = probe();
        tcp().tell(new Tcp.Connect(asker.ref(), bind().localAddress()));
        Tcp.Connected outgoing = asker.expectMessageClass(Tcp.Connected.class);
        asker.stop();
        server.expectMessageClass(Tcp.Connected.class);
        server.expectTerminated(outgoing.connection());
    }

    @Test
    void oneThatFailsFailsAlone() throws IOException {
        Tcp.Bound bound = bind();
        Peer peer = connectTo(bound);
        Tcp.Connected failing = accepted();
        TestProbe<Tcp.Event> handler = register(failing);
        List<Peer> others = new ArrayList<>();
        List<Tcp.Connected> othersConnected = new ArrayList<>();
        for (int i = 0; i < CONNECTIONS; i++) {
            others.add(connectTo(bound));
            othersConnected.add(accepted());
            register(othersConnected.get(i));
        }
        Tcp.WriteFile planted = new Tcp.WriteFile(FailingPath.planted(), 0, 1, null);
        expectLogged(
                LoggingTestKit.error("has failed: it is reset"),
                () -> failing.connection().tell(planted));
        assertThat(handler.expectMessageClass(Tcp.ErrorClosed.class).cause()).endsWith("planted");
        peer.expectReset();
        server.expectTerminated(failing.connection());
        for (int i = 0; i < CONNECTIONS; i++) {
            write(othersConnected.get(i), "still here");
            others.get(i).expect("still here");
        }
    }

    @Test
    void eachCountsForWhereTheNextOneIsToLive() throws IOException {
        Tcp.Bound bound = bind();
        for (int i = 0; i < CONNECTIONS; i++) {
            connectTo(bound);
            accepted();
        }
        assertThat(guests()).satisfies(count -> {
            assertThat(count).allMatch(each -> each >= CONNECTIONS / 4);
            assertThat(count.stream().mapToInt(each -> each).sum()).isEqualTo(CONNECTIONS);
        });
    }

    @Test
    void eachGivesItsPlaceBack() throws IOException {
        Tcp.Bound bound = bind();
        for (int i = 0; i < CONNECTIONS; i++) {
            Peer peer = connectTo(bound);
            Tcp.Connected connected = accepted();
            register(connected);
            peer.close();
            server.expectTerminated(connected.connection());
        }
        Eventually.equal("guests", this::guests, List.of(0, 0));
    }

    private List<Integer> guests() {
        return loops().stream().map(AioLoop::guests).toList();
    }
}

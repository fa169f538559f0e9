// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.PoisonPill;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.DispatcherSelector;
import akka.actor.typed.javadsl.Adapter;
import akka.actor.typed.javadsl.Behaviors;
import akka.util.ByteString;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.aioactors.AioProps;
import org.aioactors.dispatcher.AioDispatcher;
import org.aioactors.dispatcher.AioLoop;
import org.aioactors.dispatcher.Eventually;
import org.aioactors.dispatcher.OneLoop;
import org.junit.jupiter.api.Test;

/** A connection does at once what it is told on its own loop, and everything in order. */
class ConnectionRefTest extends TcpTest {
    private static final int WRITES = 2_000;

    @Override
    String config() {
        return AIO + ".aio.threads = 2";
    }

    private long messages() {
        return ((AioDispatcher) kit.system().dispatchers().lookup(DispatcherSelector.fromConfig(AIO)))
                .loops().stream().mapToLong(loop -> loop.metrics().messages()).sum();
    }

    private Behavior<Tcp.Event> echo(ActorRef<Tcp.ConnectionCommand> connection) {
        return Behaviors.receive(Tcp.Event.class)
                .onMessage(Tcp.Received.class, received -> {
                    connection.tell(Tcp.Write.of(received.data()));
                    return Behaviors.same();
                })
                .onMessage(Tcp.ConnectionClosed.class, closed -> Behaviors.stopped())
                .build();
    }

    @Test
    void anEchoOnItsLoopIsOneMessage() throws IOException {
        Peer peer = connectTo(bind());
        Tcp.Connected connected = accepted();
        connected.connection().tell(Tcp.Register.of(kit.spawn(echo(connected.connection()), connected.sameLoop())));
        peer.send("ping");
        peer.expect("ping");
        long before = messages();
        for (int i = 0; i < 100; i++) {
            peer.send("ping");
            peer.expect("ping");
        }
        assertThat(messages() - before).isBetween(100L, 110L);
    }

    /** Tells what it is asked for as lines, a write each. */
    private static Behavior<Integer> teller(String name, ActorRef<Tcp.ConnectionCommand> connection) {
        return Behaviors.receive((context, number) -> {
            connection.tell(Tcp.Write.of(ByteString.fromString(name + number + "\n")));
            if (number + 1 < WRITES) {
                context.getSelf().tell(number + 1);
            }
            return Behaviors.same();
        });
    }

    @Test
    void whatEachTellerTellsStaysInOrder() throws IOException {
        Peer peer = connectTo(bind());
        Tcp.Connected connected = accepted();
        register(connected);
        int home = home(connected);
        ActorRef<Tcp.ConnectionCommand> connection = connected.connection();
        // "d" is mobile: it may tell from any loop, one write after the other.
        kit.spawn(teller("d", connection), DispatcherSelector.fromConfig(AIO)).tell(0);
        kit.spawn(teller("h", connection), AioProps.onLoop(AIO, home)).tell(0);
        kit.spawn(teller("o", connection), AioProps.onLoop(AIO, 3 - home)).tell(0);
        kit.spawn(teller("f", connection)).tell(0);
        int bytes = IntStream.range(0, WRITES)
                .map(i -> 4 * (2 + String.valueOf(i).length()))
                .sum();
        Map<Character, String> lines = new String(peer.receive(bytes), StandardCharsets.UTF_8)
                .lines()
                .collect(Collectors.groupingBy(
                        line -> line.charAt(0),
                        Collectors.mapping(line -> line.substring(1), Collectors.joining(" "))));
        String inOrder = IntStream.range(0, WRITES).mapToObj(String::valueOf).collect(Collectors.joining(" "));
        assertThat(lines).isEqualTo(Map.of('d', inOrder, 'h', inOrder, 'o', inOrder, 'f', inOrder));
    }

    /** As an actor does that goes from one loop to the connection's own between two words. */
    @Test
    void whatIsToldOnItsLoopDoesNotOvertakeWhatWasToldElsewhere() throws IOException {
        Peer peer = connectTo(bind());
        Tcp.Connected connected = accepted();
        register(connected);
        Behavior<String> onItsLoop = Behaviors.receiveMessage(word -> {
            Background.start(() -> {
                        write(connected, "elsewhere ");
                        return true;
                    })
                    .await(); // the loop waits, too, and handles nothing meanwhile
            write(connected, word);
            return Behaviors.same();
        });
        ActorRef<String> teller = kit.spawn(onItsLoop, connected.sameLoop());
        for (int i = 0; i < 10; i++) {
            teller.tell("here ");
            peer.expect("elsewhere here ");
        }
    }

    @Test
    void whatAConnectionThatHasEndedWasToSendIsGivenBack() throws IOException {
        connectTo(bind());
        Tcp.Connected connected = accepted();
        CountDownLatch told = new CountDownLatch(1);
        ActorRef<CountDownLatch> holdsUpTheLoop = kit.spawn(
                Behaviors.receiveMessage(latch -> {
                    OneLoop.await(latch);
                    return Behaviors.same();
                }),
                connected.sameLoop());
        holdsUpTheLoop.tell(told);
        ReceivedBuffer buffer = ReceivedBuffer.copied(ByteString.fromString("lost"));
        Adapter.toClassic(connected.connection()).tell(PoisonPill.getInstance(), akka.actor.ActorRef.noSender());
        connected.connection().tell(new Tcp.WriteBuffer(buffer, null));
        told.countDown();
        server.expectTerminated(connected.connection());
        buffer.handled();
        Eventually.equal("buffer", buffer::toString, "ReceivedBuffer[4 bytes, given back]");
    }

    /** The loop of a connection: where its handler would be spawned. */
    private int home(Tcp.Connected connected) {
        TestProbe<Integer> numbers = kit.createTestProbe();
        kit.spawn(
                Behaviors.<Object>setup(context -> {
                    numbers.ref().tell(AioLoop.require("a test").number());
                    return Behaviors.stopped();
                }),
                connected.sameLoop());
        return numbers.receiveMessage();
    }

    @Test
    void whoIsToldMayTellAtOnce() throws IOException {
        Peer peer = connectTo(bind());
        Tcp.Connected connected = accepted();
        TestProbe<Tcp.Event> handler = probe();
        connected.connection().tell(Tcp.Register.of(handler.ref(), event -> {
            if (event instanceof Tcp.Received received) {
                connected.connection().tell(Tcp.Write.of(received.data()));
                connected.connection().tell(new Tcp.Close());
            }
            return event;
        }));
        peer.send("ping");
        peer.expect("ping");
        peer.expectEnd();
        handler.expectMessageClass(Tcp.Received.class);
        handler.expectMessageClass(Tcp.Closed.class);
    }

    @Test
    void itCanBeWatched() throws IOException {
        Peer peer = connectTo(bind());
        Tcp.Connected connected = accepted();
        register(connected);
        TestProbe<Object> watcher = kit.createTestProbe();
        peer.close();
        watcher.expectTerminated(connected.connection());
    }

    @Test
    void whatItFailsOfIsNotTheTellers() throws IOException {
        Path planted = FailingPath.planted();
        Peer peer = connectTo(bind());
        Tcp.Connected connected = accepted();
        TestProbe<Tcp.Event> events = probe();
        TestProbe<String> told = kit.createTestProbe();
        Behavior<Tcp.Event> handler = Behaviors.receiveMessage(event -> {
            events.ref().tell(event);
            if (event instanceof Tcp.Received) {
                connected.connection().tell(new Tcp.WriteFile(planted, 0, 1, null));
                told.ref().tell("told");
            }
            return Behaviors.same();
        });
        connected.connection().tell(Tcp.Register.of(kit.spawn(handler, connected.sameLoop())));
        peer.send("ping");
        events.expectMessageClass(Tcp.Received.class);
        told.expectMessage("told");
        assertThat(events.expectMessageClass(Tcp.ErrorClosed.class).cause())
                .isEqualTo("the connection has failed: java.lang.IllegalStateException: planted");
        peer.expectReset();
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.LoggingTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.javadsl.Behaviors;
import akka.util.ByteString;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.aioactors.dispatcher.Eventually;
import org.junit.jupiter.api.Test;

/** The shortest server. */
@EachTransport
class TcpServeTest extends TcpTest {
    private final Set<String> threads = ConcurrentHashMap.newKeySet();
    private final AtomicInteger handlers = new AtomicInteger();

    @Override
    String config() {
        return AIO + ".aio.threads = 3";
    }

    private Behavior<Tcp.Event> echo(ActorRef<Tcp.ConnectionCommand> connection) {
        handlers.incrementAndGet();
        return Behaviors.receive(Tcp.Event.class)
                .onMessage(Tcp.Received.class, received -> {
                    threads.add(Thread.currentThread().getName());
                    connection.tell(Tcp.Write.of(received.data()));
                    return Behaviors.same();
                })
                .onMessage(Tcp.ConnectionClosed.class, closed -> Behaviors.stopped())
                .onSignal(PostStop.class, stopped -> {
                    handlers.decrementAndGet();
                    return Behaviors.same();
                })
                .build();
    }

    private ActorRef<Tcp.ListenerCommand> serve() {
        return kit.spawn(Tcp.serve(Tcp.Bind.of(server.ref(), loopback(0)), this::echo));
    }

    @Test
    void eachHandlerLivesOnTheLoopOfItsConnection() throws IOException {
        TestKernel kernel = new TestKernel();
        Set<String> readers = ConcurrentHashMap.newKeySet();
        kernel.answer(call -> {
            if (call.name().equals("getsockname")) {
                readers.add(Thread.currentThread().getName());
            }
            return null;
        });
        Tcp.Bound bound = bind(settings(kernel.syscalls()));
        for (int i = 0; i < 30; i++) {
            threads.clear();
            readers.clear();
            Peer peer = connectTo(bound);
            Tcp.Connected connected = accepted();
            connected.connection().tell(Tcp.Register.of(kit.spawn(echo(connected.connection()), connected.sameLoop())));
            peer.send("ping");
            peer.expect("ping");
            assertThat(threads).isEqualTo(readers).hasSize(1);
        }
    }

    @Test
    void itServes() throws IOException {
        ActorRef<Tcp.ListenerCommand> serving = serve();
        Tcp.Bound bound = server.expectMessageClass(Tcp.Bound.class);
        List<Peer> peers = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            Peer peer = connectTo(bound);
            peer.send("ping");
            peer.expect("ping");
            peers.add(peer);
        }
        assertThat(threads).as("loops").hasSize(3).allMatch(name -> name.startsWith("tcp-" + AIO));
        bound.listener().tell(new Tcp.Unbind());
        server.expectMessage(new Tcp.Unbound());
        for (Peer peer : peers) {
            peer.send("still there?");
            peer.expect("still there?");
            peer.close();
        }
        server.expectTerminated(serving);
    }

    @Test
    void whenItStopsItsConnectionsAreClosed() throws IOException {
        ActorRef<Tcp.ListenerCommand> serving = serve();
        Tcp.Bound bound = server.expectMessageClass(Tcp.Bound.class);
        Peer peer = connectTo(bound);
        peer.send("ping");
        peer.expect("ping");
        kit.stop(serving);
        peer.expectEnd();
    }

    @Test
    void noHandlerIsLeftBehindByPeersThatReset() throws IOException {
        serve();
        Tcp.Bound bound = server.expectMessageClass(Tcp.Bound.class);
        for (int i = 0; i < 300; i++) {
            Peer.connect(bound.localAddress()).reset();
        }
        Peer last = connectTo(bound);
        last.send("ping");
        last.expect("ping");
        Eventually.equal("handlers", handlers::get, 1);
    }

    /** A peer is accepted and served, or it hears at once that it is not. */
    @Test
    void noPeerIsForgottenByAnUnbind() throws IOException {
        for (int i = 0; i < 200; i++) {
            ActorRef<Tcp.ListenerCommand> serving = serve();
            Tcp.Bound bound = server.expectMessageClass(Tcp.Bound.class);
            Peer peer = connectTo(bound);
            serving.tell(new Tcp.Unbind());
            server.expectMessage(new Tcp.Unbound());
            try {
                peer.send("ping");
                peer.expect("ping");
            } catch (SocketException reset) {
                assertThat(reset).as("never accepted").hasMessageMatching("Connection reset( by peer)?|Broken pipe");
            }
            peer.close();
            server.expectTerminated(serving);
        }
    }

    @Test
    void aConnectionForWhichNoHandlerCanBeMadeIsResetAlone() throws IOException {
        AtomicBoolean failing = new AtomicBoolean(true);
        kit.spawn(Tcp.serve(Tcp.Bind.of(server.ref(), loopback(0)), connection -> {
            if (failing.getAndSet(false)) {
                throw new IllegalStateException("planted");
            }
            return echo(connection);
        }));
        Tcp.Bound bound = server.expectMessageClass(Tcp.Bound.class);
        expectLogged(LoggingTestKit.error("no handler for 127.0.0.1:"), () -> connectTo(bound)
                .expectReset());
        Peer next = connectTo(bound);
        next.send("ping");
        next.expect("ping");
    }

    /** Stays when its connection has ended. */
    private static Behavior<Tcp.Event> greeting(ActorRef<Tcp.ConnectionCommand> connection) {
        connection.tell(Tcp.Write.of(ByteString.fromString("hello")));
        return Behaviors.ignore();
    }

    @Test
    void anUnbindIsAnsweredAgain() throws IOException {
        ActorRef<Tcp.ListenerCommand> serving =
                kit.spawn(Tcp.serve(Tcp.Bind.of(server.ref(), loopback(0)), TcpServeTest::greeting));
        Tcp.Bound bound = server.expectMessageClass(Tcp.Bound.class);
        Peer peer = connectTo(bound);
        peer.expect("hello");
        serving.tell(new Tcp.Unbind());
        server.expectMessage(new Tcp.Unbound());
        serving.tell(new Tcp.Unbind());
        server.expectMessage(new Tcp.Unbound());
        peer.close();
        server.expectNoMessage(); // long enough for the listener to end
        serving.tell(new Tcp.Unbind());
        server.expectMessage(new Tcp.Unbound());
    }

    @Test
    void aPortInUseIsToldAndLogged() throws IOException {
        try (ServerSocket taken = new ServerSocket(0)) {
            expectLogged(LoggingTestKit.error("can't listen: bind("), () -> {
                ActorRef<Tcp.ListenerCommand> serving =
                        kit.spawn(Tcp.serve(loopback(taken.getLocalPort()), this::echo));
                server.expectTerminated(serving);
            });
        }
    }

    @Test
    void anUnbindThatComesBeforeItIsBoundIsNotLost() {
        ActorRef<Tcp.ListenerCommand> serving = serve();
        serving.tell(new Tcp.Unbind());
        server.expectMessageClass(Tcp.Bound.class);
        server.expectMessage(new Tcp.Unbound());
        server.expectTerminated(serving);
    }

    @Test
    void itStopsListeningWithItsMonitor() {
        TestProbe<Tcp.Event> mortal = probe();
        ActorRef<Tcp.ListenerCommand> serving =
                kit.spawn(Tcp.serve(Tcp.Bind.of(mortal.ref(), loopback(0)), this::echo));
        mortal.expectMessageClass(Tcp.Bound.class);
        mortal.stop();
        server.expectTerminated(serving);
    }
}

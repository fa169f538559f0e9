// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.LoggingTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import java.io.IOException;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

/** The shortest server. */
class TcpServeTest extends TcpTest {
    private final Set<String> threads = ConcurrentHashMap.newKeySet();

    @Override
    String config() {
        return AIO + ".aio.threads = 3";
    }

    private Behavior<Tcp.Event> echo(ActorRef<Tcp.ConnectionCommand> connection) {
        return Behaviors.receive(Tcp.Event.class)
                .onMessage(Tcp.Received.class, received -> {
                    threads.add(Thread.currentThread().getName());
                    connection.tell(Tcp.Write.of(received.data()));
                    return Behaviors.same();
                })
                .onMessage(Tcp.ConnectionClosed.class, closed -> Behaviors.stopped())
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
            if (call.name().equals("read")) {
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

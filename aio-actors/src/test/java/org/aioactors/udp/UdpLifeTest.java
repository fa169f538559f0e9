// SPDX-License-Identifier: Apache-2.0
package org.aioactors.udp;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.DispatcherSelector;
import akka.actor.typed.javadsl.Behaviors;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Set;
import org.aioactors.aio.linux.Errno;
import org.aioactors.fd.NoFdLeaks;
import org.aioactors.fd.Openings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A socket ends with its handler, however that ends, and what was taken is given back. */
class UdpLifeTest extends UdpTest {
    private record Last(String text, InetSocketAddress to) {}

    /** Tells its last word, and ends as it is told to. */
    private Behavior<Object> mortal(String end) {
        return Behaviors.setup(context -> {
            udp().tell(Udp.Bind.of(context.getSelf(), loopback(0)));
            return Behaviors.receive(Object.class)
                    .onMessage(Udp.Bound.class, bound -> {
                        handler.ref().tell(bound);
                        return mortal(bound.socket(), end);
                    })
                    .build();
        });
    }

    private static Behavior<Object> mortal(ActorRef<Udp.SocketCommand> socket, String end) {
        return Behaviors.receive(Object.class)
                .onMessage(Last.class, last -> {
                    socket.tell(text(last.text(), last.to()));
                    if (end.equals("fails")) {
                        throw new IllegalStateException("planned");
                    }
                    return Behaviors.stopped();
                })
                .build();
    }

    @ParameterizedTest
    @CsvSource({
        "stops, aio-default-dispatcher",
        "fails, aio-default-dispatcher",
        "stops, akka.actor.default-dispatcher",
        "fails, akka.actor.default-dispatcher"
    })
    void aSocketEndsWithItsHandlerAndSendsItsLastWord(String end, String dispatcher) throws IOException {
        ActorRef<Object> mortal = kit.spawn(mortal(end), DispatcherSelector.fromConfig(dispatcher));
        Udp.Bound bound = handler.expectMessageClass(Udp.Bound.class, PATIENCE);
        TestProbe<Object> watcher = kit.createTestProbe();
        DatagramSocket peer = peer();
        mortal.tell(new Last("farewell", addressOf(peer)));
        assertThat(receiveText(peer)).isEqualTo("farewell");
        watcher.expectTerminated(bound.socket(), PATIENCE);
        peerAt(bound.localAddress());
    }

    @Test
    void theNextHandlerTakesOver() throws IOException {
        Udp.Bound bound = bind();
        TestProbe<Udp.Event> next = kit.createTestProbe();
        bound.socket().tell(new Udp.Register(next.ref()));
        handler.stop();
        DatagramSocket peer = peer();
        send(peer, bound.localAddress(), "to the next");
        next.expectMessageClass(Udp.Received.class, PATIENCE);
        next.stop();
        kit.createTestProbe().expectTerminated(bound.socket(), PATIENCE);
        peerAt(bound.localAddress());
    }

    @Test
    void anUnboundPortIsFree() throws IOException {
        Udp.Bound bound = bind();
        bound.socket().tell(new Udp.Unbind());
        handler.expectMessage(PATIENCE, new Udp.Unbound());
        peerAt(bound.localAddress());
        kit.createTestProbe().expectTerminated(bound.socket(), PATIENCE);
    }

    @Test
    void anAddressInUseIsTold() throws IOException {
        DatagramSocket other = peer();
        Udp.Bind bind = Udp.Bind.of(handler.ref(), addressOf(other));
        udp().tell(bind);
        Udp.CommandFailed failed = handler.expectMessageClass(Udp.CommandFailed.class, PATIENCE);
        assertThat(failed.command()).isSameAs(bind);
        assertThat(failed.cause())
                .hasMessage("bind(127.0.0.1:" + other.getLocalPort() + "): EADDRINUSE (Address already in use)");
    }

    @Test
    void aServerThatCantBindStops() throws IOException {
        DatagramSocket other = peer();
        ActorRef<Udp.SocketCommand> server =
                kit.spawn(Udp.serve(addressOf(other), socket -> Behaviors.<Udp.Event>ignore()));
        kit.createTestProbe().expectTerminated(server, PATIENCE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"socket", "bind", "getsockname", "setsockopt"})
    void whatFailsWhileItIsOpenedLeavesNothingOpen(String call) {
        Map<Integer, String> before = NoFdLeaks.openSockets();
        kernel.answer(each -> each.name().equals(call) ? -Errno.ENOMEM : null);
        ActorRef<Udp.Command> manager = udpOfKernel();
        manager.tell(Udp.Bind.of(handler.ref(), loopback(0)));
        assertThat(handler.expectMessageClass(Udp.CommandFailed.class, PATIENCE).cause())
                .hasMessageContaining("ENOMEM");
        NoFdLeaks.expectOnlySockets(before);
        kernel.answer(each -> null);
        manager.tell(Udp.Bind.of(handler.ref(), loopback(0)));
        handler.expectMessageClass(Udp.Bound.class, PATIENCE);
    }

    @Test
    void aReadThatFailsIsToldAndGoesOn() throws IOException {
        Udp.Bound bound = bind(udpOfKernel(), UdpOptions.DEFAULT);
        int[] failures = {Errno.EINTR, Errno.EAGAIN, Errno.ENOMEM};
        int[] next = {0};
        kernel.answer(call ->
                call.name().equals("recvmmsg") && next[0] < failures.length ? (Integer) (-failures[next[0]++]) : null);
        send(peer(), bound.localAddress(), "at last");
        assertThat(handler.expectMessageClass(Udp.ErrorReported.class, PATIENCE).cause())
                .contains("ENOMEM");
        assertThat(received().data().utf8String()).isEqualTo("at last");
    }

    /** Thousands of times, and descriptors are where they were. */
    @Test
    void manyAreOpenedAndClosed() {
        Set<Integer> before = NoFdLeaks.openSockets().keySet();
        for (int round = 0; round < Openings.count(2_000); round++) {
            Udp.Bound bound = bind();
            bound.socket().tell(new Udp.Unbind());
            handler.expectMessage(PATIENCE, new Udp.Unbound());
        }
        assertThat(NoFdLeaks.openSockets()).hasSize(before.size());
    }

    @Test
    void whatIsOptionalMayBeMissing() throws IOException {
        kernel.answer(call -> call.name().equals("getsockopt") ? -Errno.ENOPROTOOPT : null);
        Udp.Bound bound = bind(udpOfKernel(), UdpOptions.DEFAULT);
        DatagramSocket peer = peer();
        for (int number = 0; number < 10; number++) {
            bound.socket().tell(text("number " + number, addressOf(peer)));
        }
        for (int number = 0; number < 10; number++) {
            assertThat(receiveText(peer)).isEqualTo("number " + number);
        }
    }
}

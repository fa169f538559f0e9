// SPDX-License-Identifier: Apache-2.0
package org.aioactors.udp;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import akka.util.ByteString;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.aioactors.dispatcher.AioLoop;
import org.junit.jupiter.api.Test;

/** What is the same whichever monitor watches the sockets. */
abstract class UdpContract extends UdpTest {
    abstract String fdMonitor();

    @Override
    String config() {
        return AIO + ".aio.fd-monitor = " + fdMonitor();
    }

    @Test
    void aDatagramComesAndIsAnswered() throws IOException {
        Udp.Bound bound = bind();
        DatagramSocket peer = peer();
        send(peer, bound.localAddress(), "question");
        Udp.Received question = received();
        assertThat(question.data().utf8String()).isEqualTo("question");
        assertThat(question.sender()).isEqualTo(addressOf(peer));
        assertThat(question.info()).isNull();
        bound.socket().tell(question.reply(ByteString.fromString("answer")));
        assertThat(receiveText(peer)).isEqualTo("answer");
    }

    @Test
    void eachComesWholeWhateverItsLength() throws IOException {
        Udp.Bound bound = bind();
        DatagramSocket peer = peer();
        Random random = new Random(1);
        for (int length : new int[] {0, 1, 63, 64, 1472, 1473, 9000, 65_507}) {
            byte[] bytes = new byte[length];
            random.nextBytes(bytes);
            send(peer, bound.localAddress(), bytes);
            Udp.Received received = received();
            assertThat(received.data().toArray()).isEqualTo(bytes);
            bound.socket().tell(received.reply(received.data()));
            assertThat(receiveBytes(peer)).isEqualTo(bytes);
        }
    }

    /** Of different lengths, so that some are put together and some are not. */
    @Test
    void toEachPeerTheyGoInOrder() throws IOException {
        Udp.Bound bound = bind();
        List<DatagramSocket> peers = List.of(peer(), peer(), peer());
        Random random = new Random(2);
        int count = 60;
        for (int number = 0; number < count; number++) {
            String text = number + " " + "x".repeat(random.nextInt(4));
            for (DatagramSocket peer : peers) {
                bound.socket().tell(text(text, addressOf(peer)));
            }
        }
        for (DatagramSocket peer : peers) {
            Random again = new Random(2);
            for (int number = 0; number < count; number++) {
                assertThat(receiveText(peer)).isEqualTo(number + " " + "x".repeat(again.nextInt(4)));
            }
        }
    }

    @Test
    void aServersHandlerLivesOnTheSocketsLoop() throws IOException {
        List<String> threads = new ArrayList<>();
        ActorRef<Udp.SocketCommand> server =
                kit.spawn(Udp.serve(loopback(0), socket -> echo(socket, threads, handler.ref())));
        InetSocketAddress address =
                handler.expectMessageClass(Udp.Bound.class, PATIENCE).localAddress();
        DatagramSocket peer = peer();
        for (int number = 0; number < 100; number++) {
            send(peer, address, "question " + number);
            assertThat(receiveText(peer)).isEqualTo("question " + number);
        }
        server.tell(new Udp.Unbind());
        handler.expectMessage(PATIENCE, new Udp.Unbound());
        kit.createTestProbe().expectTerminated(server, PATIENCE);
        peerAt(address);
        assertThat(threads).isNotEmpty().allMatch("loop"::equals);
    }

    private static Behavior<Udp.Event> echo(
            ActorRef<Udp.SocketCommand> socket, List<String> threads, ActorRef<Udp.Event> observer) {
        return Behaviors.receive(Udp.Event.class)
                .onMessage(Udp.Received.class, received -> {
                    threads.add(AioLoop.current() == null ? "elsewhere" : "loop");
                    socket.tell(received.reply(received.data()));
                    return Behaviors.same();
                })
                .onMessage(Udp.Bound.class, bound -> {
                    observer.tell(bound);
                    return Behaviors.same();
                })
                .onMessage(Udp.Unbound.class, unbound -> {
                    observer.tell(unbound);
                    return Behaviors.stopped();
                })
                .build();
    }

    @Test
    void readingStopsAndGoesOn() throws IOException {
        Udp.Bound bound = bind(udp(), UdpOptions.DEFAULT.withReadingSuspended());
        DatagramSocket peer = peer();
        send(peer, bound.localAddress(), "early");
        handler.expectNoMessage(java.time.Duration.ofMillis(50));
        bound.socket().tell(new Udp.ResumeReading());
        assertThat(received().data().utf8String()).isEqualTo("early");
        for (int round = 0; round < 20; round++) {
            bound.socket().tell(new Udp.SuspendReading());
            // The answer to this shows that it has arrived.
            bound.socket().tell(text("suspended", addressOf(peer)).withAck(round));
            handler.expectMessage(PATIENCE, new Udp.Sent(round));
            send(peer, bound.localAddress(), "late " + round);
            bound.socket().tell(new Udp.ResumeReading());
            assertThat(received().data().utf8String()).isEqualTo("late " + round);
        }
    }

    /** The kernel has no room for a while; what was sent meanwhile goes out in order when it has. */
    @Test
    void whatFindsNoRoomWaits() throws IOException {
        Udp.Bound bound = bind(udpOfKernel(), UdpOptions.DEFAULT);
        DatagramSocket peer = peer();
        int[] refusals = {3};
        kernel.answer(call -> call.name().equals("sendmmsg") && refusals[0]-- > 0 ? -11 : null);
        for (int number = 0; number < 10; number++) {
            bound.socket().tell(text("number " + number, addressOf(peer)));
        }
        for (int number = 0; number < 10; number++) {
            assertThat(receiveText(peer)).isEqualTo("number " + number);
        }
    }

    /** A slow handler stops the reading; what the kernel has no room for is told, and nothing is lost in silence. */
    @Test
    void allThatIsLostIsCounted() throws IOException {
        udp().tell(Udp.Bind.of(handler.ref(), loopback(0))
                .with(UdpOptions.DEFAULT.withReadingSuspended().withSocketOptions(UdpSO.receiveBufferSize(16 * 1024))));
        Udp.Bound bound = handler.expectMessageClass(Udp.Bound.class, PATIENCE);
        DatagramSocket peer = peer();
        int sent = 500;
        for (int number = 0; number < sent; number++) {
            send(peer, bound.localAddress(), new byte[100]);
        }
        bound.socket().tell(new Udp.ResumeReading());
        long received = 0;
        long dropped = 0;
        while (received + dropped < sent) {
            Udp.Event event = handler.receiveMessage(PATIENCE);
            if (event instanceof Udp.Dropped drops) {
                dropped += drops.count();
                assertThat(drops.total()).isEqualTo(dropped);
            } else {
                assertThat(event).isInstanceOf(Udp.Received.class);
                received++;
            }
        }
        assertThat(dropped).isPositive();
        assertThat(received + dropped).isEqualTo(sent);
        handler.expectNoMessage(java.time.Duration.ofMillis(20));
    }

    @Test
    void whoRefusesIsTold() throws IOException {
        DatagramSocket gone = peer();
        InetSocketAddress nobody = addressOf(gone);
        gone.close();
        udp().tell(Udp.Connect.of(handler.ref(), nobody));
        Udp.Connected connected = handler.expectMessageClass(Udp.Connected.class, PATIENCE);
        assertThat(connected.remoteAddress()).isEqualTo(nobody);
        connected.socket().tell(Udp.Send.of(ByteString.fromString("anybody?")));
        assertThat(handler.expectMessageClass(Udp.ErrorReported.class, PATIENCE).cause())
                .startsWith("recvmmsg(fd=")
                .contains("ECONNREFUSED");
        DatagramSocket back = peerAt(nobody);
        connected.socket().tell(Udp.Send.of(ByteString.fromString("now?")));
        assertThat(receiveText(back)).isEqualTo("now?");
        send(back, connected.localAddress(), "yes");
        assertThat(received().data().utf8String()).isEqualTo("yes");
        send(peer(), connected.localAddress(), "a stranger");
        handler.expectNoMessage(java.time.Duration.ofMillis(20));
    }
}

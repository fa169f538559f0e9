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
import org.aioactors.aio.linux.Errno;
import org.aioactors.aio.linux.FdIo;
import org.junit.jupiter.api.Test;

/** Many datagrams go by one system call, and what the kernel can put together is. */
class UdpBatchTest extends UdpTest {
    private static final int PEERS = 20;

    /** However long a busy machine takes for a turn. */
    @Override
    String config() {
        return "aio.net.udp.flush-delay = 1 s";
    }

    /** Sends, when told of the first datagram that comes, so many to each peer. */
    private Behavior<Udp.Event> burst(ActorRef<Udp.SocketCommand> socket, List<InetSocketAddress> to, int each) {
        return Behaviors.receive(Udp.Event.class)
                .onMessage(Udp.Received.class, received -> {
                    for (int number = 0; number < each; number++) {
                        for (InetSocketAddress peer : to) {
                            socket.tell(Udp.Send.of(ByteString.fromString("%04d".formatted(number)), peer));
                        }
                    }
                    return Behaviors.same();
                })
                .onAnyMessage(event -> {
                    handler.ref().tell(event);
                    return Behaviors.same();
                })
                .build();
    }

    private List<DatagramSocket> burstTo(UdpOptions options, int each) throws IOException {
        Udp.Bound bound = bind(udpOfKernel(), options.withReadingSuspended());
        List<DatagramSocket> peers = new ArrayList<>();
        for (int i = 0; i < PEERS; i++) {
            peers.add(peer());
        }
        ActorRef<Udp.Event> sender = kit.spawn(
                burst(bound.socket(), peers.stream().map(UdpTest::addressOf).toList(), each), bound.sameLoop());
        bound.socket().tell(new Udp.Register(sender));
        bound.socket().tell(new Udp.ResumeReading());
        send(peers.get(0), bound.localAddress(), "go");
        for (DatagramSocket peer : peers) {
            for (int number = 0; number < each; number++) {
                assertThat(receiveText(peer)).isEqualTo("%04d".formatted(number));
            }
        }
        return peers;
    }

    @Test
    void whatIsSentInATurnLeavesTogether() throws IOException {
        burstTo(UdpOptions.DEFAULT, 30);
        assertThat(kernel.count("sendmmsg")).isEqualTo(1);
    }

    @Test
    void withoutSegmentationEachTakesAPlace() throws IOException {
        burstTo(UdpOptions.DEFAULT.withSegmentation(false), 30);
        assertThat(kernel.count("sendmmsg")).isBetween(600L / 64, 600L / 64 + 1);
    }

    /** As where packets are encrypted: then they go one by one, and stay in order. */
    @Test
    void whereTheNetworkCantCutUpEachGoesByItself() throws IOException {
        for (int errno : new int[] {Errno.EIO, Errno.EINVAL, Errno.EMSGSIZE}) {
            boolean[] refused = {false};
            kernel.answer(call -> {
                if (call.name().equals("sendmmsg") && !refused[0]) {
                    refused[0] = true;
                    return -errno;
                }
                return null;
            });
            start();
            burstTo(UdpOptions.DEFAULT, 10);
            assertThat(refused[0]).isTrue();
            stop();
        }
    }

    @Test
    void theKernelMayTakeOneAtATime() throws IOException {
        int[] calls = {0};
        kernel.answer(call -> {
            if (!call.name().equals("sendmmsg")) {
                return null;
            }
            calls[0]++;
            return calls[0] % 3 == 0 ? (Integer) (-Errno.EINTR) : null;
        });
        burstTo(UdpOptions.DEFAULT.withSegmentation(false), 20);
        assertThat(calls[0]).isGreaterThan(6);
    }

    @Test
    void oneThatFailsKeepsNoOtherFromBeingSent() throws IOException {
        Udp.Bound bound = bind();
        DatagramSocket peer = peer();
        InetSocketAddress forbidden = FdIo.address("255.255.255.255", 9);
        for (int number = 0; number < 5; number++) {
            bound.socket().tell(text("before " + number, addressOf(peer)));
            bound.socket().tell(text("forbidden " + number, forbidden));
        }
        for (int number = 0; number < 5; number++) {
            Udp.CommandFailed failed = handler.expectMessageClass(Udp.CommandFailed.class, PATIENCE);
            assertThat(failed.command()).isEqualTo(text("forbidden " + number, forbidden));
            assertThat(failed.cause()).hasMessageContaining("EACCES");
            assertThat(receiveText(peer)).isEqualTo("before " + number);
        }
    }

    @Test
    void runsThatComeTogetherAreTakenApart() throws IOException {
        Udp.Bound receiver = bind(udp(), UdpOptions.DEFAULT.withReceiveOffload(true));
        var probe = kit.<Udp.Event>createTestProbe();
        udp().tell(Udp.Bind.of(probe.ref(), loopback(0)));
        Udp.Bound sender = probe.expectMessageClass(Udp.Bound.class, PATIENCE);
        int count = 100;
        for (int number = 0; number < count; number++) {
            sender.socket().tell(text("number " + number, receiver.localAddress()));
        }
        for (int number = 0; number < count; number++) {
            Udp.Received received = received();
            assertThat(received.data().utf8String()).isEqualTo("number " + number);
            assertThat(received.sender()).isEqualTo(sender.localAddress());
        }
    }

    @Test
    void oneThatIsTooLongIsTold() throws IOException {
        Udp.Bound bound = bind(udp(), UdpOptions.DEFAULT.withMaxDatagramBytes(100));
        DatagramSocket peer = peer();
        send(peer, bound.localAddress(), "x".repeat(101));
        Udp.Truncated truncated = handler.expectMessageClass(Udp.Truncated.class, PATIENCE);
        assertThat(truncated.datagramBytes()).isEqualTo(101);
        assertThat(truncated.beginning().data().utf8String()).isEqualTo("x".repeat(100));
        assertThat(truncated.beginning().sender()).isEqualTo(addressOf(peer));
        send(peer, bound.localAddress(), "x".repeat(100));
        assertThat(received().data().utf8String()).isEqualTo("x".repeat(100));
    }
}

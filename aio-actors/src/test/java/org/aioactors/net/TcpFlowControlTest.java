// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.util.ByteString;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** One end is slower than the other. */
@EachTransport
class TcpFlowControlTest extends TcpTest {
    private static final int CHUNK = 256 << 10;

    @Override
    String config() {
        return "aio.net.tcp.max-pending-write = 1 MiB";
    }

    @Test
    void suspendingStopsThePeer() throws IOException {
        Peer peer = connectTo(bind());
        Tcp.Connected connected = accepted();
        TestProbe<Tcp.Event> handler = register(connected);
        connected.connection().tell(new Tcp.SuspendReading());
        connected.connection().tell(new Tcp.Write(ByteString.fromString("suspended"), "suspended"));
        handler.expectMessage(new Tcp.Ack("suspended"));
        byte[] bytes = Noise.much();
        Background<Boolean> sending = Background.start(() -> {
            peer.send(bytes);
            return true;
        });
        handler.expectNoMessage();
        assertThat(sending.isDone()).isFalse();
        connected.connection().tell(new Tcp.ResumeReading());
        ByteBuffer received = ByteBuffer.allocate(Noise.MUCH);
        while (received.hasRemaining()) {
            Tcp.Received next = handler.expectMessageClass(Tcp.Received.class, PATIENCE);
            next.data().copyToBuffer(received);
        }
        assertThat(Noise.checksum(received.array())).isEqualTo(Noise.checksum(bytes));
        sending.await();
    }

    @Test
    void suspendedAndResumedAgainAndAgainLosesNothing() throws IOException {
        int size = 5 << 20;
        Peer peer = connectTo(bind());
        Tcp.Connected connected = accepted();
        TestProbe<Tcp.Event> handler = register(connected);
        byte[] bytes = Noise.bytes(size, 1);
        Background<Boolean> sending = Background.start(() -> {
            peer.send(bytes);
            return true;
        });
        ByteBuffer received = ByteBuffer.allocate(size);
        while (received.hasRemaining()) {
            handler.expectMessageClass(Tcp.Received.class, PATIENCE).data().copyToBuffer(received);
            connected.connection().tell(new Tcp.SuspendReading());
            connected.connection().tell(new Tcp.ResumeReading());
        }
        assertThat(Noise.checksum(received.array())).isEqualTo(Noise.checksum(bytes));
        sending.await();
    }

    /** Its number, then noise. */
    private static ByteString chunk(int number, ByteString noise) {
        return ByteString.fromArrayUnsafe(
                        ByteBuffer.allocate(Integer.BYTES).putInt(number).array())
                .concat(noise);
    }

    @Test
    void whatAPeerDoesNotReadIsBoundedAndWhatWasAcceptedArrives() throws IOException {
        int count = 400; // 100 MiB
        Peer peer = connectTo(bind());
        Tcp.Connected connected = accepted();
        TestProbe<Tcp.Event> handler = register(connected);
        ByteString noise = Noise.string(CHUNK - Integer.BYTES, 1);
        for (int i = 0; i < count; i++) {
            connected.connection().tell(new Tcp.Write(chunk(i, noise), i));
        }
        connected.connection().tell(new Tcp.Close());

        List<Integer> refused = new ArrayList<>();
        List<Integer> acknowledged = new ArrayList<>();
        while (refused.isEmpty()) {
            sort(handler.receiveMessage(PATIENCE), acknowledged, refused);
        }
        byte[] received = peer.receiveAll();
        for (Tcp.Event event = handler.receiveMessage(PATIENCE);
                !(event instanceof Tcp.Closed);
                event = handler.receiveMessage(PATIENCE)) {
            sort(event, acknowledged, refused);
        }

        assertThat(refused).isNotEmpty().isSorted().doesNotContainAnyElementsOf(acknowledged);
        assertThat(acknowledged).isNotEmpty().isSorted();
        assertThat(refused.size() + acknowledged.size()).isEqualTo(count);
        assertThat(refused.get(0))
                .as("after the first one every write is refused: the stream has no holes")
                .isEqualTo(acknowledged.size());
        ByteBuffer stream = ByteBuffer.wrap(received);
        List<Integer> arrived = new ArrayList<>();
        while (stream.hasRemaining()) {
            int number = stream.getInt();
            byte[] rest = new byte[noise.size()];
            stream.get(rest);
            assertThat(rest).isEqualTo(noise.toArrayUnsafe());
            arrived.add(number);
        }
        assertThat(arrived).isEqualTo(acknowledged);
    }

    private static void sort(Tcp.Event event, List<Integer> acknowledged, List<Integer> refused) {
        if (event instanceof Tcp.Ack ack) {
            acknowledged.add((Integer) ack.token());
        } else {
            Tcp.CommandFailed failed = (Tcp.CommandFailed) event;
            assertThat(failed.cause().getMessage())
                    .matches("write of 262144 bytes refused: (\\d{6,7} bytes are pending, aio.net.tcp.max-pending-write"
                            + " is 1048576; the peer reads too slowly|one before it was refused, and ResumeWriting was"
                            + " not answered yet|the connection is closing)");
            refused.add((Integer) ((Tcp.Write) failed.command()).ack());
        }
    }

    @Test
    void aWriteLargerThanTheBoundIsTakenWhenNothingIsPending() throws IOException {
        int size = 10 << 20;
        Peer peer = connectTo(bind());
        Tcp.Connected connected = accepted();
        TestProbe<Tcp.Event> handler = register(connected);
        connected.connection().tell(new Tcp.Write(Noise.string(size, 1), "large"));
        assertThat(Noise.checksum(peer.receive(size))).isEqualTo(Noise.checksum(Noise.bytes(size, 1)));
        handler.expectMessage(new Tcp.Ack("large"));
    }

    @Test
    void acksComeInOrderAndForEmptyWritesToo() throws IOException {
        Peer peer = connectTo(bind());
        Tcp.Connected connected = accepted();
        TestProbe<Tcp.Event> handler = register(connected);
        StringBuilder expected = new StringBuilder();
        for (int i = 0; i < 100; i++) {
            String text = i % 3 == 0 ? "" : "text " + i;
            expected.append(text);
            connected.connection().tell(new Tcp.Write(ByteString.fromString(text), i));
        }
        for (int i = 0; i < 100; i++) {
            handler.expectMessage(new Tcp.Ack(i));
        }
        peer.expect(expected.toString());
    }
}

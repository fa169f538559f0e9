// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.Behavior;
import akka.actor.typed.Props;
import akka.actor.typed.javadsl.Behaviors;
import akka.util.ByteString;
import java.io.IOException;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

/** Who writes the next piece when the last one is acknowledged is never refused, however large a piece is. */
@EachTransport
class TcpAckedWriterTest extends TcpTest {
    private static final int PIECE = 256 << 10;
    private static final int ROUNDS = 60;

    @Override
    String config() {
        // nothing else fits beside one piece
        return "aio.net.tcp { max-pending-write = 256 KiB, high-water-mark = 128 KiB, low-water-mark = 1 KiB }";
    }

    /** Writes as soon as it hears of the ack; on the connection's loop that is in the same turn. */
    private static Behavior<Tcp.Event> writer(Tcp.Connected connected, TestProbe<Tcp.Event> monitor, ByteString data) {
        return Behaviors.receiveMessage(event -> {
            if (event instanceof Tcp.Ack ack && (Integer) ack.token() < ROUNDS) {
                connected.connection().tell(new Tcp.Write(data, (Integer) ack.token() + 1));
            } else {
                monitor.ref().tell(event);
            }
            return Behaviors.same();
        });
    }

    private void expectAllWritten(boolean sameLoop) throws IOException {
        Peer peer = connectTo(bind());
        Tcp.Connected connected = accepted();
        ByteString data = Noise.string(PIECE, 1);
        TestProbe<Tcp.Event> monitor = probe();
        Props where = sameLoop ? connected.sameLoop() : Props.empty();
        connected.connection().tell(Tcp.Register.of(kit.spawn(writer(connected, monitor, data), where)));
        connected.connection().tell(new Tcp.Write(data, 1));
        CRC32C expected = new CRC32C();
        for (int i = 0; i < ROUNDS; i++) {
            expected.update(data.toArrayUnsafe());
        }
        assertThat(Noise.checksum(peer.receive(ROUNDS * PIECE))).isEqualTo(expected.getValue());
        monitor.expectMessage(PATIENCE, new Tcp.Ack(ROUNDS));
    }

    @Test
    void onTheLoopOfItsConnection() throws IOException {
        expectAllWritten(true);
    }

    @Test
    void elsewhere() throws IOException {
        expectAllWritten(false);
    }
}

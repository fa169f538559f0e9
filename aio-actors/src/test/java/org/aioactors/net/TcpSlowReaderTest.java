// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.util.ByteString;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** A peer that reads a little now and then: no limit of time ends it, since something goes on. */
@EachTransport
class TcpSlowReaderTest extends TcpTest {
    private static final int SIP = 10_000;
    private static final long BETWEEN_SIPS_NS = TimeUnit.MILLISECONDS.toNanos(30);

    @Override
    String config() {
        // far less than it takes to read all
        return "aio.net.tcp { close-timeout = 700 ms, idle-timeout = 700 ms }";
    }

    /** How much there is to read: so much that it takes longer than the limits of time. */
    int size() {
        return 600_000;
    }

    @Test
    void getsAllThatWasWrittenBeforeTheClose() throws IOException {
        tcp().tell(Tcp.Bind.of(server.ref(), loopback(0))
                .with(security().listenOptions().withSocketOptions(TcpSO.sendBufferSize(1))));
        InetSocketAddress address = server.expectMessageClass(Tcp.Bound.class).localAddress();
        Socket small = new Socket();
        small.setReceiveBufferSize(1); // the kernel's least
        small.connect(address);
        Peer peer = closeLater(security().connectedPeer(small));
        Tcp.Connected connected = accepted();
        TestProbe<Tcp.Event> handler = register(connected);
        byte[] bytes = Noise.bytes(size(), 1);
        connected.connection().tell(new Tcp.Write(ByteString.fromArrayUnsafe(bytes), "all"));
        connected.connection().tell(new Tcp.Close());
        for (int done = 0; done < bytes.length; done += SIP) {
            assertThat(peer.receive(SIP)).isEqualTo(Arrays.copyOfRange(bytes, done, done + SIP));
            LockSupport.parkNanos(BETWEEN_SIPS_NS);
        }
        peer.expectEnd();
        handler.expectMessage(new Tcp.Ack("all"));
        handler.expectMessage(new Tcp.Closed());
    }
}

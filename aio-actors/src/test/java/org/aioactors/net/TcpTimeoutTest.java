// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.util.ByteString;
import java.io.IOException;
import java.util.Map;
import org.aioactors.fd.NoFdLeaks;
import org.junit.jupiter.api.Test;

/** Peers that do nothing. */
@EachTransport
class TcpTimeoutTest extends TcpTest {
    @Override
    String config() {
        return "aio.net.tcp { close-timeout = 200 ms, idle-timeout = 800 ms }";
    }

    private static void writeMuch(Tcp.Connected connected) {
        connected.connection().tell(Tcp.Write.of(ByteString.fromArrayUnsafe(Noise.much())));
    }

    @Test
    void aPeerThatDoesNotTakeWhatIsPendingIsReset() throws IOException {
        Tcp.Bound bound = bind();
        Map<Integer, String> before = NoFdLeaks.openSockets();
        Peer peer = connectTo(bound);
        Tcp.Connected connected = accepted();
        TestProbe<Tcp.Event> handler = register(connected);
        writeMuch(connected);
        connected.connection().tell(new Tcp.Close());
        assertThat(handler.expectMessageClass(Tcp.ErrorClosed.class, PATIENCE).cause())
                .matches("not closed within PT0.2S \\(aio.net.tcp.close-timeout\\), \\d+ bytes were pending: aborted");
        server.expectTerminated(connected.connection());
        peer.close();
        NoFdLeaks.expectOnlySockets(before);
    }

    @Test
    void aPeerThatDoesNotCloseItsSideIsReset() throws IOException {
        Peer peer = connectTo(bind());
        Tcp.Connected connected = accepted();
        TestProbe<Tcp.Event> handler = register(connected);
        connected.connection().tell(new Tcp.ConfirmedClose());
        peer.expectEnd();
        handler.expectMessageClass(Tcp.ErrorClosed.class, PATIENCE);
        server.expectTerminated(connected.connection());
    }

    @Test
    void aHandlersDeathLeavesNothingBehind() throws IOException {
        Tcp.Bound bound = bind();
        Map<Integer, String> before = NoFdLeaks.openSockets();
        Peer peer = connectTo(bound);
        Tcp.Connected connected = accepted();
        TestProbe<Tcp.Event> handler = register(connected);
        writeMuch(connected);
        handler.stop();
        server.expectTerminated(connected.connection(), PATIENCE);
        peer.close();
        NoFdLeaks.expectOnlySockets(before);
    }

    @Test
    void theEndOfInputOfAPeerThatDoesNotReadIsNoReasonToStay() throws IOException {
        Peer peer = connectTo(bind());
        Tcp.Connected connected = accepted();
        TestProbe<Tcp.Event> handler = probe();
        connected.connection().tell(Tcp.Register.of(handler.ref()).with(RegisterOptions.DEFAULT.withFullDuplex(true)));
        writeMuch(connected);
        peer.shutdownOutput();
        handler.expectMessageClass(Tcp.ErrorClosed.class, PATIENCE);
    }

    @Test
    void whatIsIdleEnds() throws IOException {
        Peer peer = connectTo(bind());
        TestProbe<Tcp.Event> handler = register(accepted());
        peer.expectEnd();
        handler.expectMessage(new Tcp.ErrorClosed("idle for PT0.8S (aio.net.tcp.idle-timeout)"));
    }

    @Test
    void whatIsNotIdleStays() throws IOException {
        Peer peer = connectTo(bind());
        Tcp.Connected busy = accepted();
        TestProbe<Tcp.Event> handler = register(busy);
        Peer idle = connectTo(bind());
        register(accepted());
        Background<Boolean> waiting = Background.start(() -> {
            idle.expectEnd();
            return true;
        });
        while (!waiting.isDone()) {
            peer.send("ping");
            expectReceived(handler, "ping");
            write(busy, "pong");
            peer.expect("pong");
        }
        waiting.await();
        peer.send("still there");
        expectReceived(handler, "still there");
    }
}

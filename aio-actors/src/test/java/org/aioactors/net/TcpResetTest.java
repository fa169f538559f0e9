// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.util.ByteString;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.aioactors.fd.NoFdLeaks;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The peer resets a connection in each of its states: its handler hears of that once, and nothing stays behind. */
@EachTransport
class TcpResetTest extends TcpTest {
    /** Where a connection is when it is reset. */
    enum Point {
        IDLE,
        ANSWERED,
        /** Bytes have come that nobody wants to read. */
        SUSPENDED_WITH_BYTES_UNREAD,
        PULLED,
        /** More is pending than the kernel takes. */
        WRITES_PENDING,
        WRITES_PENDING_SUSPENDED,
        HALF_CLOSED,
        HALF_CLOSED_WITH_WRITES_PENDING,
        CLOSING_WITH_WRITES_PENDING,
        CONFIRMED_CLOSE,
        CONFIRMED_CLOSE_WITH_WRITES_PENDING
    }

    private Map<Integer, String> before;
    private Peer peer;
    private Tcp.Connected connected;
    private TestProbe<Tcp.Event> handler;

    @Override
    String config() {
        return "aio.net.tcp.max-pending-write = 64 MiB";
    }

    @BeforeEach
    void connect() throws IOException {
        Tcp.Bound bound = bind();
        before = NoFdLeaks.openSockets();
        peer = connectTo(bound);
        connected = accepted();
        handler = probe();
    }

    private void register(RegisterOptions options) {
        connected.connection().tell(Tcp.Register.of(handler.ref()).with(options));
    }

    private void tell(Tcp.ConnectionCommand command) {
        connected.connection().tell(command);
    }

    private void writeMuch() throws IOException {
        tell(Tcp.Write.of(ByteString.fromArrayUnsafe(Noise.much())));
        peer.receive(1); // so that some of it is on its way
    }

    private void halfClose() throws IOException {
        peer.shutdownOutput();
        handler.expectMessage(new Tcp.PeerClosed());
    }

    private void bringTo(Point point) throws IOException {
        register(
                point == Point.PULLED
                        ? RegisterOptions.DEFAULT.withPullMode()
                        : RegisterOptions.DEFAULT.withKeepOpenOnPeerClosed());
        switch (point) {
            case IDLE, PULLED -> {}
            case ANSWERED -> {
                peer.send("ping");
                expectReceived(handler, "ping");
                write(connected, "pong");
                peer.expect("pong");
            }
            case SUSPENDED_WITH_BYTES_UNREAD -> {
                tell(new Tcp.SuspendReading());
                tell(new Tcp.Write(ByteString.fromString("suspended"), "suspended"));
                handler.expectMessage(new Tcp.Ack("suspended"));
                peer.send("unread");
            }
            case WRITES_PENDING -> writeMuch();
            case WRITES_PENDING_SUSPENDED -> {
                tell(new Tcp.SuspendReading());
                writeMuch();
            }
            case HALF_CLOSED -> halfClose();
            case HALF_CLOSED_WITH_WRITES_PENDING -> {
                halfClose();
                writeMuch();
            }
            case CLOSING_WITH_WRITES_PENDING -> {
                writeMuch();
                tell(new Tcp.Close());
            }
            case CONFIRMED_CLOSE -> {
                tell(new Tcp.ConfirmedClose());
                peer.expectEnd();
            }
            case CONFIRMED_CLOSE_WITH_WRITES_PENDING -> {
                writeMuch();
                tell(new Tcp.ConfirmedClose());
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Point.class)
    void itsHandlerHearsOfItOnce(Point point) throws IOException {
        bringTo(point);
        peer.reset();
        assertThat(handler.expectMessageClass(Tcp.ErrorClosed.class, PATIENCE).cause())
                .matches("(read|write|connection)\\(fd=\\d+\\): (ECONNRESET|EPIPE) \\(.*\\)");
        server.expectTerminated(connected.connection(), PATIENCE);
        handler.expectNoMessage(Duration.ZERO);
        NoFdLeaks.expectOnlySockets(before);
    }

    @Test
    void whileItsHandlerIsBusy() throws IOException {
        register(RegisterOptions.DEFAULT);
        peer.send("ping");
        expectReceived(handler, "ping"); // a probe handles when it is asked
        peer.send("pong");
        peer.reset();
        Tcp.Event event = handler.receiveMessage(PATIENCE);
        if (event instanceof Tcp.Received) { // unless the reset was faster
            event = handler.receiveMessage(PATIENCE);
        }
        assertThat(event).isInstanceOf(Tcp.ErrorClosed.class);
        server.expectTerminated(connected.connection(), PATIENCE);
        NoFdLeaks.expectOnlySockets(before);
    }
}

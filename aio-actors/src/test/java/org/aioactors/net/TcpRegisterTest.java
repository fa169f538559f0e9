// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.util.ByteString;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A connection before and after its handler is known. */
@EachTransport
class TcpRegisterTest extends TcpTest {
    @Test
    void nothingIsReadBefore() throws IOException {
        TestKernel kernel = new TestKernel();
        Peer peer = connectTo(bind(settings(kernel.syscalls())));
        peer.send("early");
        Tcp.Connected connected = accepted();
        write(connected, "welcome"); // may be written before
        peer.expect("welcome");
        assertThat(kernel.count("read")).isZero();
        TestProbe<Tcp.Event> handler = register(connected);
        expectReceived(handler, "early");
        peer.close();
        handler.expectMessage(new Tcp.PeerClosed());
        server.expectNoMessage(Duration.ZERO);
    }

    @Test
    void whatComesBeforeARegisterGoesToWhoeverClosesConfirmed() throws IOException {
        Peer peer = connectTo(bind());
        Tcp.Connected connected = accepted();
        connected.connection().tell(new Tcp.ConfirmedClose());
        peer.expectEnd();
        peer.send("last words");
        expectReceived(server, "last words");
        peer.close();
        server.expectMessage(new Tcp.ConfirmedClosed());
    }

    @Test
    void afterAResetTheHandlerHearsOfIt() throws IOException {
        Peer peer = connectTo(bind());
        Tcp.Connected connected = accepted();
        peer.reset();
        server.expectMessageClass(Tcp.ErrorClosed.class);
        server.expectNoMessage(); // long enough for a connection that waits for nobody to be gone
        assertThat(register(connected).expectMessageClass(Tcp.ErrorClosed.class).cause())
                .contains("ECONNRESET");
        server.expectTerminated(connected.connection());
    }

    @Test
    void whoHasAskedForItHearsOfAResetOnce() throws IOException {
        Peer peer = connectTo(bind());
        Tcp.Connected connected = accepted();
        peer.reset();
        server.expectMessageClass(Tcp.ErrorClosed.class);
        connected.connection().tell(Tcp.Register.of(server.ref()));
        server.expectTerminated(connected.connection());
        server.expectNoMessage(Duration.ZERO);
    }

    @Test
    void aConnectionThatIsClosingIsNotOpenedAgain() throws IOException {
        Peer peer = connectTo(bind());
        Tcp.Connected connected = accepted();
        connected.connection().tell(Tcp.Write.of(ByteString.fromArrayUnsafe(Noise.much())));
        connected.connection().tell(new Tcp.Close());
        TestProbe<Tcp.Event> handler = register(connected);
        connected.connection().tell(new Tcp.ResumeReading());
        assertThat(Noise.checksum(peer.receive(Noise.MUCH))).isEqualTo(Noise.checksum(Noise.much()));
        server.expectMessage(new Tcp.Closed());
        handler.expectMessage(new Tcp.Closed());
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import akka.actor.testkit.typed.javadsl.LoggingTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** A connection whose handler is not known in time. */
class TcpRegisterTimeoutTest extends TcpTest {
    @Override
    String config() {
        return "aio.net.tcp.register-timeout = 500 ms";
    }

    @Test
    void aConnectionThatNobodyWantsIsClosed() throws IOException {
        Tcp.Bound bound = bind();
        expectLogged(
                LoggingTestKit.warn("nobody registered for a connection within PT0.5S"
                        + " (aio.net.tcp.register-timeout): closing it"),
                () -> {
                    Peer peer = connectTo(bound);
                    Tcp.Connected connected = accepted();
                    peer.expectEnd();
                    server.expectMessage(new Tcp.Closed());
                    server.expectTerminated(connected.connection());
                });
    }

    @Test
    void aRegisteredConnectionStays() throws IOException {
        Peer peer = connectTo(bind());
        Tcp.Connected registered = accepted();
        TestProbe<Tcp.Event> handler = register(registered);
        connectTo(bind());
        accepted();
        server.expectMessage(new Tcp.Closed()); // the timeout of the second is over, so the first one's would be
        peer.send("hello");
        expectReceived(handler, "hello");
    }
}

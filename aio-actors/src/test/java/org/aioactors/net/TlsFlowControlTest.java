// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import java.io.IOException;
import java.net.Socket;

/** Back-pressure is the same with TLS. */
class TlsFlowControlTest extends TcpFlowControlTest {
    private final TestSecurity security = new TestSecurity("TLSv1.3");

    @Override
    ListenOptions listenOptions() {
        return security.listenOptions();
    }

    @Override
    ConnectOptions connectOptions() {
        return security.connectOptions();
    }

    @Override
    Peer connectedPeer(Socket socket) throws IOException {
        return security.connectedPeer(socket);
    }

    @Override
    Peer acceptedPeer(Socket socket) throws IOException {
        return security.acceptedPeer(socket);
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import java.io.IOException;
import java.net.Socket;

/** What users have reported, with TLS. */
class TlsReportsTest extends TcpReportsTest {
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

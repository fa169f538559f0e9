// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import java.io.IOException;
import java.net.Socket;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** TLS of one version between connections and peers. */
final class TestSecurity {
    private final String protocol;
    private final SSLContext serverContext = TestTls.serverContext();
    private final SSLContext clientContext;

    TestSecurity(String protocol) {
        this(TestTls.clientContext(), protocol);
    }

    TestSecurity(SSLContext clientContext, String protocol) {
        this.clientContext = clientContext;
        this.protocol = protocol;
    }

    ListenOptions listenOptions() {
        return ListenOptions.DEFAULT.withTls(Tls.of(serverContext).withProtocols(protocol));
    }

    ConnectOptions connectOptions() {
        return ConnectOptions.DEFAULT.withTls(Tls.of(clientContext).withProtocols(protocol));
    }

    /** It has shaken hands. */
    Peer connectedPeer(Socket raw) throws IOException {
        raw.setTcpNoDelay(true);
        SSLSocket socket = TestTls.client(clientContext, raw);
        socket.setEnabledProtocols(new String[] {protocol});
        socket.startHandshake();
        return Peer.of(socket, raw);
    }

    /** It will shake hands when it reads or writes first. */
    Peer acceptedPeer(Socket raw) throws IOException {
        SSLSocket socket = TestTls.server(serverContext, raw);
        socket.setEnabledProtocols(new String[] {protocol});
        return Peer.of(socket, raw);
    }
}

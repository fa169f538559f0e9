// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import java.io.IOException;
import java.net.Socket;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** TLS of one version between connections and peers. */
public final class TlsSecurity implements TestSecurity {
    private final String protocol;
    private final SSLContext serverContext = TestTls.serverContext();
    private final SSLContext clientContext;

    public TlsSecurity(String protocol) {
        this(TestTls.clientContext(), protocol);
    }

    TlsSecurity(SSLContext clientContext, String protocol) {
        this.clientContext = clientContext;
        this.protocol = protocol;
    }

    @Override
    public ListenOptions listenOptions() {
        return ListenOptions.DEFAULT.withTls(Tls.of(serverContext).withProtocols(protocol));
    }

    @Override
    public ConnectOptions connectOptions() {
        return ConnectOptions.DEFAULT.withTls(Tls.of(clientContext).withProtocols(protocol));
    }

    /** It has shaken hands. */
    @Override
    public Peer connectedPeer(Socket raw) throws IOException {
        raw.setTcpNoDelay(true);
        SSLSocket socket = TestTls.client(clientContext, raw);
        socket.setEnabledProtocols(new String[] {protocol});
        socket.startHandshake();
        return Peer.of(socket, raw);
    }

    /** It will shake hands when it reads or writes first. */
    @Override
    public Peer acceptedPeer(Socket raw) throws IOException {
        SSLSocket socket = TestTls.server(serverContext, raw);
        socket.setEnabledProtocols(new String[] {protocol});
        return Peer.of(socket, raw);
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import akka.actor.testkit.typed.javadsl.TestProbe;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.aioactors.net.TestTls.Identity;

/** What the tests of TLS share. */
abstract class TlsTest extends TcpTest {
    final SSLContext serverContext = TestTls.serverContext();
    final SSLContext clientContext = TestTls.clientContext();

    /** Listens with TLS. */
    Tcp.Bound bind(Tls tls) {
        return bind(ListenOptions.DEFAULT.withTls(tls));
    }

    Tcp.Bound bind(ListenOptions options) {
        tcp().tell(Tcp.Bind.of(server.ref(), loopback(0)).with(options));
        return server.expectMessageClass(Tcp.Bound.class);
    }

    /** Connects with TLS; the probe hears how that went. */
    TestProbe<Tcp.Event> connect(InetSocketAddress address, Tls tls) {
        TestProbe<Tcp.Event> client = probe();
        tcp().tell(new Tcp.Connect(client.ref(), address).with(ConnectOptions.DEFAULT.withTls(tls)));
        return client;
    }

    /** The JDK's client, which did not shake hands yet. */
    SSLSocket jdkClient(Tcp.Bound bound, SSLContext context) throws IOException {
        Socket raw = raw(bound);
        return TestTls.client(context, raw);
    }

    /** A socket without TLS. */
    Socket raw(Tcp.Bound bound) throws IOException {
        Socket raw = new Socket(
                bound.localAddress().getAddress(), bound.localAddress().getPort());
        closeLater(Peer.of(raw));
        return raw;
    }

    static SSLContext own(Identity identity, Identity... trusted) {
        return TestTls.context(List.of(identity), trusted);
    }

    static SSLContext trusting(Identity... trusted) {
        return TestTls.context(List.of(), trusted);
    }
}

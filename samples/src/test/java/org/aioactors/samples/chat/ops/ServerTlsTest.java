// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import akka.util.ByteString;
import com.typesafe.config.ConfigFactory;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.aioactors.net.ListenOptions;
import org.aioactors.net.Tcp;
import org.aioactors.samples.chat.account.Fingerprint;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A listener with TLS whose certificate changes, and clients with certificates. */
class ServerTlsTest {
    private static final int DEADLINE_MS = 30_000;

    @TempDir
    private Path directory;

    private final ActorTestKit kit = ActorTestKit.create(ConfigFactory.load());
    private Path file;
    private ServerTls tls;
    private InetSocketAddress address;

    @BeforeEach
    void listen() throws Exception {
        file = directory.resolve("server.p12");
        TestKeys.make(file, "first");
        tls = new ServerTls(file, TestKeys.PASSWORD);
        TestProbe<Tcp.Event> events = kit.createTestProbe(Tcp.Event.class);
        Tcp.Bind bind = Tcp.Bind.of(events.ref(), new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .with(ListenOptions.DEFAULT.withTls(tls.tls()));
        kit.spawn(Tcp.serveConnected(bind, ServerTlsTest::session));
        address = events.expectMessageClass(Tcp.Bound.class).localAddress();
    }

    @AfterEach
    void stop() {
        kit.shutdownTestKit();
    }

    /** Says the fingerprint of the client's certificate, and then what it is told. */
    private static Behavior<Tcp.Event> session(Tcp.Connected connected) {
        return Behaviors.setup(context -> {
            connected.connection().tell(Tcp.Write.of(ByteString.fromString(Fingerprint.of(connected.tls()) + "\n")));
            return Behaviors.receive(Tcp.Event.class)
                    .onMessage(Tcp.Received.class, received -> {
                        connected.connection().tell(Tcp.Write.of(received.data()));
                        return Behaviors.same();
                    })
                    .onMessage(Tcp.ConnectionClosed.class, closed -> Behaviors.stopped())
                    .build();
        });
    }

    private SSLSocket connect(SSLContext context, String... protocols) throws IOException {
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(address.getAddress(), address.getPort());
        socket.setSoTimeout(DEADLINE_MS);
        if (protocols.length > 0) {
            socket.setEnabledProtocols(protocols);
        }
        socket.startHandshake();
        return socket;
    }

    private static BufferedReader reader(SSLSocket socket) throws IOException {
        return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    }

    /** The name in the certificate that a new connection is shown. */
    private String shown() throws Exception {
        try (SSLSocket socket = connect(TestKeys.client(null))) {
            X509Certificate certificate = (X509Certificate) socket.getSession().getPeerCertificates()[0];
            return certificate.getSubjectX500Principal().getName();
        }
    }

    @Test
    void a_new_file_counts_for_new_connections_and_no_client_is_dropped() throws Exception {
        try (SSLSocket before = connect(TestKeys.client(null))) {
            BufferedReader in = reader(before);
            assertThat(in.readLine()).as("no certificate").isEqualTo("null");
            TestKeys.make(file, "second");
            assertThat(shown()).isEqualTo("CN=second");
            before.getOutputStream().write("still here\n".getBytes(StandardCharsets.UTF_8));
            assertThat(in.readLine()).isEqualTo("still here");
        }
    }

    @Test
    void a_file_that_can_not_be_read_leaves_the_certificate_from_before() throws Exception {
        Files.writeString(file, "no key store");
        assertThat(shown()).isEqualTo("CN=first");
        assertThatThrownBy(() -> tls.reload(file, TestKeys.PASSWORD)).hasMessageContaining("server.p12");
        TestKeys.make(file, "second");
        assertThatThrownBy(() -> tls.reload(file, "wrong password")).isInstanceOf(IllegalArgumentException.class);
        assertThat(shown()).isEqualTo("CN=second");
    }

    @Test
    void another_file_can_be_named() throws Exception {
        Path other = directory.resolve("other.p12");
        TestKeys.make(other, "third");
        tls.reload(other, TestKeys.PASSWORD);
        assertThat(shown()).isEqualTo("CN=third");
        TestKeys.make(other, "fourth");
        assertThat(shown()).isEqualTo("CN=fourth");
    }

    @Test
    void a_file_that_is_missing_at_the_start_is_refused() {
        Path missing = directory.resolve("missing.p12");
        assertThatThrownBy(() -> new ServerTls(missing, "x"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("missing.p12");
    }

    @Test
    void a_client_may_show_a_certificate_that_nobody_has_signed() throws Exception {
        Path own = directory.resolve("client.p12");
        TestKeys.make(own, "client");
        byte[] encoded = TestKeys.store(own).getCertificate("a").getEncoded();
        String expected =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(encoded));
        for (String protocol : new String[] {"TLSv1.3", "TLSv1.2"}) {
            SSLContext context = TestKeys.client(own);
            try (SSLSocket socket = connect(context, protocol)) {
                assertThat(reader(socket).readLine()).as(protocol).isEqualTo(expected);
            }
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import akka.actor.testkit.typed.javadsl.LoggingTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.javadsl.Behaviors;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.aioactors.net.TestTls.Identity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whom the two ends take each other for, and what they agree upon. */
class TlsHandshakeTest extends TlsTest {
    private static String subject(List<?> certificates) {
        return ((X509Certificate) certificates.get(0)).getSubjectX500Principal().getName();
    }

    private static String refusal(TestProbe<Tcp.Event> client) {
        return client.expectMessageClass(Tcp.CommandFailed.class, PATIENCE)
                .cause()
                .getMessage();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void bothEndsAreToldWhatWasAgreedUpon(String protocol) {
        Tcp.Bound bound = bind(Tls.of(own(Identity.LOCALHOST, Identity.CLIENT))
                .withClientAuth(Tls.ClientAuth.NEED)
                .withApplicationProtocols("h2", "http/1.1"));
        TestProbe<Tcp.Event> client = connect(
                bound.localAddress(),
                Tls.of(own(Identity.CLIENT, Identity.LOCALHOST))
                        .withServerName("localhost")
                        .withProtocols(protocol)
                        .withApplicationProtocols("http/1.1"));
        TlsSession ours =
                client.expectMessageClass(Tcp.Connected.class, PATIENCE).tls();
        TlsSession theirs = accepted().tls();
        assertThat(ours.protocol()).isEqualTo(theirs.protocol()).isEqualTo(protocol);
        assertThat(ours.cipherSuite()).isEqualTo(theirs.cipherSuite()).startsWith("TLS_");
        assertThat(ours.applicationProtocol())
                .isEqualTo(theirs.applicationProtocol())
                .isEqualTo("http/1.1");
        assertThat(ours.serverName()).isNull();
        assertThat(theirs.serverName()).isEqualTo("localhost");
        assertThat(subject(ours.peerCertificates())).isEqualTo("CN=LOCALHOST");
        assertThat(subject(theirs.peerCertificates())).isEqualTo("CN=CLIENT");
    }

    @Test
    void withoutTlsThereIsNothingToTell() {
        tcp().tell(new Tcp.Connect(server.ref(), bind().localAddress()));
        assertThat(accepted().tls()).isNull();
        assertThat(accepted().tls()).isNull();
    }

    @Test
    void withoutAlpnAndClientCertificateTheyAreEmpty() throws IOException {
        SSLSocket client = jdkClient(bind(Tls.of(serverContext).withClientAuth(Tls.ClientAuth.WANT)), clientContext);
        client.startHandshake();
        TlsSession session = accepted().tls();
        assertThat(session.applicationProtocol()).isNull();
        assertThat(session.peerCertificates()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "other.test", "a.wild.test", "unknown.test"})
    void aServerHasACertificateForEachName(String name) throws IOException {
        SSLContext two = TestTls.context(List.of(Identity.LOCALHOST, Identity.OTHER));
        Tcp.Bound bound = bind(Tls.of(two));
        for (String protocol : List.of("TLSv1.3", "TLSv1.2")) {
            SSLSocket client = jdkClient(bound, trusting(Identity.LOCALHOST, Identity.OTHER));
            SSLParameters parameters = client.getSSLParameters();
            parameters.setServerNames(List.of(new SNIHostName(name)));
            parameters.setProtocols(new String[] {protocol});
            client.setSSLParameters(parameters);
            client.startHandshake();
            accepted();
            String expected = name.equals("other.test") || name.equals("a.wild.test") ? "CN=OTHER" : "CN=LOCALHOST";
            assertThat(subject(List.of(client.getSession().getPeerCertificates())))
                    .isEqualTo(expected);
        }
    }

    @Test
    void aClientAsksForTheHostOfTheAddress() throws IOException {
        Tcp.Bound bound = bind(Tls.of(serverContext));
        InetSocketAddress unresolved = InetSocketAddress.createUnresolved(
                "localhost", bound.localAddress().getPort());
        connect(unresolved, Tls.of(clientContext)).expectMessageClass(Tcp.Connected.class, PATIENCE);
        assertThat(accepted().tls().serverName()).isEqualTo("localhost");
    }

    @Test
    void anAddressIsNoNameToAskFor() {
        InetAddress address = bind(Tls.of(serverContext)).localAddress().getAddress();
        assertThat(address.getHostAddress()).isEqualTo("127.0.0.1");
        Tcp.Bound bound = bind(Tls.of(serverContext));
        InetSocketAddress literal = InetSocketAddress.createUnresolved(
                "127.0.0.1", bound.localAddress().getPort());
        connect(literal, Tls.of(clientContext)).expectMessageClass(Tcp.Connected.class, PATIENCE);
        assertThat(accepted().tls().serverName()).isNull();
    }

    @Test
    void noProtocolInCommonIsRefused() {
        Tcp.Bound bound = bind(Tls.of(serverContext).withApplicationProtocols("h2"));
        expectLogged(LoggingTestKit.warn("no TLS with 127.0.0.1").withOccurrences(1), () -> assertThat(refusal(connect(
                        bound.localAddress(),
                        Tls.of(clientContext).withServerName("localhost").withApplicationProtocols("http/1.1"))))
                .contains("no_application_protocol"));
    }

    @Test
    void aHandlerDependsOnWhatWasAgreedUpon() throws IOException {
        kit.spawn(Tcp.serveConnected(
                Tcp.Bind.of(server.ref(), loopback(0))
                        .with(ListenOptions.DEFAULT.withTls(
                                Tls.of(serverContext).withApplicationProtocols("h2", "http/1.1"))),
                connected -> Behaviors.setup(context -> {
                    write(connected, connected.tls().applicationProtocol());
                    return Behaviors.ignore();
                })));
        SSLSocket client = jdkClient(server.expectMessageClass(Tcp.Bound.class), clientContext);
        SSLParameters parameters = client.getSSLParameters();
        parameters.setApplicationProtocols(new String[] {"h2"});
        client.setSSLParameters(parameters);
        Peer.of(client).expect("h2");
    }

    @Test
    void aClientWithoutTheCertificateAskedForIsRefused() {
        Tcp.Bound bound = bind(Tls.of(serverContext).withClientAuth(Tls.ClientAuth.NEED));
        Tls without = Tls.of(clientContext).withServerName("localhost").withProtocols("TLSv1.2");
        expectLogged(LoggingTestKit.warn("Empty client certificate chain"), () -> assertThat(
                        refusal(connect(bound.localAddress(), without)))
                .matches(".*(bad_certificate|certificate_required|handshake_failure).*"));
    }

    /** With TLS 1.3 the client has done its part before the server looks. */
    @Test
    void aClientOfTls13HearsOfThatWhenItIsConnected() {
        Tcp.Bound bound = bind(Tls.of(serverContext).withClientAuth(Tls.ClientAuth.NEED));
        TestProbe<Tcp.Event> client =
                connect(bound.localAddress(), Tls.of(clientContext).withServerName("localhost"));
        TestProbe<Tcp.Event> handler = register(client.expectMessageClass(Tcp.Connected.class, PATIENCE));
        assertThat(handler.expectMessageClass(Tcp.ErrorClosed.class).cause())
                .matches(".*(bad_certificate|certificate_required).*");
    }

    @Test
    void aCertificateForAnotherHostIsRefused() {
        Tcp.Bound bound = bind(Tls.of(serverContext));
        TestProbe<Tcp.Event> client =
                connect(bound.localAddress(), Tls.of(clientContext).withServerName("other.test"));
        assertThat(refusal(client))
                .startsWith("no TLS with 127.0.0.1:" + bound.localAddress().getPort() + ": ")
                .contains("other.test")
                .doesNotContain("\n");
    }

    @Test
    void unlessTheNameDoesNotMatter() {
        Tcp.Bound bound = bind(Tls.of(serverContext));
        connect(
                        bound.localAddress(),
                        Tls.of(clientContext).withServerName("other.test").withoutEndpointIdentification())
                .expectMessageClass(Tcp.Connected.class, PATIENCE);
    }

    @Test
    void anExpiredCertificateIsRefused() {
        Tcp.Bound bound = bind(Tls.of(own(Identity.EXPIRED)));
        TestProbe<Tcp.Event> client =
                connect(bound.localAddress(), Tls.of(trusting(Identity.EXPIRED)).withServerName("localhost"));
        assertThat(refusal(client)).contains("NotAfter").doesNotContain("\n");
    }

    @Test
    void anUnknownCertificateIsRefused() {
        Tcp.Bound bound = bind(Tls.of(serverContext));
        TestProbe<Tcp.Event> client =
                connect(bound.localAddress(), Tls.ofDefault().withServerName("localhost"));
        assertThat(refusal(client)).contains("unable to find valid certification path");
    }

    @Test
    void aContextThatCantBeHadIsToldAndLogged() throws IOException {
        Tcp.Bound bound = bind(Tls.of(() -> {
            throw new IllegalStateException("planted");
        }));
        expectLogged(LoggingTestKit.warn("planted"), () -> assertThatThrownBy(
                        () -> jdkClient(bound, clientContext).startHandshake())
                .isInstanceOf(IOException.class));
    }

    @Test
    void whatTheContextDoesNotHaveIsRefusedAtOnce() {
        assertThatThrownBy(() -> Tls.of(serverContext).withProtocols("TLSv9"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("no protocol 'TLSv9'; there are [");
        assertThatThrownBy(() -> Tls.of(serverContext).withCipherSuites("NONE"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("no cipher suite 'NONE'; there are [");
        assertThatThrownBy(() -> Tls.of(serverContext).withServerName("no name"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void ourClientAgainstTheJdksServer() throws Exception {
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            TestProbe<Tcp.Event> client = connect(
                    loopback(listener.getLocalPort()),
                    Tls.of(clientContext).withServerName("localhost").withCipherSuites("TLS_AES_256_GCM_SHA384"));
            SSLSocket socket = TestTls.server(serverContext, listener.accept());
            Peer peer = closeLater(Peer.of(socket));
            Background<Boolean> shaking = Background.start(() -> {
                socket.startHandshake();
                return true;
            });
            Tcp.Connected connected = client.expectMessageClass(Tcp.Connected.class, PATIENCE);
            shaking.await();
            assertThat(connected.tls().cipherSuite()).isEqualTo("TLS_AES_256_GCM_SHA384");
            write(connected, "hello");
            peer.expect("hello");
        }
    }

    @Test
    void theJdksClientIsToldWhyItIsRefused() throws IOException {
        Tcp.Bound bound = bind(Tls.of(serverContext).withProtocols("TLSv1.3"));
        SSLSocket client = jdkClient(bound, clientContext);
        client.setEnabledProtocols(new String[] {"TLSv1.2"});
        assertThatThrownBy(client::startHandshake)
                .isInstanceOf(SSLException.class)
                .hasMessageContaining("protocol_version");
    }
}

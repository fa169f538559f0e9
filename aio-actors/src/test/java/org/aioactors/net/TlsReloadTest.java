// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import akka.actor.testkit.typed.javadsl.LoggingTestKit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import org.aioactors.net.TestTls.Identity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Certificates change without a restart, and sessions are resumed until they do. */
class TlsReloadTest extends TlsTest {
    @TempDir
    private Path folder;

    private final SSLContext trustingBoth = trusting(Identity.LOCALHOST, Identity.OTHER);

    private SSLSession session(Tcp.Bound bound, SSLContext context, String protocol) throws IOException {
        SSLSocket client = jdkClient(bound, context);
        client.setEnabledProtocols(new String[] {protocol});
        client.startHandshake();
        // what comes behind the handshake brings the tickets of TLS 1.3 along
        write(accepted(), "hello");
        Peer.of(client).expect("hello");
        return client.getSession();
    }

    private String subject(Tcp.Bound bound) throws IOException {
        X509Certificate certificate =
                (X509Certificate) session(bound, trustingBoth, "TLSv1.3").getPeerCertificates()[0];
        return certificate.getSubjectX500Principal().getName();
    }

    private void replace(Path file, Identity by) throws IOException {
        Path next = folder.resolve("next.p12");
        TestTls.write(next, List.of(by));
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    @Test
    void aChangedKeyStoreCountsForLaterConnections() throws IOException {
        Path file = folder.resolve("server.p12");
        TestTls.write(file, List.of(Identity.LOCALHOST));
        Tcp.Bound bound = bind(Tls.ofKeyStore(file, TestTls.PASSWORD));
        SSLSocket before = jdkClient(bound, trustingBoth);
        before.startHandshake();
        Tcp.Connected connectedBefore = accepted();
        assertThat(subject(bound)).isEqualTo("CN=LOCALHOST");
        replace(file, Identity.OTHER);
        assertThat(subject(bound)).isEqualTo("CN=OTHER");
        write(connectedBefore, "still there");
        Peer.of(before).expect("still there");
    }

    @Test
    void aKeyStoreThatCantBeReadAgainIsLoggedOnceAndTheOldOneStays() throws IOException {
        Path file = folder.resolve("server.p12");
        TestTls.write(file, List.of(Identity.LOCALHOST));
        Tcp.Bound bound = bind(Tls.ofKeyStore(file, TestTls.PASSWORD));
        Files.writeString(file, "garbage");
        expectLogged(LoggingTestKit.error("can't read the key store").withOccurrences(1), () -> {
            assertThat(subject(bound)).isEqualTo("CN=LOCALHOST");
            assertThat(subject(bound)).isEqualTo("CN=LOCALHOST");
        });
        Files.delete(file);
        expectLogged(LoggingTestKit.error("can't read the key store").withOccurrences(1), () -> {
            assertThat(subject(bound)).isEqualTo("CN=LOCALHOST");
            assertThat(subject(bound)).isEqualTo("CN=LOCALHOST");
        });
        replace(file, Identity.OTHER);
        assertThat(subject(bound)).isEqualTo("CN=OTHER");
    }

    @Test
    void aKeyStoreThatCantBeReadAtFirstIsRefused() throws IOException {
        Path missing = folder.resolve("missing.p12");
        assertThatThrownBy(() -> Tls.ofKeyStore(missing, "secret"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("can't use the key store '" + missing + "'")
                .hasMessageNotContaining("secret");
        Path file = folder.resolve("server.p12");
        TestTls.write(file, List.of(Identity.LOCALHOST));
        assertThatThrownBy(() -> Tls.ofKeyStore(file, "wrong"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("password")
                .hasMessageNotContaining("wrong");
    }

    /** The JDK keeps the time at which a session was made first, whichever way it is resumed. */
    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void sessionsAreResumed(String protocol) throws IOException {
        Tcp.Bound bound = bind(Tls.of(serverContext));
        SSLSession first = session(bound, clientContext, protocol);
        SSLSession again = session(bound, clientContext, protocol);
        assertThat(again.getCreationTime()).isEqualTo(first.getCreationTime());
        SSLSession other = session(bound, TestTls.clientContext(), protocol);
        assertThat(other.getCreationTime()).isGreaterThan(first.getCreationTime());
    }
}

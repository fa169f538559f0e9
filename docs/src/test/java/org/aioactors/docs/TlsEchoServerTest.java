// SPDX-License-Identifier: Apache-2.0
package org.aioactors.docs;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.util.ByteString;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.aioactors.Aio;
import org.aioactors.net.ConnectOptions;
import org.aioactors.net.Tcp;
import org.aioactors.net.Tls;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsEchoServerTest {
    private static final String PASSWORD = "changeit";
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final ActorTestKit testKit = ActorTestKit.create();
    private final TestProbe<Tcp.Event> client = testKit.createTestProbe();

    @TempDir
    private Path folder;

    @AfterEach
    void shutDown() {
        testKit.shutdownTestKit();
    }

    @Test
    void sendsBackWhatItReceives() throws IOException, InterruptedException, GeneralSecurityException {
        Path keyStore = keyStore();
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), freePort());
        testKit.spawn(TlsEchoServer.server(address, keyStore, PASSWORD));
        Tcp.Connected connected = connect(address, Tls.of(trusting(keyStore)).withServerName("localhost"));

        connected.connection().tell(Tcp.Register.of(client.ref()));
        connected.connection().tell(Tcp.Write.of(ByteString.fromString("secret")));

        assertThat(client.expectMessageClass(Tcp.Received.class, PATIENCE)
                        .data()
                        .utf8String())
                .isEqualTo("secret");
        connected.connection().tell(new Tcp.Close());
        client.expectMessage(PATIENCE, new Tcp.Closed());
    }

    /** As docs/tls.md says. */
    private Path keyStore() throws IOException, InterruptedException {
        Path file = folder.resolve("server.p12");
        String command = Path.of(System.getProperty("java.home"), "bin", "keytool")
                + " -genkeypair -alias server -keyalg EC -dname CN=localhost -ext san=dns:localhost"
                + " -storetype PKCS12 -storepass " + PASSWORD + " -keystore " + file;
        Process keytool =
                new ProcessBuilder(command.split(" ")).redirectErrorStream(true).start();
        String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(keytool.waitFor()).as(said).isZero();
        return file;
    }

    private static SSLContext trusting(Path keyStore) throws IOException, GeneralSecurityException {
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(KeyStore.getInstance(keyStore.toFile(), PASSWORD.toCharArray()));
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** The server listens soon after its actor was spawned. */
    private Tcp.Connected connect(InetSocketAddress address, Tls tls) {
        Tcp.Connect connect = new Tcp.Connect(client.ref(), address).with(ConnectOptions.DEFAULT.withTls(tls));
        while (true) {
            Aio.get(testKit.system()).tcp().tell(connect);
            Tcp.Event answer = client.receiveMessage(PATIENCE);
            if (answer instanceof Tcp.Connected connected) {
                return connected;
            }
            assertThat(((Tcp.CommandFailed) answer).cause()).hasMessageContaining("ECONNREFUSED");
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.aioactors.docs;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.util.ByteString;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import org.aioactors.Aio;
import org.aioactors.net.ConnectOptions;
import org.aioactors.net.Tcp;
import org.aioactors.net.Tls;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsEchoServerTest {
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
        Path keyStore = TestKeyStore.create(folder);
        InetSocketAddress address = LocalServers.freeAddress();
        testKit.spawn(TlsEchoServer.server(address, keyStore, TestKeyStore.PASSWORD));
        Tcp.Connected connected =
                connect(address, Tls.of(TestKeyStore.trusting(keyStore)).withServerName("localhost"));

        connected.connection().tell(Tcp.Register.of(client.ref()));
        connected.connection().tell(Tcp.Write.of(ByteString.fromString("secret")));

        assertThat(client.expectMessageClass(Tcp.Received.class, PATIENCE)
                        .data()
                        .utf8String())
                .isEqualTo("secret");
        connected.connection().tell(new Tcp.Close());
        client.expectMessage(PATIENCE, new Tcp.Closed());
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

// SPDX-License-Identifier: Apache-2.0
package org.aioactors.docs;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.aioactors.net.ListenOptions;
import org.aioactors.net.Tcp;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EchoServerTest {
    private final ActorTestKit testKit = ActorTestKit.create();

    @AfterEach
    void shutDown() {
        testKit.shutdownTestKit();
    }

    @Test
    void sendsBackWhatItReceives() throws IOException {
        InetSocketAddress address = LocalServers.freeAddress();
        testKit.spawn(Tcp.serve(address, EchoServer::echo));
        expectEcho(address);
    }

    @Test
    void sendsBackWhatItHasBorrowed() throws IOException {
        InetSocketAddress address = LocalServers.freeAddress();
        testKit.spawn(Tcp.serve(address, ListenOptions.DEFAULT.withBorrowedBuffers(), BorrowedEcho::echo));
        expectEcho(address);
    }

    private static void expectEcho(InetSocketAddress address) throws IOException {
        byte[] sent = "what comes in goes out".getBytes(StandardCharsets.UTF_8);

        try (Socket socket = LocalServers.connect(address)) {
            socket.getOutputStream().write(sent);
            assertThat(socket.getInputStream().readNBytes(sent.length)).isEqualTo(sent);
        }
    }
}

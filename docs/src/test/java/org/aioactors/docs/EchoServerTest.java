// SPDX-License-Identifier: Apache-2.0
package org.aioactors.docs;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
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
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), freePort());
        testKit.spawn(Tcp.serve(address, EchoServer::echo));
        expectEcho(address);
    }

    @Test
    void sendsBackWhatItHasBorrowed() throws IOException {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), freePort());
        testKit.spawn(Tcp.serve(address, ListenOptions.DEFAULT.withBorrowedBuffers(), BorrowedEcho::echo));
        expectEcho(address);
    }

    private static void expectEcho(InetSocketAddress address) throws IOException {
        byte[] sent = "what comes in goes out".getBytes(StandardCharsets.UTF_8);

        try (Socket socket = connect(address)) {
            socket.getOutputStream().write(sent);
            assertThat(socket.getInputStream().readNBytes(sent.length)).isEqualTo(sent);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** The server listens soon after its actor was spawned. */
    private static Socket connect(InetSocketAddress address) throws IOException {
        Instant deadline = Instant.now().plus(Duration.ofSeconds(20));
        while (true) {
            Socket socket = new Socket();
            try {
                socket.connect(address);
                return socket;
            } catch (SocketException refused) {
                socket.close();
                if (Instant.now().isAfter(deadline)) {
                    throw refused;
                }
                Thread.onSpinWait();
            }
        }
    }
}

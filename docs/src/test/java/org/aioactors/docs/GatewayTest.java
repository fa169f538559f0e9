// SPDX-License-Identifier: Apache-2.0
package org.aioactors.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GatewayTest {
    private static final int MUCH = 16 << 20;
    private static final int PIECE = 64 << 10;

    private final ActorTestKit testKit = ActorTestKit.create();

    @AfterEach
    void shutDown() {
        testKit.shutdownTestKit();
    }

    @Test
    void whatAClientSendsIsAnsweredByTheServer() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Socket client = LocalServers.connect(gatewayTo(server));
                Socket behind = server.accept()) {
            client.getOutputStream().write("to the server".getBytes(StandardCharsets.UTF_8));
            assertThat(text(behind, 13)).isEqualTo("to the server");
            behind.getOutputStream().write("to the client".getBytes(StandardCharsets.UTF_8));
            behind.shutdownOutput();
            assertThat(text(client, 13)).isEqualTo("to the client");
            assertThat(client.getInputStream().read())
                    .as("the server has ended")
                    .isEqualTo(-1);
        }
    }

    @Test
    void allArrivesAtAClientThatReadsLate() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Socket client = LocalServers.connect(gatewayTo(server));
                Socket behind = server.accept()) {
            CountDownLatch some = new CountDownLatch((1 << 20) / PIECE);
            CompletableFuture<Void> sent = CompletableFuture.runAsync(() -> send(behind, some));
            some.await();
            byte[] piece = new byte[PIECE];
            InputStream in = client.getInputStream();
            for (int i = 0; i < MUCH / PIECE; i++) {
                assertThat(in.readNBytes(piece, 0, PIECE)).isEqualTo(PIECE);
                byte[] expected = new byte[PIECE];
                Arrays.fill(expected, (byte) i);
                assertThat(piece).isEqualTo(expected);
            }
            sent.join();
        }
    }

    @Test
    void aClientIsResetIfThereIsNobodyBehind() throws IOException {
        InetSocketAddress nobody = LocalServers.freeAddress();
        InetSocketAddress address = LocalServers.freeAddress();
        testKit.spawn(Gateway.listening(address, nobody));
        try (Socket client = LocalServers.connect(address)) {
            assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketException.class);
        }
    }

    private static void send(Socket socket, CountDownLatch pieces) {
        try {
            OutputStream out = socket.getOutputStream();
            byte[] piece = new byte[PIECE];
            for (int i = 0; i < MUCH / PIECE; i++) {
                Arrays.fill(piece, (byte) i);
                out.write(piece);
                pieces.countDown();
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private InetSocketAddress gatewayTo(ServerSocket server) throws IOException {
        InetSocketAddress address = LocalServers.freeAddress();
        testKit.spawn(Gateway.listening(address, (InetSocketAddress) server.getLocalSocketAddress()));
        return address;
    }

    private static String text(Socket socket, int bytes) throws IOException {
        return new String(socket.getInputStream().readNBytes(bytes), StandardCharsets.UTF_8);
    }
}

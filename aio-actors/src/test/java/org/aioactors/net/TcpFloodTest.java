// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Many clients send as fast as they can to a slow handler in a JVM with little memory: it lives, and slows them down. */
class TcpFloodTest {
    private static final int CLIENTS = 20;
    private static final long FLOOD_NS = TimeUnit.SECONDS.toNanos(5);

    /** What a client may get rid of in that time: kernel buffers, and what the handler handles in 5,000 messages. */
    private static final int EXIT_SECONDS = 60;

    @ParameterizedTest
    @CsvSource({
        "aio-default-dispatcher,false",
        "akka.actor.default-dispatcher,false",
        "pinned,false",
        "aio-default-dispatcher,true",
        "akka.actor.default-dispatcher,true"
    })
    void itLivesOnASmallHeap(String dispatcher, boolean borrowed) throws Exception {
        Process server = start(dispatcher, borrowed);
        List<Socket> clients = new ArrayList<>();
        try (BufferedReader output = server.inputReader(StandardCharsets.UTF_8)) {
            int port = port(output);
            for (int i = 0; i < CLIENTS; i++) {
                Socket client = new Socket(InetAddress.getLoopbackAddress(), port);
                clients.add(client);
                Background.start(() -> flood(client));
            }
            long deadlineNs = System.nanoTime() + FLOOD_NS;
            while (System.nanoTime() - deadlineNs < 0) {
                assertThat(server.waitFor(100, TimeUnit.MILLISECONDS))
                        .as("the server has ended")
                        .isFalse();
            }
            clients.get(0).close();
            try (Socket late = new Socket(InetAddress.getLoopbackAddress(), port)) {
                late.setSoTimeout((int) TcpTest.PATIENCE.toMillis());
                late.getOutputStream().write("still there?".getBytes(StandardCharsets.UTF_8));
                assertThat(late.getInputStream().readNBytes(12))
                        .isEqualTo("still there?".getBytes(StandardCharsets.UTF_8));
            }
            server.getOutputStream().close();
            assertThat(server.waitFor(EXIT_SECONDS, TimeUnit.SECONDS)).isTrue();
            assertThat(server.exitValue()).isZero();
        } finally {
            server.destroyForcibly();
            for (Socket client : clients) {
                client.close();
            }
        }
    }

    /** Akka may have something to say before. */
    private static int port(BufferedReader output) throws IOException {
        String line = output.readLine();
        while (!line.startsWith("port ")) {
            line = output.readLine();
        }
        return Integer.parseInt(line.substring("port ".length()));
    }

    private static long flood(Socket client) {
        byte[] zeros = new byte[64 << 10];
        long sent = 0;
        try {
            while (true) {
                client.getOutputStream().write(zeros);
                sent += zeros.length;
            }
        } catch (IOException closed) {
            return sent;
        }
    }

    private static Process start(String dispatcher, boolean borrowed) throws IOException {
        return new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-Xmx64m",
                        "-XX:MaxDirectMemorySize=16m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        FloodServer.class.getName(),
                        dispatcher,
                        Boolean.toString(borrowed))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }
}

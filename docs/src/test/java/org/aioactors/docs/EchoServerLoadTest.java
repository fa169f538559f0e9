// SPDX-License-Identifier: Apache-2.0
package org.aioactors.docs;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.typed.ActorSystem;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;
import org.aioactors.net.Tcp;
import org.junit.jupiter.api.Test;

/**
 * The echo server of the README in a JVM with little memory: clients that send without end and never read, one that reads
 * slowly and compares, and a signal in the midst of it.
 */
class EchoServerLoadTest {
    private static final int FLOODING_CLIENTS = 20;
    private static final int SLOW_BYTES_PER_MS = 12_000;
    private static final int SLOW_TOTAL = 60_000_000;
    private static final int PIECE = 64 << 10;
    private static final int PATIENCE_SECONDS = 60;
    private static final Pattern LISTENING = Pattern.compile("listening on 127\\.0\\.0\\.1:(\\d+)");

    /** {@link EchoServer#main} on a port that is free. */
    static final class Program {
        private Program() {}

        public static void main(String[] args) {
            InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
            ActorSystem.create(Tcp.serve(address, EchoServer::echo), "echo");
        }
    }

    @Test
    void allComesBackInAFloodAndItEndsWhenAsked() throws Exception {
        Process server = start();
        List<Socket> clients = new ArrayList<>();
        try {
            int port = port(server);
            for (int i = 0; i < FLOODING_CLIENTS; i++) {
                Socket client = connect(port, clients);
                inBackground(new FutureTask<>(() -> flood(client)));
            }
            Socket slow = connect(port, clients);
            FutureTask<Long> sending = new FutureTask<>(() -> send(slow));
            inBackground(sending);
            assertThat(receive(slow)).as("checksum").isEqualTo(sending.get(PATIENCE_SECONDS, TimeUnit.SECONDS));
            assertThat(server.isAlive()).isTrue();
            server.destroy(); // SIGTERM
            assertThat(server.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
            assertThat(server.exitValue()).isEqualTo(128 + 15);
        } finally {
            server.destroyForcibly();
            for (Socket client : clients) {
                client.close();
            }
        }
    }

    private static Process start() throws IOException {
        return new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-Xmx64m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Program.class.getName())
                .redirectErrorStream(true)
                .start();
    }

    /** Where it says that it listens. What it says afterwards is read too, so that it need not wait to say it. */
    private static int port(Process server) throws Exception {
        CompletableFuture<Integer> port = new CompletableFuture<>();
        inBackground(new FutureTask<>(() -> {
            try (BufferedReader output = server.inputReader(StandardCharsets.UTF_8)) {
                for (String line = output.readLine(); line != null; line = output.readLine()) {
                    Matcher matcher = LISTENING.matcher(line);
                    if (matcher.find()) {
                        port.complete(Integer.valueOf(matcher.group(1)));
                    }
                }
            }
            return port.completeExceptionally(new AssertionError("it has ended"));
        }));
        return port.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    private static Socket connect(int port, List<Socket> clients) throws IOException {
        Socket client = new Socket(InetAddress.getLoopbackAddress(), port);
        client.setSoTimeout((int) TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
        clients.add(client);
        return client;
    }

    private static void inBackground(FutureTask<?> task) {
        Thread thread = new Thread(task, "client");
        thread.setDaemon(true);
        thread.start();
    }

    private static boolean flood(Socket client) throws IOException {
        byte[] zeros = new byte[PIECE];
        while (!client.isClosed()) {
            client.getOutputStream().write(zeros);
        }
        return true;
    }

    private static long send(Socket client) throws IOException {
        CRC32C checksum = new CRC32C();
        Random random = new Random(1);
        byte[] piece = new byte[PIECE];
        for (int left = SLOW_TOTAL; left > 0; ) {
            random.nextBytes(piece);
            int length = Math.min(left, PIECE);
            client.getOutputStream().write(piece, 0, length);
            checksum.update(piece, 0, length);
            left -= length;
        }
        client.shutdownOutput();
        return checksum.getValue();
    }

    private static long receive(Socket client) throws IOException {
        CRC32C checksum = new CRC32C();
        long startNs = System.nanoTime();
        long received = 0;
        for (byte[] bytes = client.getInputStream().readNBytes(PIECE);
                bytes.length > 0;
                bytes = client.getInputStream().readNBytes(PIECE)) {
            checksum.update(bytes);
            received += bytes.length;
            long dueNs = startNs + TimeUnit.MILLISECONDS.toNanos(received / SLOW_BYTES_PER_MS);
            for (long nowNs = System.nanoTime(); nowNs - dueNs < 0; nowNs = System.nanoTime()) {
                LockSupport.parkNanos(dueNs - nowNs);
            }
        }
        assertThat(received).isEqualTo(SLOW_TOTAL);
        return checksum.getValue();
    }
}

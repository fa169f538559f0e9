// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.aioactors.samples.chat.contract.IrcClient;
import org.aioactors.samples.chat.network.ServerProcess;
import org.aioactors.samples.chat.ops.ConfigSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server takes over from the one before: clients come all the while, and none is refused, by IRC or by HTTP. */
class TakeOverTest {
    private static final int DEADLINE_MS = 30_000;
    private static final String SERVERS = "chat.cluster.servers";

    @TempDir
    private Path directory;

    private ConfigSource source;

    @BeforeEach
    void configure() throws IOException {
        // With port 0 the first takes any that is free; the second knows the listeners by what both were told.
        Path file = Files.writeString(directory.resolve("chat.conf"), """
                chat {
                  port = 0
                  web-port = 0
                  take-over = "%1$s/control"
                  history.directory = "%1$s/history"
                }
                """.formatted(directory));
        source = new ConfigSource(Map.of(), file);
    }

    private static Socket connect(InetSocketAddress address) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), address.getPort());
        socket.setSoTimeout(DEADLINE_MS);
        return socket;
    }

    private static BufferedReader send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    }

    /** The line that decides what becomes of who registers: {@code 001} or {@code ERROR}. */
    private static String register(BufferedReader in) throws IOException {
        String line = in.readLine();
        while (line != null && !line.contains(" 001 ") && !line.startsWith("ERROR ")) {
            line = in.readLine();
        }
        return String.valueOf(line);
    }

    private static String register(InetSocketAddress address, String nick) throws IOException {
        try (Socket socket = connect(address)) {
            return register(send(socket, "NICK " + nick + "\r\nUSER a 0 * :b\r\n"));
        }
    }

    private static String get(InetSocketAddress address) throws IOException {
        try (Socket socket = connect(address)) {
            return send(socket, "GET /metrics HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                    .readLine();
        }
    }

    /** Waits until what was said on a channel is told as its history. */
    private static void awaitHistory(InetSocketAddress address) throws IOException {
        try (Socket socket = connect(address)) {
            BufferedReader in = send(socket, "NICK teller\nUSER a 0 * :b\nJOIN #c\nPRIVMSG #c :kept\n");
            long deadlineNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(DEADLINE_MS);
            boolean told = false;
            while (!told) {
                assertThat(deadlineNs - System.nanoTime()).as("time left").isPositive();
                send(socket, "CHATHISTORY LATEST #c * 5\nPING end\n");
                String line = in.readLine();
                while (!line.contains(" PONG ")) {
                    told |= line.contains("PRIVMSG #c") && line.endsWith("kept");
                    line = in.readLine();
                }
            }
        }
    }

    @Test
    void nobody_is_refused() throws Exception {
        ChatServer first = ChatServer.start(source);
        InetSocketAddress irc = first.addresses().get("irc");
        InetSocketAddress web = first.addresses().get("web");
        AtomicBoolean over = new AtomicBoolean();
        CountDownLatch coming = new CountDownLatch(5);
        ExecutorService clients = Executors.newSingleThreadExecutor();
        try (Socket before = connect(irc)) {
            BufferedReader in = send(before, "NICK before\r\nUSER a 0 * :b\r\n");
            assertThat(register(in)).contains(" 001 before ");
            Future<Integer> came = clients.submit(() -> {
                int welcome = 0;
                for (int i = 0; !over.get(); i++) {
                    String line = register(irc, "u" + i); // one that is refused, or reset, ends this
                    assertThat(line).containsAnyOf(" 001 ", "ERROR ");
                    connect(web).close();
                    welcome += line.contains(" 001 ") ? 1 : 0;
                    coming.countDown();
                }
                return welcome;
            });
            coming.await();
            try (ChatServer second = ChatServer.start(source)) {
                assertThat(second.addresses()).isEqualTo(first.addresses());
                assertThat(register(in))
                        .as("to who was there")
                        .startsWith("ERROR ")
                        .contains("shutting down");
                first.close(); // it ends by itself; this waits
                assertThat(register(irc, "after")).contains(" 001 after ");
                assertThat(get(web)).isEqualTo("HTTP/1.1 200 OK");
                awaitHistory(irc); // the log is free once the first has ended
                over.set(true);
                assertThat(came.get()).isGreaterThanOrEqualTo(5);
            }
        } finally {
            over.set(true);
            clients.shutdownNow();
            first.close();
        }
    }

    /** The successor joins beside the one that it replaces, by a port of its own, and the clients of the other server go on. */
    @Test
    @SuppressWarnings("try") // close() also waits for a server that ends by itself
    void nobody_is_refused_in_a_network() throws Exception {
        List<Integer> ports = ServerProcess.freePorts(3).stream().sorted().toList(); // the first begins the network
        ConfigSource other = new ConfigSource(
                Map.of(
                        "chat.name",
                        "other.local",
                        "chat.port",
                        "0",
                        "chat.web-port",
                        "off",
                        SERVERS,
                        servers(ports, 1)),
                null);
        AtomicBoolean over = new AtomicBoolean();
        ExecutorService clients = Executors.newSingleThreadExecutor();
        ChatServer first = ChatServer.start(inNetwork(ports, 0));
        try (ChatServer beside = ChatServer.start(other);
                IrcClient there = IrcClient.register(beside.addresses().get("irc"), "there")) {
            InetSocketAddress irc = first.addresses().get("irc");
            there.send("JOIN #c");
            there.await("366 …*");
            CountDownLatch coming = new CountDownLatch(3);
            Future<Integer> came = clients.submit(() -> {
                int welcome = 0;
                for (int i = 0; !over.get(); i++) {
                    String line = register(irc, "u" + i);
                    assertThat(line).containsAnyOf(" 001 ", "ERROR ");
                    welcome += line.contains(" 001 ") ? 1 : 0;
                    coming.countDown();
                }
                return welcome;
            });
            coming.await();
            try (ChatServer second = ChatServer.start(inNetwork(ports, 2))) {
                assertThat(second.addresses()).isEqualTo(first.addresses());
                first.close(); // it ends by itself; this waits
                try (IrcClient after = IrcClient.register(irc, "after")) {
                    after.send("JOIN #c");
                    there.await(":after JOIN #c");
                    there.send("PRIVMSG #c :still here");
                    after.await(":there PRIVMSG #c :still here");
                }
                over.set(true);
                assertThat(came.get()).isGreaterThanOrEqualTo(3);
            }
        } finally {
            over.set(true);
            clients.shutdownNow();
            first.close();
        }
    }

    private ConfigSource inNetwork(List<Integer> ports, int own) {
        return new ConfigSource(Map.of(SERVERS, servers(ports, own)), source.file());
    }

    private static String servers(List<Integer> ports, int own) {
        return Stream.concat(Stream.of(ports.get(own)), ports.stream().filter(port -> !port.equals(ports.get(own))))
                .map(port -> "127.0.0.1:" + port)
                .collect(Collectors.joining(","));
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.aioactors.samples.chat.account.PasswordHash;
import org.aioactors.samples.chat.ops.ConfigSource;

/** A server on two loops for clients that mean ill, and what it says of itself. */
final class HostileServer implements AutoCloseable {
    private static final long DEADLINE_S = 30;
    private static final int HASH_ITERATIONS = 1_000;

    private final ChatServer server;

    private HostileServer(ChatServer server) {
        this.server = server;
    }

    /** Starts it with its files in a folder, and more settings of the section {@code chat}. */
    static HostileServer start(Path folder, String settings) throws IOException, StartException {
        Path file = Files.writeString(folder.resolve("chat.conf"), """
                chat {
                  port = 0
                  web-port = 0
                  accounts { file = "%s/accounts", iterations = 100000, attempts = 100000 }
                  opers.root { password = "%s", hosts = ["*@127.*"] }
                  limits { lines = 1000000, line-every = 0 s }
                  %s
                }
                akka.actor.default-dispatcher.aio.threads = 2
                """.formatted(
                        folder, PasswordHash.of("secret", HASH_ITERATIONS).text(), settings));
        return new HostileServer(ChatServer.start(new ConfigSource(Map.of(), file)));
    }

    InetSocketAddress irc() {
        return of("irc");
    }

    private InetSocketAddress of(String name) {
        return new InetSocketAddress(
                InetAddress.getLoopbackAddress(), server.addresses().get(name).getPort());
    }

    /** A figure of {@code /metrics}; several with different labels added. */
    long metric(String name) throws IOException {
        return metric(of("web"), name);
    }

    static long metric(InetSocketAddress web, String name) throws IOException {
        String text;
        try (Socket socket = new Socket(web.getAddress(), web.getPort())) {
            String request = "GET /metrics HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            InputStream in = socket.getInputStream();
            text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        Matcher samples =
                Pattern.compile("(?m)^" + name + "(?:\\{.*})? (\\d+)$").matcher(text);
        return samples.results()
                .mapToLong(sample -> Long.parseLong(sample.group(1)))
                .reduce(Long::sum)
                .orElseThrow(() -> new AssertionError("no " + name + " in " + text));
    }

    /** Waits until nobody is there any more, as the server counts. */
    void awaitNobody() {
        for (String figure : new String[] {"users", "registering", "operators", "channels", "memberships"}) {
            await("no " + figure, () -> count(of("web"), "chat_" + figure) == 0);
        }
    }

    /** The same as {@link #metric}, where an exception would be in the way. */
    static long count(InetSocketAddress web, String name) {
        try {
            return metric(web, name);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Waits for something that nobody tells of; fails after a while. */
    static void await(String what, BooleanSupplier condition) {
        long endNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(DEADLINE_S);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - endNs > 0) {
                throw new AssertionError("waited for " + what + " for " + DEADLINE_S + " s");
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }

    /** How many sockets this process has open: other descriptors may come with the first use of a class. */
    static long sockets() {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return open.filter(HostileServer::isSocket).count();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static boolean isSocket(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString().startsWith("socket:");
        } catch (IOException e) {
            return false; // closed meanwhile
        }
    }

    @Override
    public void close() {
        server.close();
    }
}

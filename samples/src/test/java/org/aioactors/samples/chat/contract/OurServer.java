// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.contract;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Objects;
import javax.net.ssl.SSLSocket;
import org.aioactors.samples.chat.ChatServer;
import org.aioactors.samples.chat.StartException;
import org.aioactors.samples.chat.account.PasswordHash;
import org.aioactors.samples.chat.ops.ConfigSource;
import org.aioactors.samples.chat.ops.TestKeys;
import org.jspecify.annotations.Nullable;

/** The chat's own server, in this JVM, on two loops, with TLS. */
final class OurServer implements ServerUnderTest {
    private static final String PASSWORD = "secret";
    private static final int ITERATIONS = 1_000;

    /** One hash for all configurations, which a server is to take without a difference in its operators. */
    private static final String HASH = PasswordHash.of(PASSWORD, ITERATIONS).text();

    private final Path folder;
    private final int tlsPort;
    private final ChatServer server;

    private OurServer(Path folder, String configuration) throws IOException, StartException {
        this.folder = folder;
        this.tlsPort = freePort();
        keyStore("server");
        Files.writeString(folder.resolve("k-lines"), "unwelcome@* 0 0 root Go away\n", StandardCharsets.UTF_8);
        take(configuration);
        this.server = ChatServer.start(new ConfigSource(Map.of(), folder.resolve("chat.conf")));
    }

    /** Starts it with its files in a folder of a folder; blocks until it listens. */
    static OurServer start(Path folder, String configuration) throws IOException {
        try {
            return new OurServer(
                    Files.createDirectory(
                            folder.resolve("ours" + (configuration.isEmpty() ? "" : "-" + configuration))),
                    configuration);
        } catch (StartException e) {
            throw new IOException(e);
        }
    }

    /** Since clients that are told of STS are told the port, it can't be left to the kernel. */
    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static String added(String configuration) throws IOException {
        if (configuration.isEmpty()) {
            return "";
        }
        String name = configuration + ".conf";
        try (InputStream file = Objects.requireNonNull(OurServer.class.getResourceAsStream(name), name)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** A file with a key and a certificate of that name. */
    private Path keyStore(String name) throws IOException {
        Path file = folder.resolve(name + ".p12");
        if (!Files.exists(file)) {
            try {
                TestKeys.make(file, name);
            } catch (Exception e) {
                throw new IOException("there is no certificate: " + e, e);
            }
        }
        return file;
    }

    /** By a rename, so that the server sees all of it or nothing. */
    @Override
    public void take(String configuration) throws IOException {
        String text = """
                chat {
                  port = 0
                  web-port = off
                  tls-port = %2$d
                  tls { key-store = "%1$s/server.p12", password = "%3$s" }
                  accounts { file = "%1$s/accounts", iterations = 1000, attempts = 1000 }
                  k-lines = "%1$s/k-lines"
                  opers.root { password = "%4$s", hosts = ["*@127.*"] }
                  limits { lines = 100000, line-every = 0 s, connections = 10000, connects = 10000 }
                }
                akka.actor.default-dispatcher.aio.threads = 2
                """.formatted(folder, tlsPort, TestKeys.PASSWORD, HASH);
        Path written =
                Files.writeString(folder.resolve("next.conf"), text + added(configuration), StandardCharsets.UTF_8);
        Files.move(written, folder.resolve("chat.conf"), StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public String name() {
        return "ours";
    }

    @Override
    public InetSocketAddress address() {
        InetSocketAddress listening = server.addresses().get("irc");
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), listening.getPort());
    }

    @Override
    public boolean hasTls() {
        return true;
    }

    @Override
    public Socket connectByTls(@Nullable String certificate) throws IOException {
        Path own = certificate == null ? null : keyStore(certificate);
        SSLSocket socket;
        try {
            socket = (SSLSocket)
                    TestKeys.client(own).getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), tlsPort);
        } catch (IOException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException("there is no TLS: " + e, e);
        }
        socket.startHandshake();
        return socket;
    }

    @Override
    public String operator() {
        return "root " + PASSWORD;
    }

    @Override
    public boolean mustHaveAll() {
        return true;
    }

    @Override
    public void close() {
        server.close();
    }
}

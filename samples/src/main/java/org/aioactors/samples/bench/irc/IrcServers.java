// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.bench.irc;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.aioactors.samples.bench.tcp.ServerProcess;

/** The servers that can be compared, by name. Those of Debian get configurations that limit nobody, in a folder. */
public final class IrcServers {
    /** All of them. */
    static final List<String> NAMES = List.of("chat", "ngircd", "inspircd", "netty-epoll", "netty-io-uring");

    private static final String CHAT = "org.aioactors.samples.chat.ChatServer";

    private static final List<String> JVM = List.of(
            "-Xms512m",
            "-Xmx512m",
            "-XX:+UseSerialGC",
            "-XX:-UsePerfData",
            "--enable-native-access=ALL-UNNAMED",
            "--add-opens=java.base/java.nio=ALL-UNNAMED",
            "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED",
            "-Dio.netty.tryReflectionSetAccessible=true");

    private final Path folder;
    private final String more;

    /**
     * For servers that a configuration says more to than that they limit nobody.
     *
     * @param folder for the configurations; an existing one
     * @param more what is appended to them
     */
    public IrcServers(Path folder, String more) {
        this.folder = folder;
        this.more = more;
    }

    /** Where a program of Debian's is; empty if it is not installed. */
    public static Optional<Path> installed(String program) {
        return List.of("/usr/sbin", "/usr/bin", "/usr/local/sbin", "/usr/local/bin").stream()
                .map(directory -> Path.of(directory, program))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Whether a server can be started here. */
    static boolean isThere(String name) {
        return !List.of("ngircd", "inspircd").contains(name) || installed(name).isPresent();
    }

    /**
     * Starts a server; blocks until it listens.
     *
     * @throws IOException if it is not installed, or does not start
     */
    public ServerProcess start(String name) throws IOException, InterruptedException {
        return start(name, UnaryOperator.identity());
    }

    /**
     * The same.
     *
     * @param command makes of the command that starts it another that does, for example on some processor
     */
    ServerProcess start(String name, UnaryOperator<List<String>> command) throws IOException, InterruptedException {
        if (name.startsWith("netty-")) {
            List<String> netty = java(NettyIrc.class.getName(), "--transport", name.substring("netty-".length()));
            return ServerProcess.start(name, command.apply(netty));
        }
        int port = freePort();
        List<String> plain =
                switch (name) {
                    case "chat" -> java(CHAT, chatArguments(port));
                    case "ngircd" -> ngircd(port);
                    case "inspircd" -> inspircd(port);
                    default -> throw new IllegalArgumentException("no server is called " + name);
                };
        return ServerProcess.start(name, command.apply(plain), port);
    }

    /** As it is, but for what it limits clients to, and without HTTP. */
    private static String[] chatArguments(int port) {
        return new String[] {
            "--port",
            Integer.toString(port),
            "--web-port",
            "off",
            "-Dchat.limits.lines=1000000",
            "-Dchat.limits.line-every=0s",
        };
    }

    /** One that nobody has now. The kernel gives the same to nobody else for a while. */
    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static List<String> java(String program, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(JVM);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), program));
        command.addAll(List.of(arguments));
        return command;
    }

    private static Path program(String name) throws IOException {
        return installed(name)
                .orElseThrow(() -> new IOException(name + " is not installed; on Debian: apt-get install " + name));
    }

    private List<String> ngircd(int port) throws IOException {
        String file = configured("ngircd", port).toString();
        return List.of(program("ngircd").toString(), "--nodaemon", "--config", file);
    }

    private List<String> inspircd(int port) throws IOException {
        String file = configured("inspircd", port).toString();
        return List.of(program("inspircd").toString(), "--nofork", "--nolog", "--runasroot", "--config", file);
    }

    private Path configured(String name, int port) throws IOException {
        try (InputStream template = IrcServers.class.getResourceAsStream(name + ".conf")) {
            String text = new String(Objects.requireNonNull(template).readAllBytes(), StandardCharsets.UTF_8);
            return Files.writeString(
                    folder.resolve(name + "-" + port + ".conf"),
                    (text + more).replace("@PORT@", Integer.toString(port)).replace("@FOLDER@", folder.toString()));
        }
    }
}

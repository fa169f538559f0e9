// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.bench.tcp;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A kind of server to compare.
 *
 * @param name for tables
 * @param command starts it
 */
record TcpPeer(String name, List<String> command) {
    static final String C_NAME = "c-epoll";

    /** Where {@code samples/bin/bench-tcp} puts the server in C. */
    static final Path C_ECHO = Path.of("samples/target/bench-tcp/echo");

    /** Heap for any of them, and what Netty needs to be at its best and the others don't mind. */
    private static final List<String> JVM = List.of(
            "-Xms512m",
            "-Xmx512m",
            "--enable-native-access=ALL-UNNAMED",
            "--add-opens=java.base/java.nio=ALL-UNNAMED",
            "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED",
            "-Dio.netty.tryReflectionSetAccessible=true");

    /** All echo servers; the last is what they are compared with. */
    static List<TcpPeer> echo() {
        List<TcpPeer> peers = new ArrayList<>(all(AioEcho.class, AkkaEcho.class, NettyEcho.class));
        peers.add(java("aio-io-uring-borrowed", AioBorrowedEcho.class, "--monitor", "io-uring"));
        peers.add(java("aio-epoll-borrowed", AioBorrowedEcho.class, "--monitor", "epoll"));
        if (Files.isExecutable(C_ECHO)) {
            peers.add(new TcpPeer(C_NAME, List.of(C_ECHO.toString())));
        }
        return peers;
    }

    /** All echo servers that speak TLS by the JDK's engine; the last is what they are compared with. */
    static List<TcpPeer> tlsEcho() {
        return List.of(
                java("aio-io-uring", AioEcho.class, "--monitor", "io-uring", "--tls"),
                java("aio-epoll", AioEcho.class, "--monitor", "epoll", "--tls"),
                java("netty-io-uring", NettyEcho.class, "--transport", "io-uring", "--tls"),
                java("netty-epoll", NettyEcho.class, "--transport", "epoll", "--tls"));
    }

    /** All fan-out servers; the last is what they are compared with. */
    static List<TcpPeer> fanOut() {
        return all(AioFanOut.class, AkkaFanOut.class, NettyFanOut.class);
    }

    private static List<TcpPeer> all(Class<?> aio, Class<?> akka, Class<?> netty) {
        return List.of(
                java("aio-io-uring", aio, "--monitor", "io-uring"),
                java("aio-epoll", aio, "--monitor", "epoll"),
                java("aio-poll", aio, "--monitor", "poll"),
                java("akka", akka),
                java("netty-io-uring", netty, "--transport", "io-uring"),
                java("netty-epoll", netty, "--transport", "epoll"));
    }

    private static TcpPeer java(String name, Class<?> program, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(JVM);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), program.getName()));
        command.addAll(List.of(arguments));
        return new TcpPeer(name, command);
    }
}

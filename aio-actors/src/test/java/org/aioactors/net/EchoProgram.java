// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.DispatcherSelector;
import akka.actor.typed.javadsl.Behaviors;
import com.typesafe.config.ConfigFactory;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.aioactors.Aio;

/**
 * A process of its own: the echo server of a newcomer. Prints its port; for each line that it reads, what it holds; and ends
 * when its input does. See {@link EchoProcess}.
 */
final class EchoProgram {
    /** The line that asks to collect the garbage first. */
    static final String COLLECT = "collect";

    private static final int BACKLOG = 4_096;

    private EchoProgram() {}

    /** The arguments are those of {@link EchoProcess.Plan}. */
    public static void main(String[] arguments) throws Exception {
        String dispatcher = arguments[0];
        TransportKind transport = TransportKind.valueOf(arguments[1]);
        long eachMessageNs = Long.parseLong(arguments[2]);
        ListenOptions options = ListenOptions.DEFAULT.withBacklog(BACKLOG);
        if (arguments.length > 3) {
            options = options.withTls(Tls.ofKeyStore(Path.of(arguments[3]), TestTls.PASSWORD));
        }
        ActorSystem<Tcp.Event> system = ActorSystem.create(
                server(dispatcher, eachMessageNs, options),
                "echo",
                ConfigFactory.parseString(transport.config())
                        .withFallback(
                                ConfigFactory.parseString(
                                        "akka.logger-startup-timeout = 60 s, pinned { type = PinnedDispatcher, executor = thread-pool-executor }"))
                        .withFallback(ConfigFactory.load()));
        loadClasses();
        BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = input.readLine(); line != null; line = input.readLine()) {
            if (line.equals(COLLECT)) {
                System.gc();
            }
            report();
        }
        system.terminate();
        system.getWhenTerminated().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    /** From a directory, as in tests, each class costs an fd when it is loaded, which there may be none of. */
    private static void loadClasses() throws IOException, ClassNotFoundException {
        for (String entry : System.getProperty("java.class.path").split(":", -1)) {
            Path root = Path.of(entry);
            if (Files.isDirectory(root.resolve("org/aioactors")) && entry.endsWith("/classes")) {
                try (Stream<Path> files = Files.walk(root.resolve("org/aioactors"))) {
                    for (Path file : files.filter(file -> file.toString().endsWith(".class"))
                            .toList()) {
                        String name = root.relativize(file).toString();
                        String withoutEnding = name.substring(0, name.length() - ".class".length());
                        if (!withoutEnding.endsWith("-info")) {
                            Class.forName(withoutEnding.replace('/', '.'), false, EchoProgram.class.getClassLoader());
                        }
                    }
                }
            }
        }
    }

    private static void report() throws IOException {
        long heapBytes =
                ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
        System.out.println("holds " + sockets() + " " + heapBytes + " " + mappings());
    }

    private static long sockets() throws IOException {
        try (Stream<Path> fds = Files.list(Path.of("/proc/self/fd"))) {
            return fds.filter(fd -> target(fd).startsWith("socket:")).count();
        }
    }

    private static String target(Path fd) {
        try {
            return Files.readSymbolicLink(fd).toString();
        } catch (IOException closed) {
            return ""; // since the directory was read
        }
    }

    private static long mappings() throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/maps"))) {
            return lines.count();
        }
    }

    private static Behavior<Tcp.Event> server(String dispatcher, long eachMessageNs, ListenOptions options) {
        return Behaviors.setup(context -> {
            Behavior<Tcp.Event> echo =
                    ReadmeEcho.server(context.getSelf(), DispatcherSelector.fromConfig(dispatcher), () -> {
                        if (eachMessageNs > 0) {
                            LockSupport.parkNanos(eachMessageNs);
                        }
                    });
            InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
            Aio.get(context.getSystem())
                    .tcp()
                    .tell(Tcp.Bind.of(context.spawn(echo, "echo"), any).with(options));
            return Behaviors.receive(Tcp.Event.class)
                    .onMessage(Tcp.Bound.class, bound -> {
                        System.out.println("port " + bound.localAddress().getPort());
                        return Behaviors.same();
                    })
                    .build();
        });
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.ops;

import static org.assertj.core.api.Assertions.assertThat;

import akka.Done;
import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import akka.stream.Materializer;
import akka.stream.javadsl.Flow;
import akka.stream.javadsl.Sink;
import akka.stream.javadsl.Source;
import akka.util.ByteString;
import com.typesafe.config.ConfigFactory;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.aioactors.net.ListenOptions;
import org.aioactors.net.Tcp;
import org.aioactors.stream.AioTcp;
import org.aioactors.stream.StreamOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Listeners that begin together, and go from server to server without a client that is refused. */
class ListenersTest {
    private static final Duration DEADLINE = Duration.ofSeconds(30);

    @TempDir
    private Path directory;

    private final List<Server> servers = new ArrayList<>();

    /** An actor system with listeners. */
    private static final class Server {
        final ActorTestKit kit = ActorTestKit.create(ConfigFactory.load());
        final TestProbe<Listeners.Event> owner = kit.createTestProbe(Listeners.Event.class);
        final ActorRef<Listeners.Command> listeners;

        Server(Path control, Function<ActorTestKit, List<Listeners.Listener>> wanted) {
            listeners = kit.spawn(Listeners.create(wanted.apply(kit), control, owner.ref()));
        }

        InetSocketAddress started(String name) {
            Listeners.Event event = owner.receiveMessage(DEADLINE);
            assertThat(event).isInstanceOf(Listeners.Started.class);
            return ((Listeners.Started) event).addresses().get(name);
        }
    }

    private Server start(Path control, Listeners.Listener... wanted) {
        return start(new Server(control, kit -> List.of(wanted)));
    }

    private Server start(Path control, Function<ActorTestKit, Listeners.Listener> wanted) {
        return start(new Server(control, kit -> List.of(wanted.apply(kit))));
    }

    private Server start(Server server) {
        servers.add(server);
        return server;
    }

    @AfterEach
    void stop() {
        servers.forEach(server -> server.kit.shutdownTestKit());
    }

    /** Says the greeting to each client, and closes. */
    private static Listeners.Listener listener(String name, int port, String greeting) {
        return new Listeners.Listener(
                name,
                new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                ListenOptions.DEFAULT,
                bind -> Tcp.serveConnected(bind, connected -> greet(connected, greeting)));
    }

    /** The same by a stream. */
    private static Listeners.Listener stream(ActorTestKit kit, int port, String greeting) {
        return new Listeners.Listener(
                "web",
                new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                ListenOptions.DEFAULT,
                bind -> StreamListener.create(bind, same -> AioTcp.get(kit.system())
                        .bindAndHandle(
                                Flow.fromSinkAndSource(
                                        Sink.ignore(), Source.single(ByteString.fromString(greeting + "\n"))),
                                same.localAddress(),
                                same.options(),
                                StreamOptions.ACCEPTED,
                                Materializer.matFromSystem(kit.system()))));
    }

    private static Behavior<Tcp.Event> greet(Tcp.Connected connected, String greeting) {
        return Behaviors.setup(context -> {
            connected.connection().tell(Tcp.Write.of(ByteString.fromString(greeting + "\n")));
            connected.connection().tell(new Tcp.ConfirmedClose());
            return Behaviors.receive(Tcp.Event.class)
                    .onMessage(Tcp.ConnectionClosed.class, closed -> Behaviors.stopped())
                    .build();
        });
    }

    private static String greeting(InetSocketAddress address) throws IOException {
        try (Socket socket = new Socket()) {
            socket.setSoTimeout((int) DEADLINE.toMillis());
            socket.connect(address);
            String line = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))
                    .readLine();
            return String.valueOf(line);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Test
    void all_of_them_listen() throws Exception {
        Server server = start(null, listener("irc", 0, "irc"), listener("web", 0, "web"));
        Listeners.Started started = (Listeners.Started) server.owner.receiveMessage(DEADLINE);
        assertThat(greeting(started.addresses().get("irc"))).isEqualTo("irc");
        assertThat(greeting(started.addresses().get("web"))).isEqualTo("web");
    }

    @Test
    void one_that_can_not_listen_is_the_end_of_all() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int free = freePort();
            Server server = start(null, listener("irc", free, "irc"), listener("web", taken.getLocalPort(), "web"));
            Listeners.Failed failed = (Listeners.Failed) server.owner.receiveMessage(DEADLINE);
            assertThat(failed.reason()).contains("cannot listen").contains(":" + taken.getLocalPort());
            server.kit.createTestProbe().expectTerminated(server.listeners, DEADLINE);
            assertThat(start(null, listener("irc", free, "irc")).started("irc").getPort())
                    .isEqualTo(free);
        }
    }

    @Test
    void accepting_stops_when_it_is_told_to() throws Exception {
        Server server = start(null, listener("irc", 0, "irc"));
        InetSocketAddress address = server.started("irc");
        TestProbe<Done> done = server.kit.createTestProbe(Done.class);
        server.listeners.tell(new Listeners.StopAccepting(done.ref()));
        done.receiveMessage(DEADLINE);
        try (ServerSocket again = new ServerSocket()) {
            again.setReuseAddress(true);
            again.bind(address); // which says that nobody listens there any more
        }
    }

    @Test
    void a_successor_takes_them_over_and_no_client_is_refused() throws Exception {
        Path control = directory.resolve("control");
        int port = freePort();
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        Server first = start(control, listener("irc", port, "first"));
        first.started("irc");
        AtomicBoolean over = new AtomicBoolean();
        CountDownLatch coming = new CountDownLatch(1);
        ExecutorService clients = Executors.newSingleThreadExecutor();
        try {
            Future<Set<String>> greetings = clients.submit(() -> {
                Set<String> heard = new TreeSet<>();
                while (!over.get()) {
                    heard.add(greeting(address)); // a client that is refused ends this
                    coming.countDown();
                }
                return heard;
            });
            coming.await();
            Server second = start(control, listener("irc", port, "second"), listener("web", 0, "web"));
            second.started("irc");
            first.owner.expectMessage(DEADLINE, new Listeners.HandedOver());
            first.kit.shutdownTestKit();
            assertThat(greeting(address)).isEqualTo("second");
            Server third = start(control, listener("irc", port, "third"));
            third.started("irc");
            second.owner.expectMessage(DEADLINE, new Listeners.HandedOver());
            assertThat(greeting(address)).isEqualTo("third");
            over.set(true);
            assertThat(greetings.get()).contains("first").isSubsetOf("first", "second", "third");
        } finally {
            over.set(true);
            clients.shutdownNow();
        }
    }

    @Test
    void a_server_of_streams_is_taken_over_as_well() throws Exception {
        Path control = directory.resolve("control");
        int port = freePort();
        Server first = start(control, kit -> stream(kit, port, "first"));
        InetSocketAddress address = first.started("web");
        assertThat(greeting(address)).isEqualTo("first");
        Server second = start(control, kit -> stream(kit, port, "second"));
        second.started("web");
        first.owner.expectMessage(DEADLINE, new Listeners.HandedOver());
        assertThat(greeting(address)).isEqualTo("second");
        TestProbe<Done> done = second.kit.createTestProbe(Done.class);
        second.listeners.tell(new Listeners.StopAccepting(done.ref()));
        done.receiveMessage(DEADLINE);
        try (ServerSocket taken = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            Server third = start(null, kit -> stream(kit, taken.getLocalPort(), "third"));
            assertThat(((Listeners.Failed) third.owner.receiveMessage(DEADLINE)).reason())
                    .contains("cannot listen")
                    .contains(":" + port);
        }
    }

    @Test
    void what_is_to_listen_elsewhere_opens_its_own() throws Exception {
        Path control = directory.resolve("control");
        int port = freePort();
        start(control, listener("irc", port, "first")).started("irc");
        Server second = start(control, listener("irc", freePort(), "second"));
        InetSocketAddress address = second.started("irc");
        assertThat(address.getPort()).isNotEqualTo(port);
        assertThat(greeting(address)).isEqualTo("second");
    }

    @Test
    void a_successor_that_fails_leaves_them_where_they_are() throws Exception {
        Path control = directory.resolve("control");
        int port = freePort();
        Server first = start(control, listener("irc", port, "first"));
        InetSocketAddress address = first.started("irc");
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Server second =
                    start(control, listener("irc", port, "second"), listener("web", taken.getLocalPort(), "web"));
            assertThat(second.owner.receiveMessage(DEADLINE)).isInstanceOf(Listeners.Failed.class);
            second.kit.shutdownTestKit();
        }
        assertThat(greeting(address)).isEqualTo("first");
        Server third = start(control, listener("irc", port, "third"));
        third.started("irc");
        assertThat(greeting(address)).isEqualTo("third");
    }

    @Test
    void a_control_socket_that_can_not_be_is_said_at_the_start() throws Exception {
        Path control = Files.createDirectory(directory.resolve("folder"))
                .resolve("missing")
                .resolve("control");
        Server server = start(control, listener("irc", 0, "irc"));
        assertThat(((Listeners.Failed) server.owner.receiveMessage(DEADLINE)).reason())
                .contains("take over")
                .contains("missing");
    }
}

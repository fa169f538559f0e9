// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import com.typesafe.config.Config;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.aioactors.net.Tcp;
import org.aioactors.samples.chat.contract.IrcClient;
import org.aioactors.samples.chat.limit.KLineList;
import org.aioactors.samples.chat.loop.ToLoop;
import org.aioactors.samples.chat.network.Uid;
import org.aioactors.samples.chat.ops.ChatSettings;
import org.aioactors.samples.chat.ops.ConfigSource;
import org.aioactors.samples.chat.session.Session;
import org.aioactors.samples.chat.session.SessionServices;
import org.aioactors.samples.chat.session.Transport;
import org.junit.jupiter.api.Test;

/** A fault of the server's own in one session, or on the way to all clients of a loop: the others go on. */
class HostileFaultTest {
    private static final Map<String, String> SETTINGS =
            Map.of("chat.port", "0", "akka.actor.default-dispatcher.aio.threads", "2", "akka.loglevel", "OFF");

    private final AtomicBoolean faulty = new AtomicBoolean();
    private final CompletableFuture<ServerParts> parts = new CompletableFuture<>();
    private final CompletableFuture<InetSocketAddress> listening = new CompletableFuture<>();

    /** The parts of a server, where the K-lines of one client can't be looked up. */
    private Behavior<Void> server(ChatSettings settings) {
        return Behaviors.setup(context -> {
            ServerParts server =
                    new ServerParts(context, settings, context.getSystem().ignoreRef(), by -> {});
            parts.complete(server);
            ActorRef<Tcp.Event> bound = context.spawn(
                    Behaviors.receiveMessage(event -> {
                        if (event instanceof Tcp.Bound news) {
                            listening.complete(news.localAddress());
                        }
                        return Behaviors.same();
                    }),
                    "bound");
            InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
            SessionServices services = failing(server.sessions());
            context.spawn(
                    Tcp.serveConnected(
                            Tcp.Bind.of(bound, any), connected -> Session.create(services, connected, Transport.PLAIN)),
                    "irc");
            return Behaviors.empty();
        });
    }

    private SessionServices failing(SessionServices all) {
        return new SessionServices(
                all.loop(),
                all.settings(),
                all.accounts(),
                all.history(),
                all.klineFile(),
                this::klines,
                all.addresses(),
                all.server(),
                all.uids(),
                all.counts(),
                all.operations());
    }

    private KLineList klines() {
        if (faulty.getAndSet(false)) {
            throw new IllegalStateException("a fault that a test wants");
        }
        return KLineList.EMPTY;
    }

    @Test
    void the_others_go_on() throws Exception {
        Config config = new ConfigSource(SETTINGS, null).load();
        ActorSystem<Void> system = ActorSystem.create(server(ChatSettings.from(config)), "faults", config);
        try {
            InetSocketAddress address = listening.get(30, TimeUnit.SECONDS);
            ServerParts server = parts.get();
            try (IrcClient one = IrcClient.register(address, "one");
                    IrcClient two = IrcClient.register(address, "two")) {
                one.send("JOIN #a");
                one.await("366 …*");
                two.send("JOIN #a");
                two.await("366 …*");
                one.expect(":two JOIN #a");
                aSessionFails(address);
                allLoopsFail(server);
                one.send("PRIVMSG #a :still here");
                two.expect(":one PRIVMSG #a :still here");
                two.expectNothing();
                one.expectNothing();
                HostileServer.await("nobody but two", () -> server.figures().registering() == 0);
                assertThat(server.figures().users()).isEqualTo(2);
            }
            HostileServer.await(
                    "nobody",
                    () -> server.figures().users() == 0
                            && server.figures().memberships() == 0
                            && server.figures().channels() == 0);
        } finally {
            system.terminate();
            system.getWhenTerminated().toCompletableFuture().get(30, TimeUnit.SECONDS);
        }
    }

    private void aSessionFails(InetSocketAddress address) throws Exception {
        try (HostileSocket client = new HostileSocket(address)) {
            faulty.set(true);
            client.say("NICK three", "USER u 0 * :r", "JOIN #a");
            assertThat(client.readAll()).isEqualTo("ERROR :Closing Link: 127.0.0.1 (Internal error)\r\n");
        }
        try (IrcClient again = IrcClient.register(address, "three")) {
            again.expectNothing();
        }
    }

    /** A question that nobody could answer. */
    @SuppressWarnings("NullAway") // the fault
    private static void allLoopsFail(ServerParts server) {
        server.tellLoops(new ToLoop.AskDetails(new Uid(1, 1), null, 1, null));
    }
}

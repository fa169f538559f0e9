// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.loop;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestInbox;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.Behaviors;
import com.typesafe.config.ConfigFactory;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.aioactors.Aio;
import org.aioactors.AioProps;
import org.aioactors.dispatcher.AioLoop;
import org.aioactors.net.Tcp;
import org.aioactors.samples.chat.channel.MessageIds;
import org.aioactors.samples.chat.cluster.NetworkUsers;
import org.aioactors.samples.chat.irc.Limits;
import org.aioactors.samples.chat.limit.ClientClock;
import org.aioactors.samples.chat.network.Directory;
import org.aioactors.samples.chat.network.KnownUsers;
import org.aioactors.samples.chat.network.Uid;
import org.aioactors.samples.chat.network.User;

/** A loop with its hub. Its clients, the channels and the directory are a test's. */
final class OneLoop implements AutoCloseable {
    static final String SERVER = "irc1.example";

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String DISPATCHER = "akka.actor.default-dispatcher";

    final ActorTestKit kit =
            ActorTestKit.create(ConfigFactory.parseString(DISPATCHER + ".aio.threads = 1\nakka.loglevel = OFF")
                    .withFallback(ConfigFactory.load()));
    final KnownUsers users = new KnownUsers();
    final ActorRef<Object> hub;
    private final ActorRef<Runnable> runner;

    OneLoop(LoopServices.ChannelsOfLoop channels) {
        TestProbe<Directory.Command> directory = kit.createTestProbe();
        ClientClock.Rules rules =
                new ClientClock.Rules(Duration.ofMinutes(10), Duration.ofMinutes(10), Duration.ofMinutes(10));
        LoopServices services = new LoopServices(
                channels,
                directory.getRef(),
                users.table(),
                said -> {},
                new MessageIds(1),
                SERVER,
                Limits.standard(),
                () -> rules,
                Clock.fixed(Instant.EPOCH, ZoneOffset.UTC));
        AioLoop loop = Objects.requireNonNull(
                        Aio.get(kit.system()).dispatchers().get(DISPATCHER))
                .loops()
                .get(0);
        hub = kit.spawn(LoopHub.create(services, new LoopCounts()), "hub", AioProps.onLoop(loop));
        directory.expectMessageClass(Directory.Subscribe.class, PATIENCE);
        runner = kit.spawn(
                Behaviors.receiveMessage((Runnable action) -> {
                    action.run();
                    return Behaviors.same();
                }),
                "runner",
                AioProps.onLoop(loop));
    }

    /** Does something on the loop, when all is done that the hub was told before. */
    <T> T onLoop(Function<LoopClients, T> action) {
        TestProbe<Object> answers = kit.createTestProbe();
        hub.tell(new ToLoop.AskDetails(new Uid(0, 0), NetworkUsers.user(9, 9, "nobody"), 1, answers.getRef()));
        answers.expectMessageClass(ToLoop.Details.class, PATIENCE);
        CompletableFuture<T> done = new CompletableFuture<>();
        runner.tell(() -> {
            try {
                done.complete(action.apply(LoopClients.here()));
            } catch (RuntimeException | AssertionError e) {
                done.completeExceptionally(e);
            }
        });
        return done.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    }

    /** Somebody with a connection, who has registered. */
    Client connect(User user) {
        TestInbox<Tcp.ConnectionCommand> connection = TestInbox.create();
        TestInbox<ClientEvent> session = TestInbox.create();
        LocalClient local = new LocalClient(
                user.uid(),
                InetAddress.getLoopbackAddress(),
                null,
                SERVER,
                connection.getRef(),
                session.getRef(),
                new ClientClock(0));
        users.add(user, hub);
        onLoop(loop -> {
            local.setUser(user);
            loop.add(local);
            return local;
        });
        return new Client(local, connection, session);
    }

    /** A client, and what it was told. */
    final class Client {
        final LocalClient local;
        private final TestInbox<Tcp.ConnectionCommand> connection;
        private final TestInbox<ClientEvent> session;

        private Client(LocalClient local, TestInbox<Tcp.ConnectionCommand> connection, TestInbox<ClientEvent> session) {
            this.local = local;
            this.connection = connection;
            this.session = session;
        }

        /** It reads exactly these lines. */
        void reads(String... lines) {
            assertThat(lines()).containsExactly(lines);
        }

        /** All lines since the last call. */
        List<String> lines() {
            return onLoop(loop -> connection.getAllReceived()).stream()
                    .map(command -> ((Tcp.Write) command).data().utf8String().stripTrailing())
                    .toList();
        }

        /** What its session was told since the last call. */
        List<ClientEvent> ends() {
            return onLoop(loop -> session.getAllReceived());
        }
    }

    @Override
    public void close() {
        kit.shutdownTestKit();
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat;

import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.Props;
import akka.actor.typed.javadsl.Adapter;
import akka.actor.typed.javadsl.AskPattern;
import akka.actor.typed.javadsl.Behaviors;
import com.typesafe.config.Config;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.aioactors.samples.chat.account.PasswordHash;
import org.aioactors.samples.chat.network.Directory;
import org.aioactors.samples.chat.network.PeerMessage;
import org.aioactors.samples.chat.network.Server;
import org.aioactors.samples.chat.network.Uid;
import org.aioactors.samples.chat.network.User;
import org.aioactors.samples.chat.network.UserTable.Known;
import org.aioactors.samples.chat.ops.ChatSettings;
import org.aioactors.samples.chat.ops.ConfigSource;

/** A real server on two loops, and a second one of the same network that a test plays: its directory and its one loop. */
final class PlayedServer implements AutoCloseable {
    static final long NODE = 99;
    static final String NAME = "there.example";

    /** A nickname that the played server always says is taken. */
    static final String TAKEN = "taken";

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** What the played server's directory is told, claims included, which it answers by itself. */
    final TestProbe<Directory.Command> heard;

    /** What the played server's loop is told. */
    final TestProbe<Object> loop;

    final ActorRef<Directory.Command> directory;
    final InetSocketAddress irc;

    private final ActorSystem<ChatGuardian.Command> system;
    private final ActorRef<Directory.Command> peer;
    private final List<Known> users = new ArrayList<>();
    private long news;

    private PlayedServer(ActorSystem<ChatGuardian.Command> system) {
        this.system = system;
        Map<String, InetSocketAddress> addresses = AskPattern.askWithStatus(
                        system, ChatGuardian.Listen::new, PATIENCE, system.scheduler())
                .toCompletableFuture()
                .join();
        irc = new InetSocketAddress(
                InetAddress.getLoopbackAddress(), addresses.get("irc").getPort());
        directory = Adapter.toTyped(Adapter.toClassic(system)
                .actorSelection("/user/directory")
                .resolveOne(PATIENCE)
                .toCompletableFuture()
                .join());
        heard = TestProbe.create("heard", Directory.Command.class, system);
        loop = TestProbe.create("loop", Object.class, system);
        peer = system.systemActorOf(peer(heard.ref()), "peer", Props.empty());
    }

    static PlayedServer start(Path folder) throws IOException {
        Path file = Files.writeString(
                folder.resolve("chat.conf"),
                """
                chat {
                  port = 0
                  web-port = off
                  opers.root { password = "%s", hosts = ["*@127.*"] }
                }
                akka.actor.default-dispatcher.aio.threads = 2
                """.formatted(PasswordHash.of("secret", 1_000).text()),
                StandardCharsets.UTF_8);
        ConfigSource source = new ConfigSource(Map.of(), file);
        Config config = source.load();
        return new PlayedServer(
                ActorSystem.create(ChatGuardian.create(source, ChatSettings.from(config)), "chat", config));
    }

    private static Behavior<Directory.Command> peer(ActorRef<Directory.Command> heard) {
        return Behaviors.receiveMessage(message -> {
            if (message instanceof PeerMessage.Claim claim) {
                boolean free = !claim.nick().equals(TAKEN);
                claim.replyTo().tell(new PeerMessage.ClaimAnswer(NODE, claim.number(), free));
            }
            heard.tell(message);
            return Behaviors.same();
        });
    }

    /** The two meet; the played server has users of these names. */
    void join(String... nicks) {
        directory.tell(new Directory.ServerSeen(NODE));
        directory.tell(new Directory.Reached(NODE, peer));
        for (String nick : nicks) {
            users.add(new Known(user(nick, users.size() + 1, 1_000), loop.ref()));
        }
        Server server = new Server(NODE, NAME, "That one", peer, List.of(loop.ref()));
        directory.tell(new PeerMessage.Hello(server, 0, 0, 1, users));
        directory.tell(new PeerMessage.Ask(NODE, peer));
        hears(PeerMessage.Hello.class);
    }

    static User user(String nick, long number, long signedOnMs) {
        return new User(
                new Uid(NODE, number),
                1,
                nick,
                "~" + nick,
                "far.example",
                "Real " + nick,
                null,
                null,
                Set.of(),
                false,
                NAME,
                signedOnMs);
    }

    /** One user more, who registered then. */
    void comes(String nick, long signedOnMs) {
        Known known = new Known(user(nick, users.size() + 1, signedOnMs), loop.ref());
        users.add(known);
        directory.tell(new PeerMessage.News(NODE, ++news, known));
    }

    /** What its directory is told next of that kind; others are passed over. */
    <T extends PeerMessage> T hears(Class<T> kind) {
        Directory.Command message = heard.receiveMessage(PATIENCE);
        while (!kind.isInstance(message)) {
            message = heard.receiveMessage(PATIENCE);
        }
        return kind.cast(message);
    }

    /** The same for its loop. */
    <T> T loopHears(Class<T> kind) {
        Object message = loop.receiveMessage(PATIENCE);
        while (!kind.isInstance(message)) {
            message = loop.receiveMessage(PATIENCE);
        }
        return kind.cast(message);
    }

    @Override
    public void close() {
        system.terminate();
        system.getWhenTerminated().toCompletableFuture().join();
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.network;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Directories as actors, in one system. */
class DirectoryTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static ActorTestKit kit;

    @BeforeAll
    static void start() {
        kit = ActorTestKit.create(ConfigFactory.load());
    }

    @AfterAll
    static void stop() {
        kit.shutdownTestKit();
    }

    /** A server with one loop. */
    private static final class Site {
        final long node;
        final UserTable users;
        final Servers servers = new Servers();
        final TestProbe<Object> loop = kit.createTestProbe();
        final List<Long> gone = Collections.synchronizedList(new ArrayList<>());
        final ActorRef<Directory.Command> directory;

        Site(long node, int loops) {
            this.node = node;
            users = new UserTable(node);
            directory = kit.spawn(
                    Directory.create(new Directory.Self(node, "s" + node, "S", loops), users, servers, gone::add));
            directory.tell(new Directory.Subscribe(loop.ref()));
        }

        void meets(long other, ActorRef<Directory.Command> its) {
            directory.tell(new Directory.ServerSeen(other));
            directory.tell(new Directory.Reached(other, its));
        }

        User register(String nick, long signedOnMs) {
            User user = new User(
                    new Uid(node, signedOnMs),
                    0,
                    nick,
                    "~u",
                    "host",
                    "Real",
                    null,
                    null,
                    Set.of(),
                    false,
                    "s" + node,
                    signedOnMs);
            directory.tell(new Directory.Put(user, true, signedOnMs, loop.ref()));
            return user;
        }

        <T> T hears(Class<T> kind) {
            Object message = loop.receiveMessage(PATIENCE);
            while (!kind.isInstance(message)) {
                message = loop.receiveMessage(PATIENCE);
            }
            return kind.cast(message);
        }
    }

    @Test
    void a_server_alone_grants_what_is_free_and_asks_nobody() {
        Site site = new Site(1, 1);
        User ann = site.register("Ann", 1);
        assertThat(site.loop.receiveMessage()).isInstanceOf(DirectoryEvent.Online.class);
        assertThat(site.loop.receiveMessage()).isEqualTo(new DirectoryEvent.Granted(1, ann.withVersion(1)));
        site.register("aNN", 2);
        assertThat(site.loop.receiveMessage()).isEqualTo(new DirectoryEvent.Taken(2, new Uid(1, 2), "aNN"));
        assertThat(site.servers.all()).extracting(Server::name).containsExactly("s1");
        assertThat(site.servers.isComplete()).isTrue();
    }

    @Test
    void two_know_each_others_users_from_before_and_from_now_on() {
        Site one = new Site(1, 1);
        Site two = new Site(2, 1);
        one.register("Ann", 1);
        one.meets(2, two.directory);
        two.meets(1, one.directory);
        assertThat(two.hears(DirectoryEvent.Online.class).user().nick()).isEqualTo("Ann");
        two.register("Bob", 2);
        User bob = one.hears(DirectoryEvent.Granted.class).user();
        assertThat(bob.nick()).isEqualTo("Ann");
        bob = one.hears(DirectoryEvent.Online.class).user();
        assertThat(bob.nick()).isEqualTo("Bob");
        assertThat(one.users.known(bob.uid()).loop()).isEqualTo(two.loop.ref());
        two.directory.tell(new Directory.Put(bob.withNick("Eve"), true, 3, two.loop.ref()));
        assertThat(one.hears(DirectoryEvent.Changed.class).after().nick()).isEqualTo("Eve");
        assertThat(one.servers.isComplete()).isTrue();
        assertThat(one.servers.all()).hasSize(2);
        one.register("Bob", 4);
        one.hears(DirectoryEvent.Granted.class);
        two.directory.tell(new Directory.Leave(bob.uid(), "bye"));
        assertThat(one.hears(DirectoryEvent.Offline.class).reason()).isEqualTo("bye");
        one.directory.tell(new Directory.ServerGone(2));
        assertThat(one.hears(DirectoryEvent.ServerLost.class).server().name()).isEqualTo("s2");
        assertThat(one.gone).containsExactly(2L);
        assertThat(one.servers.isComplete()).isTrue();
    }

    @Test
    void a_server_says_who_it_is_when_all_its_loops_are_there() {
        Site one = new Site(1, 2);
        Site two = new Site(2, 1);
        two.meets(1, one.directory);
        one.meets(2, two.directory);
        TestProbe<Object> second = kit.createTestProbe();
        assertThat(two.servers.isComplete()).isFalse();
        one.directory.tell(new Directory.Subscribe(second.ref()));
        second.awaitAssert(PATIENCE, () -> {
            assertThat(two.servers.byNode(1)).isNotNull();
            return null;
        });
        assertThat(two.servers.byNode(1).hubs()).containsExactly(one.loop.ref(), second.ref());
    }

    @Test
    void of_two_that_want_one_nickname_at_one_moment_one_gets_it() {
        Site one = new Site(1, 1);
        Site two = new Site(2, 1);
        one.meets(2, two.directory);
        two.meets(1, one.directory);
        for (int round = 1; round <= 200; round++) {
            String nick = "n" + round;
            one.register(nick, 2 * round);
            two.register(nick, 2 * round + 1);
            Object first = answer(one);
            Object second = answer(two);
            boolean granted = first instanceof DirectoryEvent.Granted;
            assertThat(granted && second instanceof DirectoryEvent.Granted).isFalse();
            assertThat(granted || second instanceof DirectoryEvent.Granted).isTrue();
        }
    }

    private static Object answer(Site site) {
        Object message = site.loop.receiveMessage(PATIENCE);
        while (!(message instanceof DirectoryEvent.Granted || message instanceof DirectoryEvent.Taken)) {
            message = site.loop.receiveMessage(PATIENCE);
        }
        return message;
    }

    @Test
    void who_does_not_answer_is_waited_for_once() {
        Site one = new Site(1, 1);
        TestProbe<Directory.Command> mute = kit.createTestProbe();
        one.meets(2, mute.ref());
        long startNs = System.nanoTime();
        one.register("Ann", 1);
        one.hears(DirectoryEvent.Granted.class);
        long firstMs = (System.nanoTime() - startNs) / 1_000_000;
        assertThat(firstMs).isBetween(OwnUsers.CLAIM_MS - 1, 10_000L);
        one.register("Bob", 2);
        one.hears(DirectoryEvent.Granted.class);
        assertThat((System.nanoTime() - startNs) / 1_000_000 - firstMs).isLessThan(OwnUsers.CLAIM_MS);
    }

    @Test
    void a_long_list_comes_in_parts() {
        Site one = new Site(1, 1);
        Site two = new Site(2, 1);
        int many = 2 * OwnUsers.USERS_A_PART + 1;
        for (int i = 1; i <= many; i++) {
            one.register("n" + i, i);
        }
        two.meets(1, one.directory);
        one.meets(2, two.directory);
        for (int i = 1; i <= many; i++) {
            two.hears(DirectoryEvent.Online.class);
        }
        assertThat(two.users.size()).isEqualTo(many);
    }
}

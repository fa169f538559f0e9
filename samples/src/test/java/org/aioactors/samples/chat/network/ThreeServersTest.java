// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.aioactors.samples.chat.contract.IrcClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Three servers in three JVMs are one network: one of them is killed, and started again, and each is restarted in turn, while
 * clients of all of them talk on channels whose authorities are on all of them.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ThreeServersTest {
    private static final int KILLS = Integer.getInteger("chat.test.network.kills", 1);
    private static final int SIGTERM_STATUS = 128 + 15;

    /**
     * What a network may take to find out that a server is dead (decision 37); its users have quit by then. What it takes is
     * printed, 6 to 8 s: this leaves room for a machine that has much else to do.
     */
    private static final Duration DEATH = Duration.ofSeconds(25);

    /** More than there are servers, so that each has authorities. */
    private static final List<String> CHANNELS =
            IntStream.range(0, 6).mapToObj(i -> "#load" + i).toList();

    private static final List<ServerProcess> SERVERS = new ArrayList<>();
    private static List<Integer> ports;
    private static int kills;

    @BeforeAll
    static void start() throws Exception {
        ports = ServerProcess.freePorts(3);
        for (int i = 0; i < 3; i++) {
            SERVERS.add(startServer(i));
        }
        for (ServerProcess server : SERVERS) {
            server.irc();
        }
    }

    private static ServerProcess startServer(int i) throws IOException {
        return ServerProcess.start("irc" + (i + 1) + ".example.org", ports.get(i), ports);
    }

    @AfterAll
    static void stop() {
        SERVERS.forEach(ServerProcess::close);
    }

    private static IrcClient client(int server, String nick, String... capabilities) throws Exception {
        return IrcClient.register(SERVERS.get(server).irc(), nick, capabilities);
    }

    /** Starts it again; waits until it has joined. */
    private static void restart(int server) throws Exception {
        SERVERS.set(server, startServer(server));
        SERVERS.get(server).irc();
    }

    @Test
    @Order(1)
    void clients_of_all_servers_are_on_one_network() throws Exception {
        try (IrcClient ann = client(0, "ann");
                IrcClient bob = client(1, "bob");
                IrcClient cid = client(2, "cid", "invite-notify")) {
            ann.send("JOIN #tea");
            ann.await("366 …*");
            bob.send("JOIN #tea");
            bob.await("366 …*");
            cid.send("JOIN #tea");
            cid.await("353 cid = #tea :@ann bob cid");
            cid.await("366 …*");
            ann.await(":bob JOIN #tea");
            ann.await(":cid JOIN #tea");
            bob.await(":cid JOIN #tea");
            cid.send("PRIVMSG #tea :hello all");
            ann.await(":cid PRIVMSG #tea :hello all");
            bob.await(":cid PRIVMSG #tea :hello all");
            bob.send("PRIVMSG ann :hello you");
            ann.await(":bob PRIVMSG ann :hello you");
            queries(ann, bob);
            operations(ann, bob, cid);
        }
    }

    /** Servers get them in turn, and the channels have them for as long as no server comes or goes. */
    @Test
    @Order(2)
    void each_server_decides_about_some_of_the_channels() throws Exception {
        try (IrcClient client = client(0, "maker")) {
            for (String channel : CHANNELS) {
                client.send("JOIN " + channel);
                client.await("366 …*");
            }
            for (int i = 0; i < SERVERS.size(); i++) {
                checkAuthorities(i);
            }
        }
    }

    private static void queries(IrcClient ann, IrcClient bob) throws Exception {
        bob.send("LIST");
        bob.await("322 bob #tea 3 …*");
        bob.await("323 …*");
        bob.send("WHO #tea");
        for (String nick : List.of("ann", "bob", "cid")) {
            String server = "irc" + (nick.charAt(0) - 'a' + 1) + ".example.org";
            bob.await("352 bob #tea … … " + server + " " + nick + " …*");
        }
        bob.send("WHOIS cid");
        bob.await("319 bob cid #tea");
        bob.await("312 bob cid irc3.example.org …*");
        bob.await("318 …*");
        ann.send("MONITOR + dot");
        ann.await("731 ann dot");
        IrcClient dot = client(2, "dot");
        ann.await("730 ann dot!…");
        dot.close();
        ann.await("731 ann dot");
    }

    private static void operations(IrcClient ann, IrcClient bob, IrcClient cid) throws IOException {
        ann.send("TOPIC #tea :what it is about");
        cid.await(":ann TOPIC #tea :what it is about");
        ann.send("MODE #tea +o bob");
        cid.await(":ann MODE #tea +o bob");
        bob.send("MODE #tea +ib *!*@nowhere.example.org");
        cid.await(":bob MODE #tea +ib *!*@nowhere.example.org");
        bob.send("KICK #tea cid :enough");
        cid.await(":bob KICK #tea cid :enough");
        ann.await(":bob KICK #tea cid :enough");
        cid.send("JOIN #tea");
        cid.await("473 …*");
        bob.send("INVITE cid #tea");
        bob.await("341 bob cid #tea");
        cid.await(":bob INVITE cid #tea");
        cid.send("JOIN #tea");
        cid.await("366 …*");
        bob.await(":cid JOIN #tea");
    }

    @Test
    @Order(3)
    void of_two_who_want_one_nickname_at_one_moment_one_gets_it() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(3);
        try {
            for (int round = 0; round < 10; round++) {
                String nick = "same" + round;
                CyclicBarrier together = new CyclicBarrier(3);
                List<IrcClient> clients = new ArrayList<>();
                List<Future<String>> answers = new ArrayList<>();
                for (ServerProcess server : SERVERS) {
                    IrcClient client = IrcClient.connect(server.irc());
                    client.send("USER x 0 * :X");
                    clients.add(client);
                    answers.add(threads.submit(() -> {
                        together.await();
                        client.send("NICK " + nick);
                        return client.await("001|433 …*");
                    }));
                }
                int got = 0;
                for (Future<String> answer : answers) {
                    got += answer.get().contains(" 001 ") ? 1 : 0;
                }
                for (IrcClient client : clients) {
                    client.close();
                }
                assertThat(got).as("how many got %s", nick).isEqualTo(1);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    /** Who is to be killed. */
    static IntStream victims() {
        return IntStream.range(0, KILLS).map(i -> (oldest() + i) % SERVERS.size());
    }

    @ParameterizedTest
    @MethodSource("victims")
    @Order(4)
    void a_server_that_is_killed_takes_nothing_of_the_others_with_it(int mortal) throws Exception {
        String nick = "op" + kills++;
        try (IrcClient op = client((mortal + 1) % SERVERS.size(), nick);
                Crowd crowd = crowd("k" + kills + "s", mortal)) {
            decorate(op, nick);
            crowd.talk(10);
            Duration before = crowd.longest();
            crowd.mayDie();
            long killedNs = System.nanoTime();
            SERVERS.get(mortal).kill();
            Duration quits = crowd.awaitQuits(killedNs);
            crowd.awaitMore(10);
            crowd.settle();
            System.out.printf(
                    "killed: quits after %d ms; %d lines, which took %d ms before and %d ms then, at most%n",
                    quits.toMillis(),
                    crowd.said(),
                    before.toMillis(),
                    crowd.longest().toMillis());
            assertThat(quits).isLessThan(DEATH);
            checkDecoration(op, nick);
            restart(mortal);
            oneAgain(mortal);
        }
    }

    /** The one that has begun the network, and says where each channel has its authority: the first in the alphabet. */
    private static int oldest() {
        return IntStream.range(0, SERVERS.size())
                .boxed()
                .min(Comparator.comparing(i -> String.valueOf(ports.get(i))))
                .orElseThrow();
    }

    /** A server must decide about some of the channels: then it says how many there are. */
    private static void checkAuthorities(int server) throws Exception {
        try (IrcClient client = client(server, "asker" + server)) {
            client.send("LUSERS");
            client.await("254 …*");
        }
    }

    private static Crowd crowd(String name, int mortal) throws Exception {
        return new Crowd(name, SERVERS, SERVERS.get(mortal), CHANNELS);
    }

    /** Gives each channel of its own what must still be there later. */
    private static void decorate(IrcClient op, String nick) throws IOException {
        for (String channel : CHANNELS) {
            String mine = channel + nick;
            op.send("JOIN " + mine);
            op.await("366 …*");
            op.send("MODE " + mine + " +mk secret");
            op.await(":" + nick + " MODE " + mine + " +mk secret");
            op.send("MODE " + mine + " +b *!*@bad.example.org");
            op.await(":" + nick + " MODE " + mine + " +b *!*@bad.example.org");
            op.send("TOPIC " + mine + " :about " + mine);
            op.await(":" + nick + " TOPIC " + mine + " :about " + mine);
        }
    }

    private static void checkDecoration(IrcClient op, String nick) throws IOException {
        for (String channel : CHANNELS) {
            String mine = channel + nick;
            op.send("MODE " + mine);
            assertThat(op.await("324 " + nick + " " + mine + " …*"))
                    .contains("k")
                    .contains("m")
                    .contains("secret");
            op.send("MODE " + mine + " +b");
            op.await("367 " + nick + " " + mine + " *!*@bad.example.org …*");
            op.send("TOPIC " + mine);
            op.await("332 " + nick + " " + mine + " :about " + mine);
            op.send("NAMES " + mine);
            op.await("353 " + nick + " … " + mine + " :@" + nick);
        }
    }

    /** Clients of a server that was started again are on the channels of all others. */
    private static void oneAgain(int server) throws Exception {
        try (IrcClient here = client(server, "here" + kills);
                IrcClient there = client((server + 1) % SERVERS.size(), "there" + kills)) {
            for (String channel : List.of(CHANNELS.get(0), "#new")) {
                there.send("JOIN " + channel);
                there.await("366 …*");
                here.send("JOIN " + channel);
                here.await("366 …*");
                there.await(":here" + kills + " JOIN " + channel);
                here.send("PRIVMSG " + channel + " :back");
                there.await(":here" + kills + " PRIVMSG " + channel + " :back");
                there.send("PRIVMSG " + channel + " :welcome");
                here.await(":there" + kills + " PRIVMSG " + channel + " :welcome");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    @Order(5)
    void one_is_restarted_and_clients_of_the_others_notice_nothing_else(int mortal) throws Exception {
        try (Crowd crowd = crowd("r" + mortal, mortal)) {
            crowd.talk(10);
            crowd.mayLeave();
            long toldNs = System.nanoTime();
            Future<Integer> status = SERVERS.get(mortal).terminate();
            Duration quits = crowd.awaitQuits(toldNs);
            assertThat(status.get()).isEqualTo(SIGTERM_STATUS);
            Duration end = Duration.ofNanos(System.nanoTime() - toldNs);
            restart(mortal);
            crowd.awaitMore(10);
            crowd.settle();
            System.out.printf(
                    "restarted: quits after %d ms, ended after %d ms; %d lines, which took %d ms at most%n",
                    quits.toMillis(),
                    end.toMillis(),
                    crowd.said(),
                    crowd.longest().toMillis());
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.aioactors.samples.chat.contract.IrcClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients who go, come and are renamed at the same moment: no member and no nickname remains of who has gone. */
class HostileRacesTest {
    private static final int ROUNDS = Integer.getInteger("aio.test.hostile-rounds", 30);

    @TempDir
    private Path folder;

    private HostileServer server;
    private IrcClient watcher;
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @BeforeEach
    void start() throws Exception {
        server = HostileServer.start(folder, "");
        watcher = IrcClient.register(server.irc(), "watcher");
    }

    @AfterEach
    void end() throws IOException {
        threads.shutdownNow();
        watcher.close();
        server.close();
    }

    @Test
    void one_of_two_gets_a_nickname() throws Exception {
        // Four clients of two loops: connections are spread one by one, so that some pairs are of two loops.
        List<IrcClient> clients = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            clients.add(IrcClient.register(server.irc(), "c" + i));
        }
        CyclicBarrier start = new CyclicBarrier(clients.size());
        for (int round = 0; round < 200; round++) {
            String nick = "n" + round;
            List<Future<Boolean>> got = new ArrayList<>();
            for (IrcClient client : clients) {
                got.add(threads.submit(() -> {
                    start.await();
                    client.send("NICK " + nick);
                    return client.expect("NICK|433 …*").contains(" NICK ");
                }));
            }
            int winners = 0;
            for (Future<Boolean> each : got) {
                winners += each.get() ? 1 : 0;
            }
            assertThat(winners).as("who got %s", nick).isEqualTo(1);
        }
        for (IrcClient client : clients) {
            client.close();
        }
    }

    /** What a client sends before its connection is reset; what it asks is under way. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "NICK g",
                "NICK g\r\nUSER u 0 * :r\r\n",
                "NICK g\r\nUSER u 0 * :r\r\nJOIN #a,#b,#c,#d,#e,#f,#g,#h\r\n",
                "NICK g\r\nUSER u 0 * :r\r\nPRIVMSG #a,#b,#c :x\r\nJOIN #a,#b,#c\r\n",
                "NICK g\r\nUSER u 0 * :r\r\nJOIN #a,#b,#c\r\nPART #a,#b,#c\r\nJOIN #a,#b,#c\r\n",
                "NICK g\r\nUSER u 0 * :r\r\nJOIN #a,#b,#c\r\nPRIVMSG #a :in the mid",
                "NICK g\r\nUSER u 0 * :r\r\nNICK h\r\nJOIN #a\r\nNICK g\r\nJOIN #b\r\nNICK h\r\n",
                "NICK g\r\nUSER u 0 * :r\r\nJOIN #a,#b,#c\r\nQUIT :bye\r\n",
                "NICK g\r\nUSER u 0 * :r\r\nJOIN #a\r\nLIST\r\n",
                "NICK g\r\nUSER u 0 * :r\r\nJOIN #a\r\nCHATHISTORY LATEST #a * 10\r\n",
                "NICK g\r\nUSER u 0 * :r\r\nJOIN #a\r\nOPER root secret\r\n",
                "NICK g\r\nUSER u 0 * :r\r\nOPER root secret\r\nKILL g :me\r\n",
                "NICK g\r\nUSER u 0 * :r\r\nREGISTER * * password\r\n",
                "NICK g\r\nUSER u 0 * :r\r\nWHOIS watcher\r\nNAMES #z\r\nWHO #z\r\n",
                "CAP LS 302\r\nCAP REQ sasl\r\nNICK g\r\nUSER u 0 * :r\r\nAUTHENTICATE PLAIN\r\nAUTHENTICATE AGEAYg==\r\n"
            })
    void nothing_remains_of_who_is_reset(String said) throws Exception {
        watcher.send("JOIN #a,#b");
        watcher.await("366 watcher #b …");
        long open = HostileServer.sockets();
        for (int round = 0; round < ROUNDS; round++) {
            List<HostileSocket> ghosts = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                HostileSocket ghost = new HostileSocket(server.irc());
                ghosts.add(ghost);
                ghost.send(said.replace(" g\r", " g" + i + "\r").replace(" h\r", " h" + i + "\r"));
            }
            for (HostileSocket ghost : ghosts) {
                ghost.reset();
            }
        }
        HostileServer.await("no socket left open", () -> HostileServer.sockets() <= open);
        awaitAlone("g", "h");
        watcher.close();
        server.awaitNobody();
    }

    private void awaitAlone(String... nicks) throws IOException {
        for (String channel : List.of("#a", "#b")) {
            HostileServer.await("alone on " + channel, () -> asked("NAMES " + channel, "353 …*")
                    .endsWith(channel + " :@watcher"));
        }
        for (String nick : nicks) {
            for (int i = 0; i < 4; i++) {
                String name = nick + i;
                HostileServer.await(
                        "no " + name, () -> asked("WHOIS " + name, "401|311 …*").contains(" 401 "));
            }
        }
        watcher.send("NAMES #c");
        watcher.expect("366 watcher #c …");
    }

    /** The first line that matches, of what answers a question. */
    private String asked(String question, String pattern) {
        try {
            watcher.send(question);
            String line = watcher.await(pattern);
            watcher.drain();
            return line;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void a_kill_at_the_same_time_as_a_quit_is_one_quit() throws Exception {
        IrcClient oper = IrcClient.register(server.irc(), "oper");
        oper.send("OPER root secret");
        oper.await("381 …*");
        oper.drain();
        watcher.send("JOIN #a");
        watcher.await("366 …*");
        for (int round = 0; round < ROUNDS; round++) {
            IrcClient victim = IrcClient.register(server.irc(), "victim");
            victim.send("JOIN #a");
            victim.await("366 …*");
            watcher.expect(":victim JOIN #a");
            Future<?> quit = threads.submit(() -> {
                victim.send("QUIT :bye");
                return null;
            });
            oper.send("KILL victim :go");
            quit.get();
            oper.send("PING killed"); // or the next one of that name might be killed
            oper.await("PONG …*");
            assertThat(watcher.expect(":victim QUIT …")).containsAnyOf("Killed (oper (go))", "bye");
            watcher.expectNothing();
            victim.close();
            HostileServer.await(
                    "no victim", () -> asked("WHOIS victim", "401|311 …*").contains(" 401 "));
        }
        oper.close();
        watcher.close();
        server.awaitNobody();
    }

    @Test
    void who_asks_for_somebody_who_is_just_registering_is_answered() throws Exception {
        IrcClient other = IrcClient.register(server.irc(), "other"); // of the other loop
        for (int round = 0; round < ROUNDS; round++) {
            for (int i = 0; i < 4; i++) {
                HostileSocket.register(server.irc(), "new" + i, "QUIT").close();
            }
            for (IrcClient asker : List.of(watcher, other)) {
                for (int i = 0; i < 40; i++) {
                    asker.send("WHOIS new" + i % 4);
                }
                for (int i = 0; i < 40; i++) {
                    asker.await("318 …*");
                }
            }
        }
        other.close();
    }

    @Test
    void what_each_loop_knows_is_the_same_after_a_storm() throws Exception {
        List<Future<HostileCrowd>> crowds = IntStream.range(0, 5)
                .mapToObj(i -> threads.submit(() -> HostileCrowd.storm(server.irc(), "s" + i, 10, 8 * ROUNDS)))
                .toList();
        List<String> members = new ArrayList<>();
        List<HostileCrowd> all = new ArrayList<>();
        for (Future<HostileCrowd> crowd : crowds) {
            all.add(crowd.get());
            members.addAll(crowd.get().memberships());
        }
        members.sort(null);
        assertThat(members).isNotEmpty();
        for (HostileCrowd crowd : all) {
            for (IrcClient client : crowd.clients()) {
                assertBecomes("NAMES", () -> HostileCrowd.seenByNames(client), members);
            }
        }
        assertBecomes("WHO", () -> HostileCrowd.seenByWho(watcher), members);
        for (HostileCrowd crowd : all) {
            crowd.close();
        }
        watcher.close();
        server.awaitNobody();
    }

    /** Those who went last may still be on their way. */
    private static void assertBecomes(String what, Callable<List<String>> seen, List<String> expected)
            throws Exception {
        long endNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (!seen.call().equals(expected) && System.nanoTime() - endNs < 0) {
            Thread.onSpinWait();
        }
        assertThat(seen.call()).as(what).isEqualTo(expected);
    }
}

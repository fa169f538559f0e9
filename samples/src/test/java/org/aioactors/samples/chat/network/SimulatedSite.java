// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.network;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.TestInbox;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/** One incarnation of a server in a simulation: its directory, its one loop, and the sessions of its users. */
final class SimulatedSite {
    /** A session: what it knows its user to be, and what it waits for. */
    static final class Client {
        User user;
        User asked;
        boolean renames;
    }

    final long node;
    final TestInbox<Directory.Command> inbox = TestInbox.create();
    final TestInbox<Object> hub = TestInbox.create();
    final UserTable users;
    final Servers servers = new Servers();
    final DirectoryLogic logic;

    /** On their way from sessions to the directory. */
    final ArrayDeque<Directory.Command> asked = new ArrayDeque<>();

    /** Which servers its cluster has told it of. */
    final Set<Long> told = new HashSet<>();

    /** Those who are on. */
    final Map<Uid, Client> clients = new LinkedHashMap<>();

    /** All users, as the loop has heard. */
    final Map<Uid, User> heard = new HashMap<>();

    private final long skewMs;
    private long numbers;
    int refused;
    int renamed;
    int lost;

    SimulatedSite(long node, LongSupplier clockMs, Random random, long skewMs) {
        this.node = node;
        this.skewMs = skewMs;
        users = new UserTable(node);
        logic = new DirectoryLogic(
                new Directory.Self(node, "s" + node, "Server " + node, 1),
                inbox.getRef(),
                users,
                servers,
                gone -> lost++,
                clockMs,
                bound -> random.nextInt(Math.min(bound, 60)));
        logic.subscribe(new Directory.Subscribe(hub.getRef()));
    }

    // ---- sessions ----

    void register(String nick, long nowMs) {
        Uid uid = new Uid(node, ++numbers);
        Client client = new Client();
        clients.put(uid, client);
        ask(
                client,
                new User(
                        uid,
                        0,
                        nick,
                        "~u",
                        "host.example",
                        "Real",
                        null,
                        null,
                        Set.of(),
                        false,
                        "s" + node,
                        nowMs + skewMs));
    }

    /** Somebody who waits for nothing wants to be another. */
    void change(Random random, Function<User, User> change) {
        List<Client> idle = clients.values().stream()
                .filter(client -> client.asked == null && client.user != null)
                .toList();
        if (!idle.isEmpty()) {
            Client client = idle.get(random.nextInt(idle.size()));
            ask(client, change.apply(client.user));
        }
    }

    private void ask(Client client, User wish) {
        client.asked = wish;
        client.renames = client.user == null || !client.user.nick().equals(wish.nick());
        asked.add(new Directory.Put(wish, client.renames, 1, hub.getRef()));
    }

    /** Somebody goes, whatever they wait for. */
    void leave(Random random) {
        List<Uid> all = new ArrayList<>(clients.keySet());
        if (!all.isEmpty()) {
            leave(all.get(random.nextInt(all.size())));
        }
    }

    private void leave(Uid uid) {
        clients.remove(uid);
        asked.add(new Directory.Leave(uid, "bye"));
    }

    /** The directory gets what was asked longest ago. */
    void carryOut() {
        Directory.Command command = asked.poll();
        if (command instanceof Directory.Put put) {
            logic.put(put);
        } else if (command instanceof Directory.Leave leave) {
            logic.leave(leave);
        }
        hear();
    }

    // ---- the loop ----

    /** What the loop hears must fit what it has heard before. */
    void hear() {
        while (hub.hasMessages()) {
            Object message = hub.receiveMessage();
            if (message instanceof DirectoryEvent.Online online) {
                assertThat(heard.put(online.user().uid(), online.user())).isNull();
            } else if (message instanceof DirectoryEvent.Changed changed) {
                assertThat(heard.put(changed.after().uid(), changed.after())).isEqualTo(changed.before());
                changed(changed);
            } else if (message instanceof DirectoryEvent.Offline offline) {
                assertThat(heard.remove(offline.user().uid())).isEqualTo(offline.user());
            } else if (message instanceof DirectoryEvent.ServerLost gone) {
                lost(gone);
            } else if (message instanceof DirectoryEvent.Granted granted) {
                granted(granted.user());
            } else if (message instanceof DirectoryEvent.Taken taken) {
                taken(taken);
            }
        }
    }

    private void changed(DirectoryEvent.Changed changed) {
        Client client = clients.get(changed.after().uid());
        if (client != null) {
            boolean forced = client.asked == null
                    || !client.asked.nick().equals(changed.after().nick());
            renamed += forced && !changed.before().nick().equals(changed.after().nick()) ? 1 : 0;
            client.user = changed.after();
        }
    }

    private void lost(DirectoryEvent.ServerLost gone) {
        Set<User> users = heard.values().stream()
                .filter(user -> user.uid().node() == gone.server().node())
                .collect(Collectors.toSet());
        assertThat(Set.copyOf(gone.users())).isEqualTo(users);
        users.forEach(user -> heard.remove(user.uid()));
    }

    private void granted(User user) {
        Client client = clients.get(user.uid());
        if (client != null) {
            assertThat(heard.get(user.uid())).as("all have heard before").isEqualTo(user);
            assertThat(user.away()).as("what was asked for").isEqualTo(client.asked.away());
            client.user = user;
            client.asked = null;
        }
    }

    private void taken(DirectoryEvent.Taken taken) {
        Client client = clients.get(taken.uid());
        if (client != null) {
            assertThat(client.renames).as("wanted another nickname: %s", taken).isTrue();
            refused++;
            client.asked = null;
            if (client.user == null) {
                leave(taken.uid());
            }
        }
    }

    /** Who has registered here, by the directory. */
    Map<Uid, User> own() {
        return users.of(node).stream()
                .map(UserTable.Known::user)
                .collect(Collectors.toMap(User::uid, Function.identity()));
    }

    Map<Uid, User> all() {
        return users.all().stream()
                .map(UserTable.Known::user)
                .collect(Collectors.toMap(User::uid, Function.identity()));
    }
}

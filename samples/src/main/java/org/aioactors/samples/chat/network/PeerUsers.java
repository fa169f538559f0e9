// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.network;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.aioactors.samples.chat.network.UserTable.Known;

/** The users of all other servers, as their directories tell of them. */
final class PeerUsers {
    /** For those of whom we only know that they are no more. */
    private static final String MISSED = "Connection closed";

    private final UserTable users;
    private final Servers servers;
    private final Loops loops;
    private final OwnUsers own;

    PeerUsers(UserTable users, Servers servers, Loops loops, OwnUsers own) {
        this.users = users;
        this.servers = servers;
        this.loops = loops;
        this.own = own;
    }

    /** All that a server has: whom we know beside those has gone. */
    void all(Server server, List<Known> list) {
        servers.put(server);
        Set<Uid> there = list.stream().map(known -> known.user().uid()).collect(Collectors.toSet());
        for (Known known : users.of(server.node())) {
            if (!there.contains(known.user().uid())) {
                gone(known.user().uid(), MISSED);
            }
        }
        list.forEach(this::put);
    }

    /** Somebody has come or has changed. */
    void put(Known known) {
        User user = known.user();
        Known before = users.known(user.uid());
        if (before != null && before.user().version() >= user.version()) {
            return;
        }
        own.yieldTo(user);
        users.put(known);
        loops.tell(before == null ? new DirectoryEvent.Online(user) : new DirectoryEvent.Changed(before.user(), user));
    }

    /** Somebody has gone. */
    void gone(Uid uid, String reason) {
        Known known = users.known(uid);
        if (known != null) {
            users.remove(known);
            loops.tell(new DirectoryEvent.Offline(known.user(), reason));
        }
    }

    /** A server has gone, and all its users with it. */
    void lost(long node) {
        List<Known> lost = users.of(node);
        lost.forEach(users::remove);
        Server server = servers.byNode(node);
        servers.remove(node);
        if (server != null) {
            loops.tell(new DirectoryEvent.ServerLost(
                    server, lost.stream().map(Known::user).toList()));
        }
    }
}

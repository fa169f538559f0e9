// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.network;

import akka.actor.typed.ActorRef;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.aioactors.samples.chat.irc.CaseMapping;
import org.jspecify.annotations.Nullable;

/**
 * All users of the network, as this server knows them. Written by its {@link Directory} alone, one change after the other; read by
 * any thread, which sees each change whole: what is in it is immutable.
 *
 * <p>Two users of different servers may have one nickname for a moment: as long as news of one are under way, or after the link
 * between their servers was broken. It means the one who keeps it by {@link Seniority} then.
 */
public final class UserTable {
    /**
     * A user, and the loop they are on.
     *
     * @param loop takes what is for them
     */
    public record Known(User user, ActorRef<Object> loop) {}

    private final long node;
    private final ConcurrentHashMap<Uid, Known> byUid = new ConcurrentHashMap<>();

    /** By the nickname, without regard to case. */
    private final ConcurrentHashMap<String, Known> byNick = new ConcurrentHashMap<>();

    /** Those whose nickname means somebody else. The directory's alone. */
    private final Set<Uid> shadowed = new HashSet<>();

    /** Of this server. Written by the directory, read by any thread; and so the next two. */
    private volatile int local;

    private volatile int mostLocal;
    private volatile int most;

    /** An empty one, of the server with that number. */
    public UserTable(long node) {
        this.node = node;
    }

    /** The one with a nickname, in any case, or null. */
    public @Nullable Known byNick(String nick) {
        return byNick.get(CaseMapping.fold(nick));
    }

    /** A user, or null if they have gone. */
    public @Nullable Known known(Uid uid) {
        return byUid.get(uid);
    }

    /** All of them; shows changes made meanwhile, or not. */
    public Collection<Known> all() {
        return byUid.values();
    }

    /** How many there are. */
    public int size() {
        return byUid.size();
    }

    /** How many there were at most since the server was started. */
    public int most() {
        return most;
    }

    /** How many of them are on this server. */
    public int local() {
        return local;
    }

    /** How many there were at most on this server since it was started. */
    public int mostLocal() {
        return mostLocal;
    }

    /** Those of one server, in a list of its own. */
    List<Known> of(long server) {
        return byUid.values().stream()
                .filter(known -> known.user().uid().node() == server)
                .toList();
    }

    void put(Known known) {
        User user = known.user();
        Known before = byUid.put(user.uid(), known);
        show(known);
        if (before == null) {
            count(user.uid(), 1);
        } else if (!CaseMapping.same(before.user().nick(), user.nick())) {
            hide(before.user());
        }
    }

    void remove(Known known) {
        if (byUid.remove(known.user().uid()) != null) {
            count(known.user().uid(), -1);
            hide(known.user());
        }
    }

    private void count(Uid uid, int more) {
        if (uid.node() == node) {
            int now = local + more;
            local = now;
            mostLocal = Math.max(mostLocal, now);
        }
        most = Math.max(most, byUid.size());
    }

    private void show(Known known) {
        User user = known.user();
        Known holder = byNick.get(CaseMapping.fold(user.nick()));
        if (holder != null && !holder.user().uid().equals(user.uid())) {
            if (Seniority.of(holder.user()).precedes(Seniority.of(user))) {
                shadowed.add(user.uid());
                return;
            }
            shadowed.add(holder.user().uid());
        }
        byNick.put(CaseMapping.fold(user.nick()), known);
        shadowed.remove(user.uid());
    }

    /** Somebody has that nickname no more; what they have instead was shown before. */
    private void hide(User user) {
        String nick = CaseMapping.fold(user.nick());
        Known holder = byNick.get(nick);
        if (holder == null || !holder.user().uid().equals(user.uid())) {
            if (!byUid.containsKey(user.uid())) {
                shadowed.remove(user.uid());
            }
            return;
        }
        byNick.remove(nick);
        for (Uid uid : List.copyOf(shadowed)) {
            Known other = byUid.get(uid);
            if (other != null && CaseMapping.same(other.user().nick(), nick)) {
                show(other);
            }
        }
    }
}

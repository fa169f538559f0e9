// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.network;

import akka.actor.typed.ActorRef;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.function.LongSupplier;
import org.aioactors.samples.chat.irc.CaseMapping;
import org.aioactors.samples.chat.network.UserTable.Known;
import org.jspecify.annotations.Nullable;

/**
 * The users of this server: who of them gets which nickname, and what the loops and the other directories are told of it.
 *
 * <p>Each directory speaks for its own users alone. One that wants a nickname asks all others; of two that want the same at one
 * moment each sees the other's claim while its own is open, unless it has answered before it wanted it: then the other one's is
 * open, or granted. So one of them refuses, by {@link Seniority}. Who does not answer for a while is not waited for: if it has a
 * user of that nickname, that is found out by {@link #yieldTo}.
 */
final class OwnUsers {
    /** So long another directory is waited for. */
    static final long CLAIM_MS = 2_000;

    /** So many users are told of at a time: some 100 KB at most. */
    static final int USERS_A_PART = 200;

    private static final int GUESTS = 1_000_000;

    private final long node;
    private final ActorRef<Directory.Command> self;
    private final UserTable users;
    private final Loops loops;
    private final PeerLinks links;
    private final LongSupplier clockMs;
    private final IntUnaryOperator random;
    private final Claims claims = new Claims();

    /** Null until all loops are there. */
    private @Nullable Server server;

    /** Of the last news. */
    private long number;

    OwnUsers(
            long node,
            ActorRef<Directory.Command> self,
            UserTable users,
            Loops loops,
            PeerLinks links,
            LongSupplier clockMs,
            IntUnaryOperator random) {
        this.node = node;
        this.self = self;
        this.users = users;
        this.loops = loops;
        this.links = links;
        this.clockMs = clockMs;
        this.random = random;
    }

    // ---- what loops want ----

    void put(Directory.Put put) {
        Known before = users.known(put.user().uid());
        String nick = put.user().nick();
        if (before != null && (!put.renames() || CaseMapping.same(before.user().nick(), nick))) {
            grant(put);
        } else if (users.byNick(nick) != null
                || isClaimedByAnother(nick, put.user().uid())) {
            refuse(put);
        } else {
            claim(put);
        }
    }

    private boolean isClaimedByAnother(String nick, Uid uid) {
        Claims.Open open = claims.byNick(nick);
        return open != null && !open.put().user().uid().equals(uid);
    }

    void leave(Directory.Leave leave) {
        Claims.Open open = claims.byUid(leave.uid());
        if (open != null) {
            claims.close(open);
        }
        Known known = users.known(leave.uid());
        if (known != null) {
            users.remove(known);
            loops.tell(new DirectoryEvent.Offline(known.user(), leave.reason()));
            links.tellNews(new PeerMessage.Farewell(node, ++number, leave.uid(), leave.reason()));
        }
    }

    private void grant(Directory.Put put) {
        Known before = users.known(put.user().uid());
        User wish = before == null || put.renames()
                ? put.user()
                : put.user().withNick(before.user().nick());
        User user = wish.withVersion(before == null ? 1 : before.user().version() + 1);
        enter(before, new Known(user, put.loop()));
        put.loop().tell(new DirectoryEvent.Granted(put.request(), user));
    }

    private void enter(@Nullable Known before, Known now) {
        users.put(now);
        loops.tell(
                before == null
                        ? new DirectoryEvent.Online(now.user())
                        : new DirectoryEvent.Changed(before.user(), now.user()));
        links.tellNews(new PeerMessage.News(node, ++number, now));
    }

    private static void refuse(Directory.Put put) {
        User wish = put.user();
        put.loop().tell(new DirectoryEvent.Taken(put.request(), wish.uid(), wish.nick()));
    }

    // ---- claims ----

    private void claim(Directory.Put put) {
        List<Long> awaited = links.awake();
        if (awaited.isEmpty()) {
            grant(put);
            return;
        }
        Claims.Open open = claims.open(put, awaited, clockMs.getAsLong() + CLAIM_MS);
        links.all().forEach(link -> tell(link, open));
    }

    private void tell(PeerLink link, Claims.Open open) {
        link.tell(new PeerMessage.Claim(node, open.number(), open.nick(), open.seniority(), self));
    }

    /** Whether a user of another server can have a nickname; a claim of ours that is behind theirs has failed then. */
    boolean isFree(PeerMessage.Claim theirs) {
        Known holder = users.byNick(theirs.nick());
        if (holder != null && isOwn(holder)) {
            return false;
        }
        Claims.Open ours = claims.byNick(theirs.nick());
        if (ours == null) {
            return true;
        }
        if (ours.seniority().precedes(theirs.by())) {
            return false;
        }
        close(ours);
        return true;
    }

    void answered(PeerMessage.ClaimAnswer answer) {
        Claims.Open open = claims.byNumber(answer.number());
        if (open == null) {
            return; // has been refused by another one, or the user has gone
        }
        if (!answer.free()) {
            close(open);
        } else if (open.awaited().remove(answer.node()) && open.awaited().isEmpty()) {
            claims.close(open);
            grant(open.put());
        }
    }

    private void close(Claims.Open open) {
        claims.close(open);
        refuse(open.put());
    }

    /** A server is reached that could not be told until now. */
    void reached(PeerLink link) {
        claims.all().forEach(open -> tell(link, open));
    }

    /** A server is a member no more. */
    void gone(long server) {
        for (Claims.Open open : claims.all()) {
            answered(new PeerMessage.ClaimAnswer(server, open.number(), true));
        }
    }

    /** Time has passed: asks those again that have not answered, or goes on without them. */
    void look() {
        for (Claims.Open open : claims.all()) {
            boolean over = open.isOver(clockMs.getAsLong());
            for (PeerLink link : links.all()) {
                if (open.awaited().contains(link.node())) {
                    if (over) {
                        link.waitedInVain();
                    } else {
                        tell(link, open);
                    }
                }
            }
            if (over) {
                claims.close(open);
                grant(open.put());
            }
        }
    }

    // ---- two of one nickname ----

    /** Another server has given a nickname to a user: ours that has it as well gets another one, if it registered later. */
    void yieldTo(User other) {
        Known holder = users.byNick(other.nick());
        if (holder != null && isOwn(holder) && Seniority.of(other).precedes(Seniority.of(holder.user()))) {
            User guest = holder.user().withNick(freeNick());
            enter(holder, new Known(guest.withVersion(guest.version() + 1), holder.loop()));
        }
        Claims.Open open = claims.byNick(other.nick());
        if (open != null) {
            close(open);
        }
    }

    private String freeNick() {
        String nick = guest();
        while (users.byNick(nick) != null || claims.byNick(nick) != null) {
            nick = guest();
        }
        return nick;
    }

    private String guest() {
        return "Guest" + random.applyAsInt(GUESTS);
    }

    private boolean isOwn(Known known) {
        return known.user().uid().node() == node;
    }

    // ---- what other directories want ----

    /** All loops are there: others can be told. */
    void ready(Server all) {
        server = all;
        links.all().stream().filter(PeerLink::isOwed).forEach(this::greet);
    }

    /** Tells another directory all users, at once or as soon as it can be told. */
    void greet(PeerLink link) {
        if (server == null) {
            link.owe();
            return;
        }
        List<Known> all = users.of(node);
        int parts = Math.max(1, (all.size() + USERS_A_PART - 1) / USERS_A_PART);
        for (int part = 0; part < parts; part++) {
            int from = part * USERS_A_PART;
            List<Known> some = all.subList(from, Math.min(all.size(), from + USERS_A_PART));
            link.tell(new PeerMessage.Hello(server, number, part, parts, some));
        }
        link.greeted();
    }

    /** Tells all that have the list how many news there were. */
    void digest() {
        links.tellNews(new PeerMessage.Digest(node, number));
    }
}

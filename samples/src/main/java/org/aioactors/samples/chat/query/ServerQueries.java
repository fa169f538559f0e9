// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.query;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import org.aioactors.samples.chat.irc.IrcLine;
import org.aioactors.samples.chat.irc.Mask;
import org.aioactors.samples.chat.irc.Numeric;
import org.aioactors.samples.chat.irc.Reply;
import org.aioactors.samples.chat.network.User;

/** What a server says of itself (RFC 1459 section 4.3): LUSERS, VERSION, TIME, ADMIN, INFO, MOTD, LINKS. */
final class ServerQueries {
    private final Users users;
    private final ServerInfo server;

    ServerQueries(Users users, ServerInfo server) {
        this.users = users;
        this.server = server;
    }

    /** Whether a mask for servers means that one. */
    static boolean names(String mask, ServerInfo.Server server) {
        return Mask.glob(mask).matches(server.name());
    }

    /**
     * The query, for lines that do not ask another server, by a mask for its name or the nickname of one of its users, at
     * the given parameter: those are told that there is none, since nothing is forwarded.
     */
    Query here(int targetAt, Query query) {
        return (asker, line) -> {
            String target = line.param(targetAt);
            User user = users.byNick(target);
            boolean here = target.isEmpty()
                    || names(target, server.self())
                    || (user != null && user.server().equals(server.self().name()));
            return here ? query.answer(asker, line) : List.of(Reply.of(Numeric.ERR_NOSUCHSERVER, target));
        };
    }

    /** {@code LUSERS}; what there is none of is left out where the protocol says so. */
    List<Reply> lusers() {
        ServerInfo.Counts counts = server.counts();
        int servers = server.servers().size();
        List<Reply> replies = new ArrayList<>();
        replies.add(Reply.with(
                Numeric.RPL_LUSERCLIENT,
                "There are %d users and %d invisible on %d servers"
                        .formatted(counts.users() - counts.invisible(), counts.invisible(), servers)));
        addUnlessNone(replies, Numeric.RPL_LUSEROP, counts.operators());
        addUnlessNone(replies, Numeric.RPL_LUSERUNKNOWN, counts.unknown());
        addUnlessNone(replies, Numeric.RPL_LUSERCHANNELS, counts.channels());
        replies.add(Reply.with(
                Numeric.RPL_LUSERME, "I have %d clients and %d servers".formatted(counts.local(), servers - 1)));
        replies.add(most(Numeric.RPL_LOCALUSERS, "local", counts.local(), counts.maxLocal()));
        replies.add(most(Numeric.RPL_GLOBALUSERS, "global", counts.users(), counts.max()));
        return replies;
    }

    private static void addUnlessNone(List<Reply> replies, Numeric numeric, int count) {
        if (count > 0) {
            replies.add(Reply.of(numeric, Integer.toString(count)));
        }
    }

    private static Reply most(Numeric numeric, String which, int now, int max) {
        String text = "Current %s users %d, max %d".formatted(which, now, max);
        return Reply.with(numeric, Integer.toString(now), Integer.toString(max), text);
    }

    /** {@code VERSION}. */
    List<Reply> version() {
        List<Reply> replies = new ArrayList<>();
        String name = server.self().name();
        replies.add(Reply.with(
                Numeric.RPL_VERSION, server.version(), name, server.self().description()));
        replies.addAll(server.isupport());
        return replies;
    }

    /** {@code TIME}. */
    List<Reply> time() {
        String text = DateTimeFormatter.RFC_1123_DATE_TIME.format(
                Instant.ofEpochMilli(server.nowMs()).atZone(ZoneOffset.UTC));
        return List.of(Reply.with(Numeric.RPL_TIME, server.self().name(), text));
    }

    /** {@code ADMIN}. */
    List<Reply> admin() {
        ServerInfo.Admin admin = server.admin();
        String name = server.self().name();
        if (admin.email().isEmpty()) {
            return List.of(Reply.of(Numeric.ERR_NOADMININFO, name));
        }
        return List.of(
                Reply.of(Numeric.RPL_ADMINME, name),
                Reply.with(Numeric.RPL_ADMINLOC1, admin.location()),
                Reply.with(Numeric.RPL_ADMINLOC2, admin.institution()),
                Reply.with(Numeric.RPL_ADMINEMAIL, admin.email()));
    }

    /** {@code INFO}. */
    List<Reply> info() {
        List<Reply> replies = new ArrayList<>();
        server.info().forEach(text -> replies.add(Reply.with(Numeric.RPL_INFO, text)));
        replies.add(Reply.of(Numeric.RPL_ENDOFINFO));
        return replies;
    }

    /** {@code MOTD}, and what a client is told when it has registered. */
    List<Reply> motd() {
        if (server.motd().isEmpty()) {
            return List.of(Reply.of(Numeric.ERR_NOMOTD));
        }
        List<Reply> replies = new ArrayList<>();
        replies.add(Reply.with(Numeric.RPL_MOTDSTART, "- " + server.self().name() + " Message of the day - "));
        server.motd().forEach(text -> replies.add(Reply.with(Numeric.RPL_MOTD, "- " + text)));
        replies.add(Reply.of(Numeric.RPL_ENDOFMOTD));
        return replies;
    }

    /** {@code LINKS}, with a mask as the last parameter: all servers are one hop from this one. */
    List<Reply> links(IrcLine line) {
        String mask = line.count() == 0 ? "*" : line.param(line.count() - 1);
        String self = server.self().name();
        List<Reply> replies = new ArrayList<>();
        for (ServerInfo.Server known : server.servers()) {
            if (names(mask, known)) {
                String text = (known.name().equals(self) ? "0 " : "1 ") + known.description();
                replies.add(Reply.with(Numeric.RPL_LINKS, known.name(), self, text));
            }
        }
        replies.add(Reply.of(Numeric.RPL_ENDOFLINKS, mask));
        return replies;
    }
}

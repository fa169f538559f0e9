// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.query;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.aioactors.samples.chat.irc.Capability;
import org.aioactors.samples.chat.irc.IrcLine;
import org.aioactors.samples.chat.irc.Mask;
import org.aioactors.samples.chat.irc.Names;
import org.aioactors.samples.chat.irc.Numeric;
import org.aioactors.samples.chat.irc.Reply;
import org.aioactors.samples.chat.network.User;
import org.aioactors.samples.chat.network.UserMode;

/** {@code WHO}, and with fields to choose {@code WHOX} (RFC 1459 section 4.5.1, IRCv3 WHOX). */
public final class Who implements Query {
    /** A mask may mean everybody: no more are told, so that one line never fills a client's queue. */
    private static final int MOST_BY_MASK = 500;

    private final Users users;
    private final ServerInfo server;

    /** Creates one for a loop. */
    public Who(Users users, ServerInfo server) {
        this.users = users;
        this.server = server;
    }

    @Override
    public List<Reply> answer(Asker asker, IrcLine line) {
        String mask = line.param(0);
        if (Names.looksLikeChannel(mask)) {
            return channel(asker, line, users.members(mask, asker.user()));
        }
        User named = users.byNick(mask);
        Stream<User> found = named != null ? Stream.of(named) : matching(asker, mask);
        return replies(asker, line, found.map(user -> place(user, asker.user())), MOST_BY_MASK);
    }

    /** The answer for a channel of which the loop does not know who is on it, once it has been told. */
    public List<Reply> channel(Asker asker, IrcLine line, List<Users.Place> members) {
        return replies(asker, line, members.stream(), Long.MAX_VALUE);
    }

    private List<Reply> replies(Asker asker, IrcLine line, Stream<Users.Place> found, long most) {
        WhoFields fields = WhoFields.parse(line.param(1));
        List<Reply> replies = new ArrayList<>();
        found.filter(place -> isMeant(place.user(), line))
                .limit(most)
                .forEach(place -> replies.add(reply(asker, fields, place)));
        replies.add(Reply.of(Numeric.RPL_ENDOFWHO, line.param(0).isEmpty() ? "*" : line.param(0)));
        return replies;
    }

    private Stream<User> matching(Asker asker, String wish) {
        boolean all = wish.isEmpty() || wish.equals("0");
        Mask mask = Mask.glob(wish);
        return users.all().stream()
                .filter(user -> all
                        || Stream.of(user.nick(), user.username(), user.host(), user.server(), user.realName())
                                .anyMatch(mask::matches))
                .filter(user -> isVisible(user, asker.user()));
    }

    private boolean isVisible(User user, User asker) {
        return !user.has(UserMode.INVISIBLE)
                || user.uid().equals(asker.uid())
                || asker.has(UserMode.OPERATOR)
                || users.shareChannel(user, asker);
    }

    /** With an {@code o} in front of the fields only operators are. */
    private static boolean isMeant(User user, IrcLine line) {
        String flags = line.param(1);
        int end = flags.indexOf('%');
        return (end < 0 ? flags : flags.substring(0, end)).indexOf('o') < 0 || user.has(UserMode.OPERATOR);
    }

    /** One of their channels, whichever. */
    private Users.Place place(User user, User asker) {
        List<Users.Place> channels = users.channelsOf(user, asker);
        return channels.isEmpty() ? new Users.Place("*", user, "") : channels.get(0);
    }

    private Reply reply(Asker asker, WhoFields fields, Users.Place place) {
        User user = place.user();
        int hops = user.server().equals(server.self().name()) ? 0 : 1;
        String flags = flags(place, Capability.MULTI_PREFIX.in(asker.caps()));
        if (fields.isEmpty()) {
            return Reply.with(
                    Numeric.RPL_WHOREPLY,
                    place.channel(),
                    user.username(),
                    user.host(),
                    user.server(),
                    user.nick(),
                    flags,
                    hops + " " + user.realName());
        }
        return new Reply(Numeric.RPL_WHOSPCRPL, fields.of(place, flags, hops, address(user, asker.user()), idle(user)));
    }

    private static String flags(Users.Place place, boolean allPrefixes) {
        User user = place.user();
        String prefixes = place.prefixes();
        return (user.away() == null ? "H" : "G")
                + (user.has(UserMode.OPERATOR) ? "*" : "")
                + (allPrefixes || prefixes.isEmpty() ? prefixes : prefixes.substring(0, 1))
                + (user.has(UserMode.BOT) ? UserMode.BOT.letter() : "");
    }

    /** Only for themselves and for operators; for all others what the protocol has as "not told". */
    private String address(User user, User asker) {
        boolean told = user.uid().equals(asker.uid()) || asker.has(UserMode.OPERATOR);
        return users.connection(user)
                .filter(connection -> told)
                .map(Users.Connection::address)
                .orElse("255.255.255.255");
    }

    private long idle(User user) {
        return users.connection(user)
                .map(connection -> Math.max(0, server.nowMs() - connection.lastActiveMs()) / 1000)
                .orElse(0L);
    }
}

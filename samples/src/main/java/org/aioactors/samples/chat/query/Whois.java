// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.query;

import java.util.ArrayList;
import java.util.List;
import org.aioactors.samples.chat.irc.Capability;
import org.aioactors.samples.chat.irc.IrcLine;
import org.aioactors.samples.chat.irc.Numeric;
import org.aioactors.samples.chat.irc.Reply;
import org.aioactors.samples.chat.network.User;
import org.aioactors.samples.chat.network.UserMode;

/** {@code WHOIS} (RFC 1459 section 4.5.2). Of several nicknames the first one counts, as {@code TARGMAX} says. */
public final class Whois implements Query {
    private final Users users;
    private final ServerInfo server;

    /** Creates one for a loop. */
    public Whois(Users users, ServerInfo server) {
        this.users = users;
        this.server = server;
    }

    @Override
    public List<Reply> answer(Asker asker, IrcLine line) {
        String wish = line.param(line.count() > 1 ? 1 : 0);
        if (wish.isEmpty()) {
            return List.of(Reply.of(Numeric.ERR_NONICKNAMEGIVEN));
        }
        if (line.count() > 1 && !isServer(line.param(0))) {
            return List.of(Reply.of(Numeric.ERR_NOSUCHSERVER, line.param(0)));
        }
        List<Reply> replies = new ArrayList<>();
        String nick = wish.split(",", 2)[0];
        User user = users.byNick(nick);
        if (user == null) {
            replies.add(Reply.of(Numeric.ERR_NOSUCHNICK, nick));
        } else {
            describe(asker, user, replies);
        }
        replies.add(Reply.of(Numeric.RPL_ENDOFWHOIS, wish));
        return replies;
    }

    private boolean isServer(String target) {
        return users.byNick(target) != null
                || server.servers().stream().anyMatch(known -> ServerQueries.names(target, known));
    }

    private void describe(Asker asker, User user, List<Reply> to) {
        String nick = user.nick();
        to.add(Reply.with(Numeric.RPL_WHOISUSER, nick, user.username(), user.host(), "*", user.realName()));
        boolean all = Capability.MULTI_PREFIX.in(asker.caps());
        List<String> channels = users.channelsOf(user, asker.user()).stream()
                .map(place -> shown(place.prefixes(), all) + place.channel())
                .toList();
        for (String text : Words.texts(channels, " ")) {
            to.add(Reply.with(Numeric.RPL_WHOISCHANNELS, nick, text));
        }
        to.add(Reply.with(Numeric.RPL_WHOISSERVER, nick, user.server(), description(user.server())));
        if (user.away() != null) {
            to.add(Reply.with(Numeric.RPL_AWAY, nick, user.away()));
        }
        if (user.has(UserMode.OPERATOR)) {
            to.add(Reply.of(Numeric.RPL_WHOISOPERATOR, nick));
        }
        if (user.account() != null) {
            to.add(Reply.of(Numeric.RPL_WHOISACCOUNT, nick, user.account()));
        }
        if (user.has(UserMode.BOT)) {
            to.add(Reply.of(Numeric.RPL_WHOISBOT, nick));
        }
        if (user.secure()) {
            to.add(Reply.of(Numeric.RPL_WHOISSECURE, nick));
        }
        boolean trusted = user.uid().equals(asker.user().uid()) || asker.user().has(UserMode.OPERATOR);
        users.connection(user).ifPresent(connection -> describe(user, connection, trusted, to));
    }

    private void describe(User user, Users.Connection connection, boolean trusted, List<Reply> to) {
        String nick = user.nick();
        if (trusted) {
            if (connection.certificate() != null) {
                String text = "has client certificate fingerprint " + connection.certificate();
                to.add(Reply.with(Numeric.RPL_WHOISCERTFP, nick, text));
            }
            String from = user.username() + '@' + user.host();
            to.add(Reply.of(Numeric.RPL_WHOISACTUALLY, nick, from, connection.address()));
            to.add(Reply.with(Numeric.RPL_WHOISMODES, nick, "is using modes " + UserMode.text(user.modes())));
        }
        long idleSeconds = Math.max(0, server.nowMs() - connection.lastActiveMs()) / 1000;
        String signOn = Long.toString(user.signedOnMs() / 1000);
        to.add(Reply.of(Numeric.RPL_WHOISIDLE, nick, Long.toString(idleSeconds), signOn));
    }

    private static String shown(String prefixes, boolean all) {
        return all || prefixes.isEmpty() ? prefixes : prefixes.substring(0, 1);
    }

    private String description(String name) {
        return server.servers().stream()
                .filter(known -> known.name().equals(name))
                .findAny()
                .map(ServerInfo.Server::description)
                .orElse("");
    }
}

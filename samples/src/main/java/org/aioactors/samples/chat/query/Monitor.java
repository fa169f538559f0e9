// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.query;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.aioactors.samples.chat.irc.CaseMapping;
import org.aioactors.samples.chat.irc.IrcLine;
import org.aioactors.samples.chat.irc.Limits;
import org.aioactors.samples.chat.irc.Names;
import org.aioactors.samples.chat.irc.Numeric;
import org.aioactors.samples.chat.irc.Reply;
import org.aioactors.samples.chat.network.User;

/**
 * {@code MONITOR}, see the IRCv3 specification "monitor". One loop's.
 *
 * @param <C> a client
 */
public final class Monitor<C> {
    private final Users users;
    private final Watchers<C> watchers;
    private final Limits limits;

    /** Creates one for the clients of a loop. */
    public Monitor(Users users, Watchers<C> watchers, Limits limits) {
        this.users = users;
        this.watchers = watchers;
        this.limits = limits;
    }

    /** Carries a line out. */
    public List<Reply> answer(C client, IrcLine line) {
        String what = CaseMapping.upper(line.param(0));
        boolean targets = what.equals("+") || what.equals("-");
        if (what.isEmpty() || (targets && line.param(1).isEmpty())) {
            return List.of(Reply.of(Numeric.ERR_NEEDMOREPARAMS, line.command()));
        }
        return switch (what) {
            case "+" -> add(client, nicks(line.param(1)));
            case "-" -> {
                nicks(line.param(1)).forEach(nick -> watchers.remove(client, nick));
                yield List.of();
            }
            case "C" -> {
                watchers.clear(client);
                yield List.of();
            }
            case "L" -> list(client);
            case "S" -> states(List.copyOf(watchers.watchedBy(client)));
            default -> List.of();
        };
    }

    /** Tells those who watch it that somebody has the user's nickname now. */
    public static Reply online(User user) {
        return Reply.with(Numeric.RPL_MONONLINE, user.source());
    }

    /** Tells those who watch it that nobody has the nickname any more. */
    public static Reply offline(String nick) {
        return Reply.with(Numeric.RPL_MONOFFLINE, nick);
    }

    private List<String> nicks(String targets) {
        return Stream.of(targets.split(","))
                .filter(nick -> Names.isNick(nick, limits.nick()))
                .toList();
    }

    /** As many as there is room for; those that are left are named as the client wrote them. */
    private List<Reply> add(C client, List<String> nicks) {
        List<String> added = new ArrayList<>();
        List<String> refused = new ArrayList<>();
        for (String nick : nicks) {
            if (watchers.of(nick).contains(client)) {
                continue;
            }
            if (watchers.watchedBy(client).size() < limits.monitor()) {
                watchers.add(client, nick);
                added.add(nick);
            } else {
                refused.add(nick);
            }
        }
        List<Reply> replies = new ArrayList<>(states(added));
        String most = Integer.toString(limits.monitor());
        Words.texts(refused, ",").forEach(text -> replies.add(Reply.of(Numeric.ERR_MONLISTFULL, most, text)));
        return replies;
    }

    private List<Reply> states(List<String> nicks) {
        List<String> online = new ArrayList<>();
        List<String> offline = new ArrayList<>();
        for (String nick : nicks) {
            User user = users.byNick(nick);
            if (user == null) {
                offline.add(nick);
            } else {
                online.add(user.source());
            }
        }
        List<Reply> replies = new ArrayList<>();
        Words.texts(online, ",").forEach(text -> replies.add(Reply.with(Numeric.RPL_MONONLINE, text)));
        Words.texts(offline, ",").forEach(text -> replies.add(Reply.with(Numeric.RPL_MONOFFLINE, text)));
        return replies;
    }

    private List<Reply> list(C client) {
        List<Reply> replies = new ArrayList<>();
        Words.texts(watchers.watchedBy(client), ",")
                .forEach(text -> replies.add(Reply.with(Numeric.RPL_MONLIST, text)));
        replies.add(Reply.of(Numeric.RPL_ENDOFMONLIST));
        return replies;
    }
}

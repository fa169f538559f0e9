// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.query;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.aioactors.samples.chat.irc.CaseMapping;
import org.aioactors.samples.chat.irc.IrcLine;
import org.aioactors.samples.chat.irc.Numeric;
import org.aioactors.samples.chat.irc.Reply;
import org.aioactors.samples.chat.network.User;

/** Who had a nickname before, and {@code WHOWAS} (RFC 1459 section 4.5.3). One loop's. */
public final class WhoWas implements Query {
    private record Gone(String folded, User user, long atMs) {}

    private final int most;

    /** The last that went first. */
    private final ArrayDeque<Gone> gone = new ArrayDeque<>();

    /** Creates one that keeps so many users. */
    public WhoWas(int most) {
        this.most = most;
    }

    /** Keeps what a user was until now: they have gone, or have another nickname. */
    public void add(User user, long nowMs) {
        if (gone.size() == most) {
            gone.removeLast();
        }
        gone.addFirst(new Gone(CaseMapping.fold(user.nick()), user, nowMs));
    }

    @Override
    public List<Reply> answer(Asker asker, IrcLine line) {
        String wish = line.param(0);
        if (wish.isEmpty()) {
            return List.of(Reply.of(Numeric.ERR_NONICKNAMEGIVEN));
        }
        String folded = CaseMapping.fold(wish);
        List<Reply> replies = new ArrayList<>();
        gone.stream()
                .filter(entry -> entry.folded().equals(folded))
                .limit(count(line.param(1)))
                .forEach(entry -> describe(entry, replies));
        if (replies.isEmpty()) {
            replies.add(Reply.of(Numeric.ERR_WASNOSUCHNICK, wish));
        }
        replies.add(Reply.of(Numeric.RPL_ENDOFWHOWAS, wish));
        return replies;
    }

    private static void describe(Gone entry, List<Reply> to) {
        User user = entry.user();
        String at = DateTimeFormatter.RFC_1123_DATE_TIME.format(
                Instant.ofEpochMilli(entry.atMs()).atZone(ZoneOffset.UTC));
        to.add(Reply.with(Numeric.RPL_WHOWASUSER, user.nick(), user.username(), user.host(), "*", user.realName()));
        to.add(Reply.with(Numeric.RPL_WHOISSERVER, user.nick(), user.server(), at));
    }

    /** All, unless a number above zero says otherwise. */
    private static long count(String param) {
        return param.matches("0*[1-9][0-9]{0,8}") ? Long.parseLong(param) : Long.MAX_VALUE;
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.query;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.aioactors.samples.chat.irc.IrcLine;
import org.aioactors.samples.chat.irc.Numeric;
import org.aioactors.samples.chat.irc.Reply;
import org.aioactors.samples.chat.network.User;
import org.aioactors.samples.chat.network.UserMode;

/** {@code ISON} and {@code USERHOST} (RFC 1459 sections 5.8 and 5.7). */
final class Presence {
    private static final int MOST_USERHOSTS = 5;

    private final Users users;

    Presence(Users users) {
        this.users = users;
    }

    /** Which of the nicknames somebody has, however they are put into parameters; as many as fit in one line. */
    List<Reply> ison(IrcLine line) {
        List<String> nicks = known(line.params().stream().flatMap(param -> Stream.of(param.split(" "))))
                .map(User::nick)
                .toList();
        return answer(
                line,
                Numeric.RPL_ISON,
                Words.texts(nicks, " ").stream().limit(1).toList());
    }

    /** Where up to five users are from. */
    List<Reply> userhost(IrcLine line) {
        List<String> hosts = known(line.params().stream().limit(MOST_USERHOSTS))
                .map(user -> user.nick()
                        + (user.has(UserMode.OPERATOR) ? "*=" : "=")
                        + (user.away() == null ? '+' : '-')
                        + user.username()
                        + '@'
                        + user.host())
                .toList();
        return answer(line, Numeric.RPL_USERHOST, Words.texts(hosts, " "));
    }

    private Stream<User> known(Stream<String> nicks) {
        return nicks.map(users::byNick).filter(Objects::nonNull);
    }

    private static List<Reply> answer(IrcLine line, Numeric numeric, List<String> texts) {
        if (line.count() == 0) {
            return List.of(Reply.of(Numeric.ERR_NEEDMOREPARAMS, line.command()));
        }
        List<Reply> replies = new ArrayList<>();
        (texts.isEmpty() ? List.of("") : texts).forEach(text -> replies.add(Reply.with(numeric, text)));
        return replies;
    }
}

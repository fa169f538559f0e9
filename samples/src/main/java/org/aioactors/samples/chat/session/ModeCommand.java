// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.session;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.aioactors.samples.chat.channel.ChannelCommand;
import org.aioactors.samples.chat.irc.CaseMapping;
import org.aioactors.samples.chat.irc.IrcLine;
import org.aioactors.samples.chat.irc.ModeChange;
import org.aioactors.samples.chat.irc.ModeParser;
import org.aioactors.samples.chat.irc.Names;
import org.aioactors.samples.chat.irc.Numeric;
import org.aioactors.samples.chat.irc.OutLine;
import org.aioactors.samples.chat.irc.Reply;
import org.aioactors.samples.chat.network.User;
import org.aioactors.samples.chat.network.UserMode;

/** {@code MODE}, of a channel or of oneself. */
final class ModeCommand {
    private ModeCommand() {}

    static void run(Session session, IrcLine line) {
        String target = line.param(0);
        List<String> rest = line.params().subList(1, line.count());
        if (Names.looksLikeChannel(target)) {
            ofChannel(session, target, rest);
        } else if (session.loop().byNick(target) == null) {
            session.reply(Numeric.ERR_NOSUCHNICK, target);
        } else if (!CaseMapping.same(target, session.user().nick())) {
            session.reply(Numeric.ERR_USERSDONTMATCH);
        } else if (rest.isEmpty()) {
            session.client()
                    .answer(Reply.with(
                            Numeric.RPL_UMODEIS, UserMode.text(session.user().modes())));
        } else {
            ofUser(session, rest.get(0));
        }
    }

    private static void ofChannel(Session session, String channel, List<String> rest) {
        List<ChannelCommand.Mode.Wish> wishes = ModeParser.parse(rest).stream()
                .map(change -> wish(session, change))
                .toList();
        session.loop().channels().tell(new ChannelCommand.Mode(channel, session.asker(session.ask()), wishes));
    }

    private static ChannelCommand.Mode.Wish wish(Session session, ModeChange change) {
        String nick = change.parameter();
        boolean ofMember = ModeParser.MEMBERS.indexOf(change.mode()) >= 0;
        return new ChannelCommand.Mode.Wish(
                change, ofMember && nick != null ? session.loop().byNick(nick) : null);
    }

    /** Nobody makes themselves an operator by it; that is what {@code OPER} is for. */
    private static void ofUser(Session session, String letters) {
        User user = session.user();
        Set<UserMode> modes = EnumSet.noneOf(UserMode.class);
        modes.addAll(user.modes());
        boolean add = true;
        boolean unknown = false;
        for (int i = 0; i < letters.length(); i++) {
            char letter = letters.charAt(i);
            if (letter == '+' || letter == '-') {
                add = letter == '+';
                continue;
            }
            UserMode mode = UserMode.of(letter);
            unknown |= mode == null;
            if (mode != null && add && mode != UserMode.OPERATOR) {
                modes.add(mode);
            } else if (mode != null && !add) {
                modes.remove(mode);
            }
        }
        if (unknown) {
            session.reply(Numeric.ERR_UMODEUNKNOWNFLAG);
        }
        if (!modes.equals(user.modes())) {
            change(session, modes);
        }
    }

    /** Has the user have other modes, and the client told which. */
    static void change(Session session, Set<UserMode> modes) {
        User before = session.user();
        String change = difference(before.modes(), modes);
        session.change(before.withModes(modes), granted -> session.client()
                .answer(OutLine.of(before.source(), "MODE", List.of(before.nick(), change))));
    }

    private static String difference(Set<UserMode> before, Set<UserMode> after) {
        StringBuilder plus = new StringBuilder();
        StringBuilder minus = new StringBuilder();
        for (UserMode mode : UserMode.values()) {
            if (after.contains(mode) && !before.contains(mode)) {
                plus.append(mode.letter());
            } else if (before.contains(mode) && !after.contains(mode)) {
                minus.append(mode.letter());
            }
        }
        return (plus.length() > 0 ? "+" + plus : "") + (minus.length() > 0 ? "-" + minus : "");
    }
}

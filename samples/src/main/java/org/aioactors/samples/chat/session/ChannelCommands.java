// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.session;

import java.util.List;
import org.aioactors.samples.chat.channel.ChannelCommand;
import org.aioactors.samples.chat.irc.IrcLine;
import org.aioactors.samples.chat.irc.Limits;
import org.aioactors.samples.chat.irc.Names;
import org.aioactors.samples.chat.irc.Numeric;
import org.aioactors.samples.chat.irc.Reply;
import org.aioactors.samples.chat.network.UserTable.Known;
import org.jspecify.annotations.Nullable;

/** Commands that a channel's authority decides on. Each channel of a list is a request of its own. */
final class ChannelCommands {
    private ChannelCommands() {}

    static void join(Session session, IrcLine line) {
        if (line.param(0).equals("0")) {
            session.client().channelNames().forEach(channel -> session.step(() -> leave(session, channel, null)));
            return;
        }
        Limits limits = session.services().loop().limits();
        List<String> keys = List.of(line.param(1).split(",", -1));
        int i = 0;
        for (String channel : line.list(0)) {
            String key = i < keys.size() && !keys.get(i).isEmpty() ? keys.get(i) : null;
            i++;
            session.step(() -> join(session, channel, key, limits));
        }
    }

    private static void join(Session session, String channel, @Nullable String key, Limits limits) {
        if (!Names.isChannel(channel, limits.channel())) {
            session.reply(Numeric.ERR_NOSUCHCHANNEL, channel);
            return;
        }
        if (session.client().isOn(channel)) {
            return;
        }
        if (session.client().channelCount() >= limits.channels()) {
            session.reply(Numeric.ERR_TOOMANYCHANNELS, channel);
            return;
        }
        session.client().joins(channel);
        tell(session, new ChannelCommand.Join(channel, session.asker(session.ask()), key, true));
    }

    static void part(Session session, IrcLine line) {
        String reason = line.paramOrNull(1);
        for (String channel : line.list(0)) {
            session.step(() -> leave(session, channel, reason));
        }
    }

    private static void leave(Session session, String channel, @Nullable String reason) {
        if (exists(session, channel)) {
            tell(session, new ChannelCommand.Part(channel, session.asker(session.ask()), reason));
        }
    }

    static void topic(Session session, IrcLine line) {
        String topic = line.paramOrNull(1);
        if (exists(session, line.param(0))) {
            int most = session.services().loop().limits().topic();
            tell(
                    session,
                    new ChannelCommand.Topic(
                            line.param(0),
                            session.asker(session.ask()),
                            topic == null ? null : Names.cut(topic, most)));
        }
    }

    static void kick(Session session, IrcLine line) {
        for (String nick : line.list(1)) {
            session.step(() -> kick(session, line, nick));
        }
    }

    private static void kick(Session session, IrcLine line, String nick) {
        String channel = line.param(0);
        int most = session.services().loop().limits().reason();
        Known target = session.services().loop().users().byNick(nick);
        if (!Names.looksLikeChannel(channel)) {
            session.reply(Numeric.ERR_NOSUCHCHANNEL, channel);
        } else if (target == null) {
            session.reply(Numeric.ERR_NOSUCHNICK, nick);
        } else {
            String reason = line.count() > 2
                    ? Names.cut(line.param(2), most)
                    : session.user().nick();
            tell(session, new ChannelCommand.Kick(channel, session.asker(session.ask()), target.user(), reason));
        }
    }

    static void invite(Session session, IrcLine line) {
        Known target = session.services().loop().users().byNick(line.param(0));
        if (target == null) {
            session.reply(Numeric.ERR_NOSUCHNICK, line.param(0));
        } else if (exists(session, line.param(1))) {
            tell(
                    session,
                    new ChannelCommand.Invite(
                            line.param(1), session.asker(session.ask()), target.user(), target.loop()));
            String away = target.user().away();
            if (away != null) {
                session.step(() -> session.client()
                        .answer(Reply.with(Numeric.RPL_AWAY, target.user().nick(), away)));
            }
        }
    }

    private static boolean exists(Session session, String channel) {
        if (!Names.looksLikeChannel(channel)) {
            session.reply(Numeric.ERR_NOSUCHCHANNEL, channel);
            return false;
        }
        return true;
    }

    private static void tell(Session session, ChannelCommand command) {
        session.loop().channels().tell(command);
    }
}

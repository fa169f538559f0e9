// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.loop;

import java.util.ArrayList;
import java.util.List;
import org.aioactors.samples.chat.channel.ChannelEvent;
import org.aioactors.samples.chat.channel.ChannelEvent.AppliedMode;
import org.aioactors.samples.chat.channel.ChannelView;
import org.aioactors.samples.chat.irc.ModeChange;
import org.aioactors.samples.chat.irc.ModeParser;
import org.aioactors.samples.chat.irc.Numeric;
import org.aioactors.samples.chat.irc.OutLine;
import org.aioactors.samples.chat.irc.Reply;
import org.aioactors.samples.chat.network.User;
import org.aioactors.samples.chat.network.UserMode;
import org.jspecify.annotations.Nullable;

/** The lines of what happens on channels. */
final class ChannelLines {
    /** What is left of a line for modes, behind the longest source and channel. */
    private static final int MODES_BYTES = 300;

    private ChannelLines() {}

    /** A line that a user sends, with the tags that say who and when. */
    static OutLine byUser(User by, long timeMs, String command, String... params) {
        OutLine line =
                OutLine.of(by.source(), command, List.of(params)).time(timeMs).account(by.account());
        return by.has(UserMode.BOT) ? line.bot() : line;
    }

    static OutLine said(ChannelEvent.Said said) {
        String target = said.atLeast() == 0 ? said.channel() : said.atLeast() + said.channel();
        String text = said.text();
        OutLine line = text == null
                ? byUser(said.by(), said.timeMs(), said.command(), target)
                : byUser(said.by(), said.timeMs(), said.command(), target, text);
        return line.msgid(said.msgid()).clientTags(said.tags());
    }

    static OutLine said(ToLoop.Private said, String nick) {
        String text = said.text();
        OutLine line = text == null
                ? byUser(said.from(), said.timeMs(), said.command(), nick)
                : byUser(said.from(), said.timeMs(), said.command(), nick, text);
        return line.msgid(said.msgid()).clientTags(said.tags());
    }

    static OutLine join(User user, String channel, long timeMs) {
        return byUser(user, timeMs, "JOIN", channel);
    }

    /** For those who have {@code extended-join}. */
    static OutLine extendedJoin(User user, String channel, long timeMs) {
        return byUser(user, timeMs, "JOIN", channel, user.account() == null ? "*" : user.account(), user.realName());
    }

    static OutLine part(User user, String channel, @Nullable String reason, long timeMs) {
        return reason == null ? byUser(user, timeMs, "PART", channel) : byUser(user, timeMs, "PART", channel, reason);
    }

    static OutLine quit(User user, String reason, long timeMs) {
        return byUser(user, timeMs, "QUIT", reason);
    }

    /** As many lines as it takes for all changes. */
    static List<OutLine> modes(ChannelEvent.ModesSet set) {
        List<ModeChange> changes =
                set.changes().stream().map(AppliedMode::change).toList();
        return modes(set.channel(), set.bySource(), changes, set.timeMs());
    }

    /** The same for changes by whomever. */
    static List<OutLine> modes(String channel, String bySource, List<ModeChange> changes, long timeMs) {
        List<OutLine> lines = new ArrayList<>();
        ModeParser.lines(changes, MODES_BYTES).forEach(change -> {
            List<String> params = new ArrayList<>(change);
            params.add(0, channel);
            lines.add(OutLine.of(bySource, "MODE", params).time(timeMs));
        });
        return lines;
    }

    /** The topic, for who joins or asks. */
    static List<Reply> topic(ChannelView channel) {
        if (channel.topic().isEmpty()) {
            return List.of();
        }
        return List.of(
                Reply.with(Numeric.RPL_TOPIC, channel.name(), channel.topic()),
                Reply.with(
                        Numeric.RPL_TOPICWHOTIME,
                        channel.name(),
                        channel.topicBy(),
                        Long.toString(channel.topicMs() / 1000)));
    }
}

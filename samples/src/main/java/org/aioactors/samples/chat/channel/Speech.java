// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.channel;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.aioactors.samples.chat.channel.ChannelCommand.Say;
import org.aioactors.samples.chat.channel.ChannelEvent.Happened;
import org.aioactors.samples.chat.irc.Numeric;
import org.aioactors.samples.chat.irc.Reply;
import org.aioactors.samples.chat.network.Uid;
import org.aioactors.samples.chat.network.User;
import org.jspecify.annotations.Nullable;

/** Who may speak on a channel, to all or to those of a rank. */
final class Speech {
    private static final char CTCP = '\u0001';

    /** Which members bans mean; a member's is forgotten whenever it may be another. */
    private final Map<Uid, Boolean> banned = new HashMap<>();

    Decision decide(ChannelView channel, Say say, Supplier<String> msgids, long nowMs) {
        User user = say.by().user();
        String mode = forbiddenBy(channel, say);
        if (mode == null) {
            return Decision.that(new ChannelEvent.Said(
                    channel.name(),
                    say.by().request(),
                    user.uid(),
                    user,
                    say.command(),
                    say.text(),
                    say.atLeast(),
                    say.tags(),
                    msgids.get(),
                    nowMs,
                    false));
        }
        if (say.command().equals("NOTICE")) {
            // A notice is never answered, so that two programs that answer each other can't go on for ever.
            return Decision.NOTHING;
        }
        Numeric numeric = Numeric.ERR_CANNOTSENDTOCHAN;
        return new Decision(null, List.of(Reply.with(numeric, channel.name(), numeric.text() + " (+" + mode + ')')));
    }

    /** The letter of the mode that is in the way, or null. */
    private @Nullable String forbiddenBy(ChannelView channel, Say say) {
        ChannelModes modes = channel.modes();
        Member member = channel.member(say.by().user().uid());
        if (member == null && modes.has(ChannelFlag.NO_EXTERNAL)) {
            return "n";
        }
        if (modes.has(ChannelFlag.NO_CTCP) && isCtcp(say.text())) {
            return "C";
        }
        if (member != null && member.atLeast(Rank.VOICE)) {
            return null;
        }
        if (modes.has(ChannelFlag.MODERATED)) {
            return "m";
        }
        return isBanned(channel, member, say.by().user()) ? "b" : null;
    }

    private static boolean isCtcp(@Nullable String text) {
        return text != null
                && !text.isEmpty()
                && text.charAt(0) == CTCP
                && !text.equals("\u0001ACTION\u0001")
                && !text.startsWith("\u0001ACTION ");
    }

    private boolean isBanned(ChannelView channel, @Nullable Member member, User user) {
        if (channel.modes().size(MaskList.BAN) == 0) {
            return false;
        }
        Boolean known = member == null ? null : banned.get(user.uid());
        if (known != null) {
            return known;
        }
        boolean isBanned = channel.modes().bans(user.source());
        if (member != null) {
            banned.put(user.uid(), isBanned);
        }
        return isBanned;
    }

    /** A member has another name. */
    void changed(Uid uid) {
        banned.remove(uid);
    }

    /** Something has happened that may have made other bans, or other members. */
    void happened(Happened event) {
        if (!(event instanceof ChannelEvent.Said)) {
            banned.clear();
        }
    }
}

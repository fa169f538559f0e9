// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.loop;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.aioactors.samples.chat.irc.Capability;
import org.aioactors.samples.chat.irc.OutLine;
import org.aioactors.samples.chat.network.User;
import org.jspecify.annotations.Nullable;

/** What clients are told of a user who has another nickname, is away, or whatever. */
final class UserLines {
    /**
     * A line for those who have a capability, or for all.
     *
     * @param own whether the user's own client gets it as well
     */
    record Notice(@Nullable Capability needed, boolean own, OutLine line) {
        boolean isFor(LocalClient client) {
            return needed == null || client.can(needed);
        }
    }

    private UserLines() {}

    static List<Notice> of(User before, User after, long timeMs) {
        List<Notice> notices = new ArrayList<>();
        if (!before.nick().equals(after.nick())) {
            notices.add(new Notice(null, true, ChannelLines.byUser(before, timeMs, "NICK", after.nick())));
        }
        if (!before.username().equals(after.username()) || !before.host().equals(after.host())) {
            notices.add(new Notice(
                    Capability.CHGHOST,
                    true,
                    ChannelLines.byUser(
                            before.withNick(after.nick()), timeMs, "CHGHOST", after.username(), after.host())));
        }
        if (!before.realName().equals(after.realName())) {
            notices.add(new Notice(
                    Capability.SETNAME, true, ChannelLines.byUser(after, timeMs, "SETNAME", after.realName())));
        }
        if (!Objects.equals(before.account(), after.account())) {
            String account = after.account() == null ? "*" : after.account();
            notices.add(new Notice(
                    Capability.ACCOUNT_NOTIFY, true, ChannelLines.byUser(after, timeMs, "ACCOUNT", account)));
        }
        if (!Objects.equals(before.away(), after.away())) {
            notices.add(new Notice(Capability.AWAY_NOTIFY, false, away(after, timeMs)));
        }
        return notices;
    }

    /** Also for those who see somebody join who is away. */
    static OutLine away(User user, long timeMs) {
        return user.away() == null
                ? ChannelLines.byUser(user, timeMs, "AWAY")
                : ChannelLines.byUser(user, timeMs, "AWAY", user.away());
    }
}

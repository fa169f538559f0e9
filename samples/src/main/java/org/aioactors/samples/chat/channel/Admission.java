// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.channel;

import java.util.Objects;
import org.aioactors.samples.chat.channel.ChannelCommand.Join;
import org.aioactors.samples.chat.irc.Numeric;
import org.aioactors.samples.chat.network.User;
import org.jspecify.annotations.Nullable;

/**
 * Who may come to a channel. An invitation opens all doors but {@code R}, which is about accounts and not about who is
 * welcome.
 */
final class Admission {
    private Admission() {}

    /** Why not, or null if they may. */
    static @Nullable Numeric refusal(ChannelView channel, Join join, boolean invited) {
        ChannelModes modes = channel.modes();
        User user = join.by().user();
        if (modes.has(ChannelFlag.REGISTERED_ONLY) && user.account() == null) {
            return Numeric.ERR_NEEDREGGEDNICK;
        }
        if (invited) {
            return null;
        }
        String source = user.source();
        if (modes.bans(source)) {
            return Numeric.ERR_BANNEDFROMCHAN;
        }
        if (modes.has(ChannelFlag.INVITE_ONLY) && !modes.matches(MaskList.INVITATION, source)) {
            return Numeric.ERR_INVITEONLYCHAN;
        }
        if (modes.key() != null && !Objects.equals(modes.key(), join.key())) {
            return Numeric.ERR_BADCHANNELKEY;
        }
        if (modes.limit() != 0 && channel.size() >= modes.limit()) {
            return Numeric.ERR_CHANNELISFULL;
        }
        return null;
    }
}

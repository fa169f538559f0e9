// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.channel;

import java.util.Set;
import org.aioactors.samples.chat.network.Uid;
import org.aioactors.samples.chat.network.User;
import org.aioactors.samples.chat.network.UserMode;
import org.jspecify.annotations.Nullable;

/** Users for tests. */
public final class TestUsers {
    private TestUsers() {}

    /** {@code nick!~nick@nick.example}, without an account; what is behind an {@code @} in the name is left out. */
    public static User user(Uid uid, String name) {
        int at = name.indexOf('@');
        return onServer("irc.example", uid, at < 0 ? name : name.substring(0, at));
    }

    /** The same on a server of that name. */
    public static User onServer(String server, Uid uid, String nick) {
        return new User(
                uid, 1, nick, "~" + nick, nick + ".example", "Real " + nick, null, null, Set.of(), false, server, 0);
    }

    /** The same user with another nickname. */
    static User renamed(User user, String nick) {
        return changed(user, nick, user.account(), user.modes());
    }

    /** The same user, a version later. */
    static User changed(User user, String nick, @Nullable String account, Set<UserMode> modes) {
        return new User(
                user.uid(),
                user.version() + 1,
                nick,
                user.username(),
                user.host(),
                user.realName(),
                account,
                user.away(),
                modes,
                user.secure(),
                user.server(),
                user.signedOnMs());
    }
}

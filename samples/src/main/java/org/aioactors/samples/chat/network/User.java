// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.network;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What all servers know of a registered user. Immutable: each change makes another, with a higher version.
 *
 * @param uid who they are
 * @param version counts the changes, so that of two the newer one is known
 * @param nick their nickname, as they write it
 * @param username what they said in {@code USER}, with a {@code ~} in front, or their account's name
 * @param host what is shown of where they come from
 * @param realName what they said in {@code USER} or {@code SETNAME}
 * @param account what they are logged in as, or null
 * @param away their message while they are away, or null
 * @param modes a copy is made of it
 * @param secure whether they are connected by TLS
 * @param server the name of the server that they are connected to
 * @param signedOnMs when they registered, in milliseconds since the epoch; of two with one nickname the earlier keeps it
 */
public record User(
        Uid uid,
        int version,
        String nick,
        String username,
        String host,
        String realName,
        @Nullable String account,
        @Nullable String away,
        Set<UserMode> modes,
        boolean secure,
        String server,
        long signedOnMs) {
    /** Copies the modes. */
    public User {
        modes = Set.copyOf(modes);
    }

    /** What a line that they send has in front: {@code nick!username@host}. */
    public String source() {
        return nick + '!' + username + '@' + host;
    }

    /** Whether they have a mode. */
    public boolean has(UserMode mode) {
        return modes.contains(mode);
    }

    /** The same with another version. */
    User withVersion(int next) {
        return new User(uid, next, nick, username, host, realName, account, away, modes, secure, server, signedOnMs);
    }

    /** The same with another nickname. */
    public User withNick(String next) {
        return new User(uid, version, next, username, host, realName, account, away, modes, secure, server, signedOnMs);
    }

    /** The same with another host. */
    public User withHost(String next) {
        return new User(uid, version, nick, username, next, realName, account, away, modes, secure, server, signedOnMs);
    }

    /** The same with another real name. */
    public User withRealName(String next) {
        return new User(uid, version, nick, username, host, next, account, away, modes, secure, server, signedOnMs);
    }

    /** The same logged in to an account, or to none. */
    public User withAccount(@Nullable String next) {
        return new User(uid, version, nick, username, host, realName, next, away, modes, secure, server, signedOnMs);
    }

    /** The same away, or not. */
    public User withAway(@Nullable String next) {
        return new User(uid, version, nick, username, host, realName, account, next, modes, secure, server, signedOnMs);
    }

    /** The same with other modes. */
    public User withModes(Set<UserMode> next) {
        return new User(uid, version, nick, username, host, realName, account, away, next, secure, server, signedOnMs);
    }
}

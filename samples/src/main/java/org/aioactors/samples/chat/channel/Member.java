// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.channel;

import org.aioactors.samples.chat.network.User;
import org.jspecify.annotations.Nullable;

/** A user on a channel. Belongs to its {@link ChannelView}, and is for the same thread. */
public final class Member {
    private User user;
    private int ranks;

    Member(User user, int ranks) {
        this.user = user;
        this.ranks = ranks;
    }

    /** Who it is, as far as this copy of the channel has heard. */
    public User user() {
        return user;
    }

    /** All that stands in front of the nickname for {@code multi-prefix}, the highest first; mostly empty. */
    public String prefixes() {
        return Rank.prefixes(ranks);
    }

    /** Whether the member is just that, whatever else they are. */
    public boolean is(Rank rank) {
        return (ranks & rank.bit()) != 0;
    }

    /** Whether the member is that or something higher; everybody is at least null. */
    public boolean atLeast(@Nullable Rank rank) {
        return rank == null || ranks >= rank.bit();
    }

    void set(Rank rank, boolean on) {
        ranks = on ? ranks | rank.bit() : ranks & ~rank.bit();
    }

    boolean changed(User newer) {
        if (newer.version() <= user.version()) {
            return false;
        }
        user = newer;
        return true;
    }

    Member copy() {
        return new Member(user, ranks);
    }

    @Override
    public String toString() {
        return prefixes() + user;
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.query;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.aioactors.samples.chat.network.User;
import org.jspecify.annotations.Nullable;

/** What a loop knows of the network's users. Asked on that loop alone, and never blocks. */
public interface Users {
    /** A channel that somebody is on, or somebody who is on it; the prefixes are theirs there, the highest first. */
    record Place(String channel, User user, String prefixes) {}

    /**
     * What only the server of a client knows.
     *
     * @param lastActiveMs when they last said something
     * @param address where they come from, not hidden, with no colon in front
     * @param certificate the fingerprint of their client certificate, or null
     */
    record Connection(
            long lastActiveMs, String address, @Nullable String certificate) {}

    /** The one with a nickname, in any case, or null. */
    @Nullable User byNick(String nick);

    /** All users. */
    Collection<User> all();

    /** The channels of a user that the asker may see: no secret one, unless the asker is on it. */
    List<Place> channelsOf(User user, User asker);

    /** Those on a channel that the asker may see; empty if there are none, or the loop does not know the channel. */
    List<Place> members(String channel, User asker);

    /** Whether both are on one channel. */
    boolean shareChannel(User user, User other);

    /** A user's connection, if it is to this server. */
    Optional<Connection> connection(User user);
}

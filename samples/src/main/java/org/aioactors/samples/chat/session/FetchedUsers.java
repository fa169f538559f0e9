// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.session;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.aioactors.samples.chat.irc.CaseMapping;
import org.aioactors.samples.chat.loop.ClientEvent;
import org.aioactors.samples.chat.network.User;
import org.aioactors.samples.chat.query.Users;
import org.jspecify.annotations.Nullable;

/** What a loop knows of the users, and what was asked of others for one query. */
final class FetchedUsers implements Users {
    private final Users here;
    private final ClientEvent.@Nullable Members members;
    private final @Nullable User user;
    private final ClientEvent.@Nullable Details details;

    /** With those on a channel. */
    FetchedUsers(Users here, ClientEvent.Members members) {
        this.here = here;
        this.members = members;
        this.user = null;
        this.details = null;
    }

    /** With all of one user. */
    FetchedUsers(Users here, User user, ClientEvent.Details details) {
        this.here = here;
        this.members = null;
        this.user = user;
        this.details = details;
    }

    @Override
    public @Nullable User byNick(String nick) {
        return here.byNick(nick);
    }

    @Override
    public Collection<User> all() {
        return here.all();
    }

    @Override
    public List<Place> channelsOf(User of, User asker) {
        return details != null && is(of) ? details.channels() : here.channelsOf(of, asker);
    }

    @Override
    public List<Place> members(String channel, User asker) {
        return members != null && CaseMapping.same(members.channel(), channel)
                ? members.members()
                : here.members(channel, asker);
    }

    @Override
    public boolean shareChannel(User one, User other) {
        return here.shareChannel(one, other);
    }

    @Override
    public Optional<Connection> connection(User of) {
        return details != null && is(of) ? details.connection() : here.connection(of);
    }

    private boolean is(User other) {
        return user != null && user.uid().equals(other.uid());
    }
}

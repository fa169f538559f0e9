// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.loop;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.aioactors.samples.chat.irc.Capability;
import org.aioactors.samples.chat.irc.CaseMapping;
import org.aioactors.samples.chat.irc.OutLine;
import org.aioactors.samples.chat.irc.Reply;
import org.aioactors.samples.chat.network.Directory;
import org.aioactors.samples.chat.network.DirectoryEvent;
import org.aioactors.samples.chat.network.User;
import org.aioactors.samples.chat.network.UserMode;
import org.aioactors.samples.chat.network.UserTable.Known;
import org.aioactors.samples.chat.query.Monitor;
import org.jspecify.annotations.Nullable;

/** What the clients of a loop are told of users: by those who share a channel with them, and those who watch a nickname. */
final class UserNews {
    private final LoopClients loop;

    UserNews(LoopClients loop) {
        this.loop = loop;
    }

    void online(User user) {
        tellWatchers(user.nick(), Monitor.online(user));
    }

    void offline(User user) {
        loop.whoWas().add(user, loop.services().clock().millis());
        tellOffline(user);
    }

    void changed(User before, User after) {
        boolean renamed = !CaseMapping.same(before.nick(), after.nick());
        if (renamed) {
            loop.whoWas().add(before, loop.services().clock().millis());
        }
        LocalClient own = loop.client(after.uid());
        if (own != null) {
            loop.counts().operators(operator(after) - operator(before));
            own.setUser(after);
        }
        Set<LocalClient> neighbours = Collections.newSetFromMap(new IdentityHashMap<>());
        for (LocalChannel channel : loop.places(after.uid())) {
            channel.view().userChanged(after);
            neighbours.addAll(channel.clients());
        }
        neighbours.remove(own);
        for (UserLines.Notice notice :
                UserLines.of(before, after, loop.services().clock().millis())) {
            tell(notice, own, neighbours, after);
        }
        if (own != null) {
            LoopHub.tellChannels(loop, own);
        }
        if (renamed) {
            tellOffline(before);
            tellWatchers(after.nick(), Monitor.online(after));
        }
    }

    private void tell(UserLines.Notice notice, @Nullable LocalClient own, Set<LocalClient> neighbours, User user) {
        if (own != null && notice.own() && notice.isFor(own)) {
            own.answer(notice.line());
        }
        for (LocalClient neighbour : neighbours) {
            if (notice.isFor(neighbour)) {
                neighbour.deliver(notice.line());
            }
        }
        if (notice.needed() != null) {
            for (LocalClient watcher : loop.watchers().of(user.nick())) {
                boolean told = watcher == own || neighbours.contains(watcher);
                if (!told && watcher.can(Capability.EXTENDED_MONITOR) && notice.isFor(watcher)) {
                    watcher.deliver(notice.line());
                }
            }
        }
    }

    private static int operator(User user) {
        return user.has(UserMode.OPERATOR) ? 1 : 0;
    }

    /** Not if somebody on another server has the nickname still: for a moment there may have been two. */
    private void tellOffline(User user) {
        Known holder = loop.services().users().byNick(user.nick());
        if (holder == null || holder.user().uid().node() == user.uid().node()) {
            tellWatchers(user.nick(), Monitor.offline(user.nick()));
        }
    }

    private void tellWatchers(String nick, Reply reply) {
        for (LocalClient watcher : List.copyOf(loop.watchers().of(nick))) {
            watcher.deliver(reply.line(loop.services().serverName(), watcher.nick()));
        }
    }

    void granted(DirectoryEvent.Granted granted) {
        LocalClient client = loop.client(granted.user().uid());
        if (client != null) {
            loop.counts().users(client.isRegistered() ? 0 : 1);
            client.setUser(granted.user());
            client.session().tell(new ClientEvent.Granted(granted.request()));
        }
    }

    void taken(DirectoryEvent.Taken taken) {
        LocalClient client = loop.client(taken.uid());
        if (client != null) {
            client.session().tell(new ClientEvent.NickTaken(taken.request(), taken.nick()));
        }
    }

    /** An operator wants a client to be shown with another host. The directory tells all, and this loop with them. */
    void changeHost(ToLoop.ChangeHost change) {
        LocalClient client = loop.client(change.uid());
        if (client != null && client.isRegistered()) {
            User other = client.user().withHost(change.host());
            loop.services().directory().tell(new Directory.Put(other, false, 0, loop.hub()));
        }
    }

    void wallops(ToLoop.Wallops said) {
        OutLine line = OutLine.of(said.source(), "WALLOPS", List.of(said.text()));
        loop.clients().stream()
                .filter(client -> client.isRegistered() && client.user().has(UserMode.WALLOPS))
                .forEach(client -> client.deliver(line));
    }
}

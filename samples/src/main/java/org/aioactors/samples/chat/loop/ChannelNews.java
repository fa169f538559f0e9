// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.loop;

import java.util.List;
import java.util.Objects;
import org.aioactors.samples.chat.channel.ChannelEvent;
import org.aioactors.samples.chat.channel.Member;
import org.aioactors.samples.chat.channel.Rank;
import org.aioactors.samples.chat.irc.Capability;
import org.aioactors.samples.chat.irc.OutLine;
import org.aioactors.samples.chat.network.Server;
import org.aioactors.samples.chat.network.Uid;
import org.aioactors.samples.chat.network.User;
import org.aioactors.samples.chat.network.UserTable.Known;
import org.jspecify.annotations.Nullable;

/**
 * What the clients of a loop are told of channels. Applies each event to the loop's copy of the channel, and writes the line of it,
 * made once, to each member here. Who has asked for it gets it as the answer.
 */
final class ChannelNews {
    private static final String NO_TEXT = "TAGMSG";

    private final LoopClients loop;

    ChannelNews(LoopClients loop) {
        this.loop = loop;
    }

    void happened(ChannelEvent.Happened event) {
        if (event instanceof ChannelEvent.Said said) {
            said(said);
        } else if (event instanceof ChannelEvent.Joined joined) {
            joined(joined);
        } else {
            LocalChannel channel = loop.channel(event.channel());
            if (channel != null) {
                changed(channel, event);
                loop.closeIfEmpty(channel);
            } else if (event instanceof ChannelEvent.Invited invited) {
                invited(invited);
            }
        }
    }

    private void changed(LocalChannel channel, ChannelEvent.Happened event) {
        if (event instanceof ChannelEvent.Parted parted) {
            parted(channel, parted);
        } else if (event instanceof ChannelEvent.Left left) {
            left(channel, left.uid(), left.reason(), event);
        } else if (event instanceof ChannelEvent.NodeGone gone) {
            nodeGone(channel, gone);
        } else if (event instanceof ChannelEvent.Kicked kicked) {
            kicked(channel, kicked);
        } else if (event instanceof ChannelEvent.Invited invited) {
            invited(invited);
            OutLine line = invitation(invited);
            channel.clients().stream()
                    .filter(client -> client.can(Capability.INVITE_NOTIFY)
                            && !client.uid().equals(invited.asker())
                            && !client.uid().equals(invited.target().uid()))
                    .forEach(client -> client.deliver(line));
        } else {
            channel.view().apply(event);
            lines(channel, event).forEach(line -> deliver(channel, event, line));
        }
    }

    private List<OutLine> lines(LocalChannel channel, ChannelEvent.Happened event) {
        if (event instanceof ChannelEvent.TopicSet set) {
            return List.of(OutLine.of(set.bySource(), "TOPIC", List.of(channel.name(), set.topic()))
                    .time(set.timeMs()));
        }
        return event instanceof ChannelEvent.ModesSet set ? ChannelLines.modes(set) : List.of();
    }

    /** To all members, as the answer to the one that has asked. */
    private void deliver(LocalChannel channel, ChannelEvent event, OutLine line) {
        LocalClient asker = loop.client(event.asker());
        channel.deliverSaid(line, asker, null, null);
        if (asker != null && channel.has(asker)) {
            asker.answer(event.request(), line);
        }
    }

    // ---- who is on it ----

    private void joined(ChannelEvent.Joined joined) {
        LocalChannel channel = loop.channel(joined.channel());
        if (channel == null) {
            channel = loop.open(Objects.requireNonNull(joined.view(), "a loop's first member comes with the channel"));
        } else {
            channel.view().apply(joined);
        }
        loop.joined(channel, joined.asker());
        User user = newest(joined.user());
        channel.view().userChanged(user);
        tellJoined(channel, joined, user);
    }

    /** The directory may have told of a change before the channel's authority told of the user. */
    User newest(User user) {
        Known known = loop.services().users().known(user.uid());
        return known != null && known.user().version() > user.version() ? known.user() : user;
    }

    void tellJoined(LocalChannel channel, ChannelEvent.Joined joined, User user) {
        long nowMs = now();
        OutLine plain = ChannelLines.join(user, channel.name(), nowMs);
        OutLine extended = ChannelLines.extendedJoin(user, channel.name(), nowMs);
        channel.deliver(plain, Capability.EXTENDED_JOIN, false);
        channel.deliver(extended, Capability.EXTENDED_JOIN, true);
        if (user.away() != null) {
            channel.deliver(UserLines.away(user, nowMs), Capability.AWAY_NOTIFY, true);
        }
        LocalClient client = loop.client(user.uid());
        if (client != null) {
            channel.add(user.uid(), client);
            loop.counts().memberships(client.isGone() ? 0 : 1);
            client.answer(joined.request(), client.can(Capability.EXTENDED_JOIN) ? extended : plain);
            client.answer(ChannelLines.topic(channel.view()));
            client.answer(NamesReply.of(
                    channel.name(), channel.view().symbol(), loop.members(channel.name(), user), client.caps()));
        }
    }

    private void parted(LocalChannel channel, ChannelEvent.Parted parted) {
        Member member = channel.view().member(parted.asker());
        if (member != null) {
            deliver(channel, parted, ChannelLines.part(member.user(), channel.name(), parted.reason(), now()));
            remove(channel, parted.asker(), parted);
        }
    }

    private void kicked(LocalChannel channel, ChannelEvent.Kicked kicked) {
        if (channel.view().member(kicked.target()) == null) {
            return; // has gone with their server
        }
        OutLine line = OutLine.of(
                        kicked.bySource(), "KICK", List.of(channel.name(), kicked.targetNick(), kicked.reason()))
                .time(now());
        deliver(channel, kicked, line);
        remove(channel, kicked.target(), kicked);
    }

    void remove(LocalChannel channel, Uid uid, ChannelEvent.Happened event) {
        channel.view().apply(event);
        if (channel.remove(uid)) {
            loop.counts().memberships(-1);
        }
        loop.left(channel, uid);
    }

    /** Each client is told of it with the last channel that it has shared with who has gone: nothing they said comes later. */
    void left(LocalChannel channel, Uid uid, String reason, ChannelEvent.Happened event) {
        Member member = channel.view().member(uid);
        if (member == null) {
            return;
        }
        OutLine line = ChannelLines.quit(member.user(), reason, now());
        remove(channel, uid, event);
        List<LocalChannel> others = loop.places(uid);
        for (LocalClient client : channel.clients()) {
            if (others.stream().noneMatch(other -> other.has(client))) {
                client.deliver(line);
            }
        }
    }

    private void nodeGone(LocalChannel channel, ChannelEvent.NodeGone gone) {
        List<Uid> lost = channel.view().members().stream()
                .map(member -> member.user().uid())
                .filter(uid -> uid.node() == gone.node())
                .toList();
        for (Uid uid : lost) {
            Member member = Objects.requireNonNull(channel.view().member(uid));
            String reason = loop.services().serverName() + ' ' + member.user().server();
            left(channel, uid, reason, new ChannelEvent.Left(channel.name(), uid, reason));
        }
    }

    /** A server has gone, and its users with it. Each channel's authority says so too, but that may have gone as well. */
    void serverLost(Server server) {
        String reason = loop.services().serverName() + ' ' + server.name();
        for (Uid uid : loop.placed(server.node())) {
            for (LocalChannel channel : List.copyOf(loop.places(uid))) {
                left(channel, uid, reason, new ChannelEvent.Left(channel.name(), uid, reason));
            }
        }
    }

    // ---- what is said ----

    private void said(ChannelEvent.Said said) {
        OutLine line = ChannelLines.said(said);
        LocalChannel channel = loop.channel(said.channel());
        Rank rank = said.atLeast() == 0 ? null : Rank.ofPrefix(said.atLeast());
        Capability needed = said.command().equals(NO_TEXT) ? Capability.MESSAGE_TAGS : null;
        LocalClient speaker = loop.client(said.asker());
        if (channel != null) {
            loop.counts().delivered(channel.deliverSaid(line, speaker, rank, needed));
        }
        if (speaker != null && speaker.can(Capability.ECHO_MESSAGE) && (needed == null || speaker.can(needed))) {
            speaker.answer(said.request(), line);
        }
        if (said.keep()) {
            loop.services().keep().accept(said);
        }
    }

    void saidTo(ToLoop.Private said) {
        LocalClient client = loop.client(said.to());
        Known known = loop.services().users().known(said.to());
        if (client != null
                && known != null
                && (!said.command().equals(NO_TEXT) || client.can(Capability.MESSAGE_TAGS))) {
            client.deliver(ChannelLines.said(said, known.user().nick()));
            loop.counts().delivered(1);
        }
    }

    private void invited(ChannelEvent.Invited invited) {
        @Nullable LocalClient target = loop.client(invited.target().uid());
        if (target != null) {
            target.deliver(invitation(invited));
        }
    }

    private OutLine invitation(ChannelEvent.Invited invited) {
        return OutLine.of(invited.bySource(), "INVITE", List.of(invited.target().nick(), invited.channel()))
                .time(now());
    }

    private long now() {
        return loop.services().clock().millis();
    }
}

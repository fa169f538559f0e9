// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.loop;

import akka.Done;
import akka.actor.typed.ActorRef;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.aioactors.dispatcher.AioLoop;
import org.aioactors.samples.chat.channel.Asker;
import org.aioactors.samples.chat.channel.ChannelCommand;
import org.aioactors.samples.chat.channel.ChannelFlag;
import org.aioactors.samples.chat.channel.ChannelView;
import org.aioactors.samples.chat.channel.Channels;
import org.aioactors.samples.chat.channel.Member;
import org.aioactors.samples.chat.irc.Capability;
import org.aioactors.samples.chat.irc.CaseMapping;
import org.aioactors.samples.chat.network.Directory;
import org.aioactors.samples.chat.network.Uid;
import org.aioactors.samples.chat.network.User;
import org.aioactors.samples.chat.network.UserMode;
import org.aioactors.samples.chat.network.UserTable.Known;
import org.aioactors.samples.chat.query.Users;
import org.aioactors.samples.chat.query.Watchers;
import org.aioactors.samples.chat.query.WhoWas;
import org.jspecify.annotations.Nullable;

/**
 * All clients of one loop, and the channels that they are on: what sessions and the hub of a loop share, without locks, since both
 * run on that loop alone.
 */
public final class LoopClients implements AutoCloseable, Users {
    private static final int WHOWAS_ENTRIES = 1_000;

    private final LoopServices services;
    private final ActorRef<Object> hub;
    private final LoopCounts counts;
    private final Channels authorities;

    /** All who are connected, those included who have not registered yet. */
    private final Map<Uid, LocalClient> clients = new HashMap<>();

    /** By the name, without regard to case. */
    private final Map<String, LocalChannel> channels = new HashMap<>();

    /** On which channels of this loop each user of the network is that is on one. */
    private final Map<Uid, List<LocalChannel>> places = new HashMap<>();

    private final Watchers<LocalClient> watchers = new Watchers<>();
    /** Those included that are saying farewell. */
    private int sessions;

    /** Null until the server ends. */
    private ToLoop.@Nullable DisconnectAll closing;

    private final WhoWas whoWas = new WhoWas(WHOWAS_ENTRIES);

    LoopClients(LoopServices services, ActorRef<Object> hub, LoopCounts counts) {
        this.counts = counts;
        this.services = services;
        this.hub = hub;
        this.authorities = services.channels().forLoop(hub, new ChannelCopies(this));
    }

    /**
     * Those of the loop of the actor that calls this, which is settled on it from now on.
     *
     * @throws IllegalStateException if there is no {@link LoopHub} on the loop
     */
    public static LoopClients here() {
        return AioLoop.require("a chat's session").resource(LoopClients.class, () -> {
            throw new IllegalStateException("the loop has no hub yet");
        });
    }

    /** What all loops share. */
    public LoopServices services() {
        return services;
    }

    /** What the loop has done. */
    public LoopCounts counts() {
        return counts;
    }

    /** The way to the authority of each channel. */
    public Channels channels() {
        return authorities;
    }

    /** What authorities and the directory answer to. */
    public ActorRef<Object> hub() {
        return hub;
    }

    /** Says something to a user, who may be on another loop, and repeats it to the speaker if that wants it. */
    public void say(LocalClient from, Known to, String command, @Nullable String text, Map<String, String> tags) {
        counts.message();
        ToLoop.Private said = new ToLoop.Private(
                from.user(),
                to.user().uid(),
                command,
                text,
                tags,
                services.msgids().get(),
                services.clock().millis());
        to.loop().tell(said);
        boolean readable = text != null || from.can(Capability.MESSAGE_TAGS);
        if (from.can(Capability.ECHO_MESSAGE) && readable) {
            from.answer(ChannelLines.said(said, to.user().nick()));
        }
    }

    /** Who asks a channel for something. */
    public Asker asker(LocalClient client, long request) {
        return new Asker(client.user(), hub, request);
    }

    /** Which clients watch which nicknames. */
    public Watchers<LocalClient> watchers() {
        return watchers;
    }

    /** Who had which nickname before. */
    public WhoWas whoWas() {
        return whoWas;
    }

    Collection<LocalClient> clients() {
        return clients.values();
    }

    @Nullable LocalClient client(@Nullable Uid uid) {
        return uid == null ? null : clients.get(uid);
    }

    /** A client has connected. */
    public void add(LocalClient client) {
        clients.put(client.uid(), client);
    }

    /** A client's connection is gone: the network is told, and nothing is written to it any more. */
    public void disconnected(LocalClient client, String reason) {
        watchers.clear(client);
        client.setGone();
        for (String channel : client.joining) {
            authorities.tell(new ChannelCommand.Quit(channel, client.uid(), reason));
        }
        if (client.joining.isEmpty()) {
            clients.remove(client.uid());
        }
        for (LocalChannel channel : List.copyOf(client.channels)) {
            channel.disconnected(client);
            counts.memberships(-1);
            authorities.tell(new ChannelCommand.Quit(channel.name(), client.uid(), reason));
        }
        if (client.isRegistered()) {
            counts.users(-1);
            counts.operators(client.user().has(UserMode.OPERATOR) ? -1 : 0);
        }
        // Also for those who have not registered: the directory may be about to grant them their nickname.
        services.directory().tell(new Directory.Leave(client.uid(), reason));
    }

    /** A session has begun; returns why it has to end at once, or null. */
    public @Nullable String sessionBegins() {
        sessions++;
        counts.connections(1);
        return closing == null ? null : closing.reason();
    }

    /** A session has ended, and so has its connection. */
    public void sessionEnded() {
        sessions--;
        counts.connections(-1);
        tellIfClosed();
    }

    void close(ToLoop.DisconnectAll all) {
        closing = all;
        List.copyOf(clients.values())
                .forEach(client -> client.session().tell(new ClientEvent.Disconnect(all.reason())));
        tellIfClosed();
    }

    private void tellIfClosed() {
        if (closing != null && sessions == 0) {
            closing.replyTo().tell(Done.getInstance());
        }
    }

    /** What a client has asked of a channel is answered. One that has gone is remembered until then. */
    void answered(LocalClient client, String channel) {
        client.joining.remove(CaseMapping.fold(channel));
        if (client.isGone() && client.joining.isEmpty()) {
            clients.remove(client.uid());
        }
    }

    // ---- channels ----

    @Nullable LocalChannel channel(String name) {
        return channels.get(CaseMapping.fold(name));
    }

    /** What the loop knows of a channel; null if it has no members on it. */
    public @Nullable ChannelView view(String name) {
        LocalChannel channel = channel(name);
        return channel == null ? null : channel.view();
    }

    /** A channel has its first member on this loop. */
    LocalChannel open(ChannelView view) {
        LocalChannel channel = new LocalChannel(view);
        channels.put(CaseMapping.fold(view.name()), channel);
        counts.channels(1);
        for (Member member : view.members()) {
            // The directory may have told of a change before the channel's authority heard of it.
            Known known = services.users().known(member.user().uid());
            if (known != null) {
                view.userChanged(known.user());
            }
            joined(channel, member.user().uid());
        }
        return channel;
    }

    void closeIfEmpty(LocalChannel channel) {
        if (channel.isEmpty()) {
            channels.remove(CaseMapping.fold(channel.name()));
            counts.channels(-1);
            channel.view()
                    .members()
                    .forEach(member -> left(channel, member.user().uid()));
        }
    }

    void joined(LocalChannel channel, Uid uid) {
        List<LocalChannel> on = places.computeIfAbsent(uid, any -> new ArrayList<>(1));
        if (!on.contains(channel)) {
            on.add(channel);
        }
    }

    void left(LocalChannel channel, Uid uid) {
        List<LocalChannel> on = places.get(uid);
        if (on != null && on.remove(channel) && on.isEmpty()) {
            places.remove(uid);
        }
    }

    /** Those users of a server who are on a channel of this loop. */
    List<Uid> placed(long node) {
        return places.keySet().stream().filter(uid -> uid.node() == node).toList();
    }

    /** The channels of this loop that a user is on. */
    List<LocalChannel> places(Uid uid) {
        return places.getOrDefault(uid, List.of());
    }

    // ---- what queries ask ----

    @Override
    public @Nullable User byNick(String nick) {
        Known known = services.users().byNick(nick);
        return known == null ? null : known.user();
    }

    @Override
    public Collection<User> all() {
        return services.users().all().stream().map(Known::user).toList();
    }

    @Override
    public List<Place> channelsOf(User user, User asker) {
        return places(user.uid()).stream()
                .map(LocalChannel::view)
                .filter(view -> !view.modes().has(ChannelFlag.SECRET) || view.member(asker.uid()) != null)
                .map(view -> new Place(view.name(), user, view.prefixes(user.uid())))
                .toList();
    }

    @Override
    public List<Place> members(String channel, User asker) {
        ChannelView view = view(channel);
        if (view == null) {
            return List.of();
        }
        boolean isMember = view.member(asker.uid()) != null;
        if (!isMember && view.modes().has(ChannelFlag.SECRET)) {
            return List.of();
        }
        List<Place> members = new ArrayList<>(view.size());
        for (Member member : view.members()) {
            if (isMember || !member.user().has(UserMode.INVISIBLE)) {
                members.add(new Place(view.name(), member.user(), member.prefixes()));
            }
        }
        return members;
    }

    @Override
    public boolean shareChannel(User user, User other) {
        return places(user.uid()).stream().anyMatch(channel -> channel.view().member(other.uid()) != null);
    }

    @Override
    public Optional<Connection> connection(User user) {
        return Optional.ofNullable(client(user.uid()))
                .map(client ->
                        new Connection(client.lastActiveMs(), client.address().getHostAddress(), client.certificate()));
    }

    @Override
    public void close() {
        // the loop has ended, and its clients with it
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.channel;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.aioactors.samples.chat.irc.Numeric;
import org.aioactors.samples.chat.irc.Reply;
import org.aioactors.samples.chat.network.Uid;
import org.aioactors.samples.chat.network.User;
import org.jspecify.annotations.Nullable;

/**
 * All that is known of a channel: by its authority, and by each loop that has members on it, which applies the same events in
 * the same order to a copy of its own and so has the same state.
 *
 * <p>For one thread: who is told of one in a message owns it from then on.
 */
public final class ChannelView {
    private final String name;
    private final long createdMs;
    private final ChannelModes modes;
    private final Map<Uid, Member> members = new LinkedHashMap<>();
    private String topic = "";
    private String topicBy = "";
    private long topicMs;

    /** A channel without members, topic or modes. */
    ChannelView(String name, long createdMs) {
        this(name, createdMs, new ChannelModes());
    }

    private ChannelView(String name, long createdMs, ChannelModes modes) {
        this.name = name;
        this.createdMs = createdMs;
        this.modes = modes;
    }

    /** As its first member wrote it. */
    public String name() {
        return name;
    }

    /** When its first member came, in milliseconds since the epoch. */
    public long createdMs() {
        return createdMs;
    }

    /** What it is about; empty if nobody has said so. */
    public String topic() {
        return topic;
    }

    /** Who set the topic, as {@code nick!user@host}; empty if there is none. */
    public String topicBy() {
        return topicBy;
    }

    /** When the topic was set, in milliseconds since the epoch. */
    public long topicMs() {
        return topicMs;
    }

    /** Its modes; they change with the channel. */
    public ChannelModes modes() {
        return modes;
    }

    /** All members, in the order in which they came; changes with the channel. */
    public Collection<Member> members() {
        return Collections.unmodifiableCollection(members.values());
    }

    /** How many are on it. */
    public int size() {
        return members.size();
    }

    /** A member, or null if the user is not on the channel. */
    public @Nullable Member member(Uid uid) {
        return members.get(uid);
    }

    /** What stands in front of a user's nickname, the highest first; empty if they are not on the channel. */
    public String prefixes(Uid uid) {
        Member member = members.get(uid);
        return member == null ? "" : member.prefixes();
    }

    /** Whether a user is on the channel and has that rank or a higher one; each member has at least null. */
    public boolean atLeast(Uid uid, @Nullable Rank rank) {
        Member member = members.get(uid);
        return member != null && member.atLeast(rank);
    }

    /** What {@code NAMES} has in front of the channel's name: {@code @} if it is secret, else {@code =}. */
    public String symbol() {
        return modes.has(ChannelFlag.SECRET) ? "@" : "=";
    }

    /** The topic in numerics: 331, or 332 and 333. */
    public List<Reply> topicReplies() {
        if (topic.isEmpty()) {
            return List.of(Reply.of(Numeric.RPL_NOTOPIC, name));
        }
        return List.of(
                Reply.with(Numeric.RPL_TOPIC, name, topic),
                Reply.with(Numeric.RPL_TOPICWHOTIME, name, topicBy, String.valueOf(topicMs / 1000)));
    }

    /** A user has another name, account or whatever; returns whether that was news of a member. */
    public boolean userChanged(User user) {
        Member member = members.get(user.uid());
        return member != null && member.changed(user);
    }

    /** What happened is true from now on. Whom or what it means may be unknown: then it has no effect. */
    public void apply(ChannelEvent.Happened event) {
        if (event instanceof ChannelEvent.Joined joined) {
            User user = joined.user();
            members.put(user.uid(), new Member(user, Rank.bits(joined.prefixes())));
        } else if (event instanceof ChannelEvent.Parted parted) {
            members.remove(parted.asker());
        } else if (event instanceof ChannelEvent.Left left) {
            members.remove(left.uid());
        } else if (event instanceof ChannelEvent.Kicked kicked) {
            members.remove(kicked.target());
        } else if (event instanceof ChannelEvent.NodeGone gone) {
            members.keySet().removeIf(uid -> uid.node() == gone.node());
        } else if (event instanceof ChannelEvent.TopicSet set) {
            topic = set.topic();
            topicBy = topic.isEmpty() ? "" : set.bySource();
            topicMs = topic.isEmpty() ? 0 : set.timeMs();
        } else if (event instanceof ChannelEvent.ModesSet set) {
            set.changes().forEach(change -> apply(change, set.bySource(), set.timeMs()));
        }
    }

    /** The same for one mode of several. */
    void apply(ChannelEvent.AppliedMode applied, String by, long timeMs) {
        Rank rank = Rank.ofMode(applied.change().mode());
        if (rank == null) {
            modes.apply(applied.change(), by, timeMs);
            return;
        }
        Member member = applied.member() == null ? null : members.get(applied.member());
        if (member != null) {
            member.set(rank, applied.change().add());
        }
    }

    /** The same for another loop; nothing that happens to one of them changes the other. */
    ChannelView copy() {
        ChannelView copy = new ChannelView(name, createdMs, modes.copy());
        members.forEach((uid, member) -> copy.members.put(uid, member.copy()));
        copy.topic = topic;
        copy.topicBy = topicBy;
        copy.topicMs = topicMs;
        return copy;
    }

    /** All of it as a value, for another thread or another server. */
    public ChannelSnapshot snapshot() {
        List<ChannelSnapshot.OnIt> on = members.values().stream()
                .map(member -> new ChannelSnapshot.OnIt(member.user(), member.prefixes()))
                .toList();
        return new ChannelSnapshot(name, createdMs, topic, topicBy, topicMs, modes.snapshot(), on);
    }

    /** The channel of a value; nobody else has it. */
    public static ChannelView of(ChannelSnapshot snapshot) {
        ChannelView view = new ChannelView(snapshot.name(), snapshot.createdMs());
        snapshot.modes().forEach(mode -> view.modes.apply(mode.change(), mode.by(), mode.timeMs()));
        snapshot.members()
                .forEach(on -> view.members.put(on.user().uid(), new Member(on.user(), Rank.bits(on.prefixes()))));
        view.topic = snapshot.topic();
        view.topicBy = snapshot.topicBy();
        view.topicMs = snapshot.topicMs();
        return view;
    }

    /** All of it: two that are the same have the same text. */
    @Override
    public String toString() {
        return name + " since " + createdMs + ", '" + topic + "' by " + topicBy + " at " + topicMs + ", " + modes + ", "
                + members.values();
    }
}

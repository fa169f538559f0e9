// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.loop;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.aioactors.samples.chat.channel.ChannelEvent;
import org.aioactors.samples.chat.channel.ChannelSnapshot.SetMode;
import org.aioactors.samples.chat.channel.ChannelView;
import org.aioactors.samples.chat.channel.Member;
import org.aioactors.samples.chat.channel.Rank;
import org.aioactors.samples.chat.irc.ModeChange;
import org.aioactors.samples.chat.irc.OutLine;
import org.aioactors.samples.chat.network.Uid;
import org.aioactors.samples.chat.network.User;

/**
 * Puts the whole channel in place of a loop's copy that has missed what happened, and writes clients the lines by which theirs is
 * the same: who is on it, with which prefixes, the topic and the modes. What was said meanwhile is lost.
 */
final class WholeCopy {
    private static final String REASON = "The servers were apart";

    private final LoopClients loop;
    private final ChannelNews news;

    WholeCopy(LoopClients loop, ChannelNews news) {
        this.loop = loop;
        this.news = news;
    }

    void replace(ChannelView whole) {
        LocalChannel channel = loop.channel(whole.name());
        if (channel == null) {
            return;
        }
        ChannelView before = channel.view();
        for (Member member : List.copyOf(before.members())) {
            if (whole.member(member.user().uid()) == null) {
                lost(channel, member);
            }
        }
        channel.replace(whole);
        List<Member> come = new ArrayList<>();
        for (Member member : whole.members()) {
            whole.userChanged(news.newest(member.user()));
            if (before.member(member.user().uid()) == null) {
                come.add(member);
            }
        }
        // Ours last: they are told who is on it, each once.
        come.sort(Comparator.comparing(member -> loop.client(member.user().uid()) != null));
        come.forEach(member -> come(channel, member));
        topic(channel, before);
        ChannelLines.modes(channel.name(), serverName(), changes(before, whole), now())
                .forEach(channel::deliver);
        loop.closeIfEmpty(channel);
    }

    /** A member that went without a line of theirs. */
    private void lost(LocalChannel channel, Member member) {
        User user = member.user();
        Uid uid = user.uid();
        ChannelEvent.Left left = new ChannelEvent.Left(channel.name(), uid, REASON);
        if (channel.has(uid)) {
            channel.deliver(OutLine.of(serverName(), "KICK", List.of(channel.name(), user.nick(), REASON))
                    .time(now()));
            news.remove(channel, uid, left);
        } else if (loop.services().users().known(uid) != null) {
            channel.deliver(ChannelLines.part(user, channel.name(), REASON, now()));
            news.remove(channel, uid, left);
        } else {
            news.left(channel, uid, REASON, left);
        }
    }

    /** A member that came without a line of theirs. */
    private void come(LocalChannel channel, Member member) {
        User user = member.user();
        loop.joined(channel, user.uid());
        news.tellJoined(
                channel, new ChannelEvent.Joined(channel.name(), 0, user.uid(), user, member.prefixes(), null), user);
    }

    private void topic(LocalChannel channel, ChannelView before) {
        ChannelView whole = channel.view();
        if (!whole.topic().equals(before.topic())) {
            String by = whole.topicBy().isEmpty() ? serverName() : whole.topicBy();
            channel.deliver(OutLine.of(by, "TOPIC", List.of(channel.name(), whole.topic()))
                    .time(now()));
        }
    }

    private static List<ModeChange> changes(ChannelView before, ChannelView whole) {
        List<ModeChange> changes = new ArrayList<>();
        List<ModeChange> had = modes(before);
        List<ModeChange> has = modes(whole);
        had.stream()
                .filter(mode -> !has.contains(mode))
                .map(mode -> new ModeChange(false, mode.mode(), mode.mode() == 'l' ? null : mode.parameter()))
                .forEach(changes::add);
        has.stream().filter(mode -> !had.contains(mode)).forEach(changes::add);
        for (Member member : whole.members()) {
            Member former = before.member(member.user().uid());
            for (Rank rank : Rank.values()) {
                if (member.is(rank) != (former != null && former.is(rank))) {
                    changes.add(new ModeChange(
                            member.is(rank), rank.mode(), member.user().nick()));
                }
            }
        }
        return changes;
    }

    private static List<ModeChange> modes(ChannelView view) {
        return view.snapshot().modes().stream().map(SetMode::change).toList();
    }

    private String serverName() {
        return loop.services().serverName();
    }

    private long now() {
        return loop.services().clock().millis();
    }
}

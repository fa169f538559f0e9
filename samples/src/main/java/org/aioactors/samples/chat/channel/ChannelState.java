// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.channel;

import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.aioactors.samples.chat.channel.ChannelCommand.Invite;
import org.aioactors.samples.chat.channel.ChannelCommand.Join;
import org.aioactors.samples.chat.channel.ChannelCommand.Kick;
import org.aioactors.samples.chat.channel.ChannelCommand.Part;
import org.aioactors.samples.chat.channel.ChannelCommand.Topic;
import org.aioactors.samples.chat.channel.ChannelEvent.Happened;
import org.aioactors.samples.chat.channel.ChannelEvent.MembersSeen;
import org.aioactors.samples.chat.irc.Limits;
import org.aioactors.samples.chat.irc.Numeric;
import org.aioactors.samples.chat.irc.Reply;
import org.aioactors.samples.chat.network.Uid;
import org.aioactors.samples.chat.network.User;
import org.aioactors.samples.chat.network.UserMode;
import org.jspecify.annotations.Nullable;

/**
 * One channel and its rules: decides what comes of each command, and has it done. No actors, no clock; for one thread.
 *
 * <p>The rules are those of RFC 1459 and 2811, and where these leave it open or nobody follows them any more, what is usual
 * today. An operator of the server has no more rights than others. A channel without an operator stays without one until all
 * have left.
 */
public final class ChannelState {
    private final Limits limits;
    private final Supplier<String> msgids;
    private final Speech speech = new Speech();
    private final Invitations invitations = new Invitations();

    /** Null while nobody is on the channel: then there is none. */
    private @Nullable ChannelView view;

    /** Without members. The supplier names what is said. */
    public ChannelState(Limits limits, Supplier<String> msgids) {
        this.limits = limits;
        this.msgids = msgids;
    }

    /** Goes on from what a loop knew of the channel. Whom its authority had let in by an invitation is not known any more. */
    public void restore(ChannelSnapshot channel) {
        view = ChannelView.of(channel);
    }

    /** The channel, or null if nobody is on it. */
    public @Nullable ChannelView view() {
        return view;
    }

    /**
     * Decides at a time, in milliseconds since the epoch, which is never before that of an earlier command. What happens by it is
     * true in {@link #view} already.
     */
    public Decision decide(ChannelCommand command, long nowMs) {
        if (command instanceof ChannelCommand.ByUser byUser) {
            userChanged(byUser.by().user());
        }
        ChannelView channel = view;
        if (channel == null) {
            return withoutMembers(command, nowMs);
        }
        if (command instanceof ChannelCommand.Mode mode) {
            Decision decision = new ModeRules(channel, limits, mode, nowMs).apply();
            if (decision.event() != null) {
                speech.happened(decision.event());
            }
            return decision;
        }
        Decision decision = decide(channel, command, nowMs);
        if (decision.event() != null) {
            happened(channel, decision.event());
        }
        return decision;
    }

    private Decision withoutMembers(ChannelCommand command, long nowMs) {
        if (command instanceof Join join && join.create()) {
            ChannelView channel = new ChannelView(join.channel(), nowMs);
            channel.modes().set(ChannelFlag.NO_EXTERNAL, true);
            channel.modes().set(ChannelFlag.TOPIC_LOCK, true);
            view = channel;
            Decision decision = joined(channel, join, "@");
            channel.apply(Objects.requireNonNull(decision.event()));
            return decision;
        }
        if (command instanceof ChannelCommand.Say say && say.command().equals("NOTICE")) {
            return Decision.NOTHING;
        }
        boolean asks = command instanceof ChannelCommand.ByUser && !(command instanceof ChannelCommand.Members);
        return asks ? Decision.refused(Numeric.ERR_NOSUCHCHANNEL, command.channel()) : Decision.NOTHING;
    }

    private Decision decide(ChannelView channel, ChannelCommand command, long nowMs) {
        if (command instanceof ChannelCommand.Say say) {
            return speech.decide(channel, say, msgids, nowMs);
        } else if (command instanceof Join join) {
            return join(channel, join, nowMs);
        } else if (command instanceof Part part) {
            return part(channel, part);
        } else if (command instanceof Topic topic) {
            return TopicRules.decide(channel, topic, nowMs);
        } else if (command instanceof Kick kick) {
            return kick(channel, kick);
        } else if (command instanceof Invite invite) {
            return invite(channel, invite, nowMs);
        } else if (command instanceof ChannelCommand.Quit quit) {
            invitations.use(quit.uid());
            return channel.member(quit.uid()) == null
                    ? Decision.NOTHING
                    : Decision.that(new ChannelEvent.Left(channel.name(), quit.uid(), quit.reason()));
        } else if (command instanceof ChannelCommand.NodeLost lost) {
            return channel.members().stream()
                            .anyMatch(member -> member.user().uid().node() == lost.node())
                    ? Decision.that(new ChannelEvent.NodeGone(channel.name(), lost.node()))
                    : Decision.NOTHING;
        } else if (command instanceof ChannelCommand.Changed changed) {
            userChanged(changed.user());
        }
        return Decision.NOTHING;
    }

    private void happened(ChannelView channel, Happened event) {
        speech.happened(event);
        channel.apply(event);
        if (channel.size() == 0) {
            view = null;
            invitations.clear();
        }
    }

    private void userChanged(User user) {
        if (view != null && view.userChanged(user)) {
            speech.changed(user.uid());
        }
    }

    private Decision join(ChannelView channel, Join join, long nowMs) {
        Uid uid = join.by().user().uid();
        if (channel.member(uid) != null) {
            return Decision.NOTHING;
        }
        Numeric refusal = Admission.refusal(channel, join, invitations.has(uid, nowMs));
        if (refusal != null) {
            return Decision.refused(refusal, channel.name());
        }
        invitations.use(uid);
        return joined(channel, join, "");
    }

    private static Decision joined(ChannelView channel, Join join, String prefixes) {
        User user = join.by().user();
        return Decision.that(
                new ChannelEvent.Joined(channel.name(), join.by().request(), user.uid(), user, prefixes, null));
    }

    private static Decision part(ChannelView channel, Part part) {
        Uid uid = part.by().user().uid();
        if (channel.member(uid) == null) {
            return Decision.refused(Numeric.ERR_NOTONCHANNEL, channel.name());
        }
        return Decision.that(new ChannelEvent.Parted(channel.name(), part.by().request(), uid, part.reason()));
    }

    /** A half-operator makes only those leave who are below one. */
    private static Decision kick(ChannelView channel, Kick kick) {
        User by = kick.by().user();
        User target = kick.target();
        Member kicker = channel.member(by.uid());
        if (kicker == null) {
            return Decision.refused(Numeric.ERR_NOTONCHANNEL, channel.name());
        }
        if (!kicker.atLeast(Rank.HALFOP)) {
            return Decision.refused(Numeric.ERR_CHANOPRIVSNEEDED, channel.name());
        }
        Member kicked = channel.member(target.uid());
        if (kicked == null) {
            return Decision.refused(Numeric.ERR_USERNOTINCHANNEL, target.nick(), channel.name());
        }
        if (kicked.atLeast(Rank.HALFOP) && !kicker.is(Rank.OPERATOR)) {
            return Decision.refused(Numeric.ERR_CHANOPRIVSNEEDED, channel.name());
        }
        return Decision.that(new ChannelEvent.Kicked(
                channel.name(),
                kick.by().request(),
                by.uid(),
                by.source(),
                target.uid(),
                target.nick(),
                kick.reason()));
    }

    /** Each member may ask somebody to come, but only an invitation of those who decide opens what is closed. */
    private Decision invite(ChannelView channel, Invite invite, long nowMs) {
        User by = invite.by().user();
        User target = invite.target();
        Member member = channel.member(by.uid());
        if (member == null) {
            return Decision.refused(Numeric.ERR_NOTONCHANNEL, channel.name());
        }
        boolean decides = member.atLeast(Rank.HALFOP);
        if (!decides && channel.modes().has(ChannelFlag.INVITE_ONLY)) {
            return Decision.refused(Numeric.ERR_CHANOPRIVSNEEDED, channel.name());
        }
        if (channel.member(target.uid()) != null) {
            return Decision.refused(Numeric.ERR_USERONCHANNEL, target.nick(), channel.name());
        }
        if (decides) {
            invitations.add(target.uid(), nowMs);
        }
        return new Decision(
                new ChannelEvent.Invited(channel.name(), invite.by().request(), by.uid(), by.source(), target),
                List.of(Reply.with(Numeric.RPL_INVITING, target.nick(), channel.name())));
    }

    /** Who of the members may be seen by somebody who is not one of them. */
    public List<MembersSeen.Seen> seenBy(User user) {
        ChannelView channel = view;
        if (channel == null) {
            return List.of();
        }
        boolean isMember = channel.member(user.uid()) != null;
        if (!isMember && channel.modes().has(ChannelFlag.SECRET)) {
            return List.of();
        }
        return channel.members().stream()
                .filter(member -> isMember || !member.user().has(UserMode.INVISIBLE))
                .map(member -> new MembersSeen.Seen(member.user(), member.prefixes()))
                .toList();
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.channel;

import java.util.List;
import java.util.Map;
import org.aioactors.samples.chat.irc.ModeChange;
import org.aioactors.samples.chat.irc.Reply;
import org.aioactors.samples.chat.network.Uid;
import org.aioactors.samples.chat.network.User;
import org.aioactors.samples.chat.wire.WireMessage;
import org.jspecify.annotations.Nullable;

/**
 * From a channel's authority to the loops. Each loop with members hears each event once, in one order, and keeps a copy of
 * the channel ({@link ChannelView}) by applying them. Behind the event by which its last member leaves a loop hears no more,
 * and drops its copy.
 */
public sealed interface ChannelEvent extends WireMessage {
    /** The channel's name, as its first member wrote it. */
    String channel();

    /** The request that this answers, or 0; means something to the loop of {@link #asker} alone. */
    long request();

    /** Who asked, or null if nobody did. */
    @Nullable Uid asker();

    /** What changes the channel or is said on it. */
    sealed interface Happened extends ChannelEvent {}

    /**
     * Somebody has come.
     *
     * @param user as they were when they asked; who has heard of a change since tells the copy once more
     * @param prefixes theirs, such as {@code @}
     * @param view the whole channel with them on it, for a loop that had no members: its copy from now on. Users who have
     *     changed a moment ago may be in it as they were. Else null
     */
    record Joined(
            String channel,
            long request,
            Uid asker,
            User user,
            String prefixes,
            @Nullable ChannelView view) implements Happened {
        /** The same for a loop that had no members. */
        Joined with(ChannelView all) {
            return new Joined(channel, request, asker, user, prefixes, all);
        }
    }

    /** Somebody has left; the reason may be null. */
    record Parted(
            String channel,
            long request,
            Uid asker,
            @Nullable String reason) implements Happened {}

    /** Somebody has gone from the network. */
    record Left(String channel, Uid uid, String reason) implements Happened {
        @Override
        public long request() {
            return 0;
        }

        @Override
        public @Nullable Uid asker() {
            return null;
        }
    }

    /** All users of a server have gone with it. */
    record NodeGone(String channel, long node) implements Happened {
        @Override
        public long request() {
            return 0;
        }

        @Override
        public @Nullable Uid asker() {
            return null;
        }
    }

    /**
     * Something was said. The loop of the one who says it hears of it without members as well, for {@code echo-message}.
     *
     * @param by as they were when they said it
     * @param keep whether the loop that hears this is the one of its server that hands it to the history
     */
    record Said(
            String channel,
            long request,
            Uid asker,
            User by,
            String command,
            @Nullable String text,
            char atLeast,
            Map<String, String> tags,
            String msgid,
            long timeMs,
            boolean keep)
            implements Happened {
        /** The same for a loop that hands it to the history, or for one that does not. */
        public Said kept(boolean keeps) {
            return new Said(channel, request, asker, by, command, text, atLeast, tags, msgid, timeMs, keeps);
        }
    }

    /** The topic is another; empty if it was taken away. */
    record TopicSet(String channel, long request, Uid asker, String topic, String bySource, long timeMs)
            implements Happened {}

    /** Modes were changed: what of a {@link ChannelCommand.Mode} had an effect. Members by their uid. */
    record ModesSet(String channel, long request, Uid asker, String bySource, List<AppliedMode> changes, long timeMs)
            implements Happened {}

    /** Somebody was made to leave. */
    record Kicked(
            String channel, long request, Uid asker, String bySource, Uid target, String targetNick, String reason)
            implements Happened {}

    /**
     * Somebody was asked to come; for members who want to hear of it (invite-notify), and for the one asked, whose loop may
     * have no members.
     */
    record Invited(String channel, long request, Uid asker, String bySource, User target) implements Happened {}

    /** Who is on a channel and may be seen by somebody who is not on it: nobody if it is secret, or is none. */
    record MembersSeen(String channel, long request, Uid asker, List<Seen> members) implements ChannelEvent {
        /** One of them. */
        public record Seen(User user, String prefixes) {}
    }

    /** The channels that there are, for {@code LIST}; {@link #channel} means nothing. */
    record ChannelsListed(long request, Uid asker, List<ChannelSummary> channels) implements ChannelEvent {
        @Override
        public String channel() {
            return "*";
        }
    }

    /**
     * The end of a request, behind all events that it had. Numerics for the asker alone, if any. Not told if nobody waits and
     * there are none.
     */
    record Answered(String channel, long request, Uid asker, List<Reply> replies) implements ChannelEvent {}

    /**
     * A change of modes that had an effect.
     *
     * @param change the parameter of a member's mode is their nickname
     * @param member whose mode it is, or null for a channel's
     */
    record AppliedMode(ModeChange change, @Nullable Uid member) {}
}

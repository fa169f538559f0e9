// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.channel;

import akka.actor.typed.ActorRef;
import java.util.List;
import java.util.Map;
import org.aioactors.samples.chat.irc.ModeChange;
import org.aioactors.samples.chat.network.Uid;
import org.aioactors.samples.chat.network.User;
import org.jspecify.annotations.Nullable;

/**
 * To a channel's authority, from the loop of the user who wants something. Answered by a {@link ChannelEvent} to each loop
 * that has members, then by {@link ChannelEvent.Answered} to the one that asks.
 */
public sealed interface ChannelCommand {
    /** The channel's name, as the user writes it. */
    String channel();

    /** What a user wants. */
    sealed interface ByUser extends ChannelCommand {
        /** Who, and where the answer goes. */
        Asker by();
    }

    /**
     * {@code JOIN}.
     *
     * @param key what they say the key is, or null
     * @param create whether the channel may be made of it
     */
    record Join(String channel, Asker by, @Nullable String key, boolean create) implements ByUser {}

    /** {@code PART}; the reason may be null. */
    record Part(String channel, Asker by, @Nullable String reason) implements ByUser {}

    /**
     * {@code PRIVMSG}, {@code NOTICE} or {@code TAGMSG}.
     *
     * @param text null for {@code TAGMSG}
     * @param atLeast if not 0, only for members with this prefix or a higher one: a status message
     * @param tags the client-only tags of the message, by their names with the {@code +}
     */
    record Say(
            String channel,
            Asker by,
            String command,
            @Nullable String text,
            char atLeast,
            Map<String, String> tags) implements ByUser {}

    /** {@code TOPIC}; null asks for it, and the empty one takes it away. */
    record Topic(String channel, Asker by, @Nullable String topic) implements ByUser {}

    /** {@code MODE}; no changes ask for the modes, and a list mode without a parameter asks for the list. */
    record Mode(String channel, Asker by, List<Wish> changes) implements ByUser {
        /**
         * One change of several.
         *
         * @param member for the mode of a member: who has the nickname that is its parameter, as far as the loop of the one
         *     who asks knows; null if nobody has, or if it is another mode
         */
        public record Wish(ModeChange change, @Nullable User member) {}
    }

    /** {@code KICK}. */
    record Kick(String channel, Asker by, User target, String reason) implements ByUser {}

    /**
     * {@code INVITE}.
     *
     * @param targetLoop the loop of the user who is asked to come: hears of it, with members on it or without
     */
    record Invite(String channel, Asker by, User target, ActorRef<? super ChannelEvent> targetLoop) implements ByUser {}

    /**
     * {@code NAMES} or {@code WHO} of somebody who is not on it: who is on it and may be seen. Answered by {@link
     * ChannelEvent.MembersSeen}.
     */
    record Members(String channel, Asker by) implements ByUser {}

    /** A member has another nickname, account or whatever. Told to each channel that they are on. */
    record Changed(String channel, User user) implements ChannelCommand {}

    /** A user has gone from the network. Told to each channel that they were on, behind what they have said there. */
    record Quit(String channel, Uid uid, String reason) implements ChannelCommand {}

    /** All users of a server have gone with it. */
    record NodeLost(String channel, long node) implements ChannelCommand {}
}

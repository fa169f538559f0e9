// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.cluster;

import akka.actor.typed.ActorRef;
import java.util.List;
import org.aioactors.samples.chat.channel.ChannelCommand;
import org.aioactors.samples.chat.channel.ChannelEvent;
import org.aioactors.samples.chat.channel.ChannelSnapshot;
import org.aioactors.samples.chat.network.Uid;
import org.aioactors.samples.chat.wire.WireMessage;
import org.jspecify.annotations.Nullable;

/** From a loop to a channel's authority, on whichever server that is. */
public sealed interface ToChannel extends WireMessage {
    /** The channel's name without regard to case. */
    String channel();

    /**
     * Commands of a loop with a copy of the channel, in their order: those numbered {@code first} and on. They are told again until
     * the loop knows what came of them, so the authority may have had some. A loop's later copies of a channel go on with higher
     * numbers.
     *
     * @param loop takes {@link FromChannel} and {@link ChannelEvent}
     * @param node the loop's server
     * @param term of the authority that the loop listens to; another one leaves them alone
     * @param base the number of the loop's first command whose outcome it does not know; not above {@code first}
     */
    record Commands(
            String channel,
            ActorRef<Object> loop,
            long node,
            long term,
            long first,
            long base,
            List<ChannelCommand> commands)
            implements ToChannel {}

    /**
     * One command of a loop without a copy of the channel.
     *
     * @param request comes back in {@link FromChannel.Settled}; no number of the loop's is used twice, here or there
     */
    record FromOutside(String channel, ActorRef<Object> loop, long node, long request, ChannelCommand command)
            implements ToChannel {}

    /**
     * A loop has heard all events up to a number.
     *
     * @param number {@link Long#MAX_VALUE} if it has no copy of the channel, and wants to hear no more of it
     */
    record Heard(String channel, ActorRef<Object> loop, long term, long number) implements ToChannel {}

    /**
     * What a loop has of the channel: the answer to {@link FromChannel.WhoHas}.
     *
     * @param term the question's
     * @param loopTerm that of the authority which the loop listened to before this question, or 0. If it is not below the
     *     question's, the loop does not follow, and has to be asked again with a higher one
     * @param report null if no member is on the loop, or if it does not follow
     */
    record Reported(
            String channel,
            ActorRef<Object> loop,
            long term,
            long loopTerm,
            @Nullable Report<Happening, ChannelSnapshot> report)
            implements ToChannel {}

    /** A loop follows: the answer to {@link FromChannel.Begins}. The members are those that are on this loop. */
    record Vouched(String channel, ActorRef<Object> loop, long node, long term, List<Uid> members)
            implements ToChannel {}

    /** A server has gone for good, with its loops. From the authority's own server. */
    record ServerGone(String channel, long node) implements ToChannel {}
}

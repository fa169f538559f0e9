// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.cluster;

import akka.actor.typed.ActorRef;
import java.util.List;
import org.aioactors.samples.chat.channel.ChannelEvent;
import org.aioactors.samples.chat.channel.ChannelSnapshot;
import org.aioactors.samples.chat.wire.WireMessage;
import org.jspecify.annotations.Nullable;

/** From a channel's authority to a loop. */
public sealed interface FromChannel extends WireMessage {
    /** The channel's name without regard to case. */
    String channel();

    /** Of the authority. */
    long term();

    /**
     * The event of that number.
     *
     * @param stable up to which number all loops have heard
     */
    record Numbered(String channel, long term, long number, long stable, Happening happening) implements FromChannel {}

    /**
     * To a loop without members: the whole channel, with all events up to a number; the last of them is that the first of the loop's
     * users has come.
     *
     * @param tail the last events up to that one, which is there in any case: those that some loop may not have heard. The loop
     *     keeps them for the next authority, and tells its clients of the last alone
     */
    record Whole(String channel, long term, long number, ChannelSnapshot view, List<Happening> tail)
            implements FromChannel {
        /** Copies the tail. */
        public Whole {
            tail = List.copyOf(tail);
        }

        /** That the first of the loop's users has come. */
        public Happening joined() {
            return tail.get(tail.size() - 1);
        }
    }

    /**
     * A command of the loop has been decided. Told if it had no effect that the loop is told of as {@link Numbered}, or if there is
     * something to answer; and again if the loop tells the command again.
     *
     * @param number of the last event that this loop has been told by then: one that has not had it, or that listens to another
     *     authority by now, leaves the answer alone, so that an answer is never without its effect, and is told again; 0 if the loop
     *     is told no events
     * @param answers for the hub, in this order
     */
    record Settled(String channel, long term, long command, long number, List<ChannelEvent> answers)
            implements FromChannel {}

    /** Nothing has happened for a while: how far this authority is, for loops that have missed the last event. */
    record Reached(String channel, long term, long number, long stable) implements FromChannel {}

    /** Another authority asks what the loop has of the channel. Answered by {@link ToChannel.Reported}. */
    record WhoHas(String channel, long term, ActorRef<ToChannel> authority) implements FromChannel {}

    /**
     * The new authority begins: what this loop has missed, up to a number. Answered by {@link ToChannel.Vouched}; then come the
     * loop's commands that have had no effect.
     *
     * @param whole the whole channel up to that number, if the loop has missed more than others have kept; else null
     */
    record Begins(
            String channel,
            long term,
            long number,
            long stable,
            @Nullable ChannelSnapshot whole,
            List<Happening> missed,
            ActorRef<ToChannel> authority)
            implements FromChannel {}
}

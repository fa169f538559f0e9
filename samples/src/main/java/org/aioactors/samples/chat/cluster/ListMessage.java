// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.cluster;

import akka.actor.typed.ActorRef;
import java.util.List;
import org.aioactors.samples.chat.channel.Asker;
import org.aioactors.samples.chat.channel.ChannelSummary;
import org.aioactors.samples.chat.wire.WireMessage;

/** About lists of channels: what {@link ChannelLists} of one server tell those of another. */
sealed interface ListMessage extends WireMessage {
    /** Somebody of this server wants a list of all channels of the network. Does not leave the server. */
    record AllWanted(Asker by) implements ListMessage {}

    /** The channels of one server are wanted; answered by one {@link Part} or more. */
    record PartWanted(ActorRef<Part> by) implements ListMessage {}

    /**
     * Channels of a server.
     *
     * @param isLast whether there are no more
     */
    record Part(List<ChannelSummary> channels, boolean isLast) implements WireMessage {
        /** Copies the list. */
        public Part {
            channels = List.copyOf(channels);
        }
    }
}

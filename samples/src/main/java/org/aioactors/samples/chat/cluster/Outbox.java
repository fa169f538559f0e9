// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.cluster;

import akka.actor.typed.ActorRef;
import org.aioactors.samples.chat.channel.ChannelEvent;
import org.aioactors.samples.chat.channel.ChannelView;
import org.jspecify.annotations.Nullable;

/** Where an authority's news go. */
interface Outbox {
    /** To a loop of the network. May be lost on the way. */
    void tell(ActorRef<Object> loop, FromChannel message);

    /** To the loop of somebody who is asked to come, which has no members. Lost, it is not told again. */
    void invite(ActorRef<? super ChannelEvent> loop, ChannelEvent.Invited invited);

    /** The channel has other members, another topic, or other modes; null if it has ended. */
    void changed(@Nullable ChannelView channel);
}

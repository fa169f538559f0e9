// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.channel;

import akka.actor.typed.ActorRef;
import org.aioactors.samples.chat.network.User;

/**
 * Who wants something of a channel.
 *
 * @param user as they are when they ask
 * @param loop the loop that they are on, which hears the channel's events
 * @param request what they gave the request as its number; comes back in the answer, so that their session knows which
 *     of its commands has ended; 0 if nobody waits
 */
public record Asker(User user, ActorRef<? super ChannelEvent> loop, long request) {}

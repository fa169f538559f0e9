// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.cluster;

import akka.actor.typed.ActorRef;
import org.aioactors.samples.chat.channel.ChannelEvent;
import org.jspecify.annotations.Nullable;

/**
 * What happened on a channel, and by which command.
 *
 * @param by the loop by whose command it happened, or null
 * @param command what that loop calls the command, or 0
 */
public record Happening(@Nullable ActorRef<Object> by, long command, ChannelEvent.Happened event) {}

// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.loop;

import akka.actor.typed.ActorRef;
import java.time.InstantSource;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.aioactors.samples.chat.channel.ChannelEvent;
import org.aioactors.samples.chat.channel.Channels;
import org.aioactors.samples.chat.channel.MessageIds;
import org.aioactors.samples.chat.cluster.LoopCopies;
import org.aioactors.samples.chat.irc.Limits;
import org.aioactors.samples.chat.limit.ClientClock;
import org.aioactors.samples.chat.network.Directory;
import org.aioactors.samples.chat.network.UserTable;

/**
 * What all loops of a server share. Any thread.
 *
 * @param channels for each loop its way to all channels
 * @param keep hands what was said on a channel to the history
 * @param clockRules when a client is silent for too long; those of now
 * @param serverName what the lines of the server come from
 */
public record LoopServices(
        ChannelsOfLoop channels,
        ActorRef<Directory.Command> directory,
        UserTable users,
        Consumer<ChannelEvent.Said> keep,
        MessageIds msgids,
        String serverName,
        Limits limits,
        Supplier<ClientClock.Rules> clockRules,
        InstantSource clock) {
    /** Makes the way of a loop to all channels, which may be the same for all loops. */
    @FunctionalInterface
    public interface ChannelsOfLoop {
        /**
         * For one loop, and on it.
         *
         * @param hub what the loop's news are told to
         */
        Channels forLoop(ActorRef<Object> hub, LoopCopies copies);
    }
}

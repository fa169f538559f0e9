// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.cluster;

import akka.actor.typed.ActorRef;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.aioactors.samples.chat.channel.ChannelSummary;
import org.jspecify.annotations.Nullable;

/** The authorities that are on this server. Each writes what is here of it; read by any thread. */
public final class LocalAuthorities {
    private record Entry(
            ActorRef<ToChannel> authority, @Nullable ChannelSummary summary) {}

    /** By the channel's name without regard to case. */
    private final ConcurrentHashMap<String, Entry> entries = new ConcurrentHashMap<>();

    /** An authority is here, and this is its channel; null if nobody is on it, or if that is not known yet. */
    void put(String channel, ActorRef<ToChannel> authority, @Nullable ChannelSummary summary) {
        entries.put(channel, new Entry(authority, summary));
    }

    /** An authority has ended. There may be another one of its channel by now. */
    void remove(String channel, ActorRef<ToChannel> authority) {
        entries.computeIfPresent(channel, (name, entry) -> entry.authority().equals(authority) ? null : entry);
    }

    /** A server has gone for good. To be called when {@link org.aioactors.samples.chat.network.Servers} does not have it any more. */
    public void serverGone(long node) {
        entries.forEach((channel, entry) -> entry.authority().tell(new ToChannel.ServerGone(channel, node)));
    }

    /** The channels that somebody is on and whose authorities are here. */
    public List<ChannelSummary> summaries() {
        return entries.values().stream()
                .map(Entry::summary)
                .filter(Objects::nonNull)
                .toList();
    }

    /** How many authorities there are, those included that are about to end. */
    public int size() {
        return entries.size();
    }
}

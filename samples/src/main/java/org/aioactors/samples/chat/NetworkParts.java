// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.ActorContext;
import akka.cluster.typed.Cluster;
import java.time.Clock;
import org.aioactors.samples.chat.channel.Channels;
import org.aioactors.samples.chat.channel.MessageIds;
import org.aioactors.samples.chat.cluster.ClusterWatch;
import org.aioactors.samples.chat.cluster.LocalAuthorities;
import org.aioactors.samples.chat.cluster.LoopChannels;
import org.aioactors.samples.chat.cluster.LoopCopies;
import org.aioactors.samples.chat.cluster.LoopSite;
import org.aioactors.samples.chat.cluster.ShardedChannels;
import org.aioactors.samples.chat.irc.Limits;
import org.aioactors.samples.chat.network.Directory;
import org.aioactors.samples.chat.network.Servers;

/** What a server of a network has in place of what one has that stands alone. */
final class NetworkParts {
    private final ActorContext<?> context;
    private final long node;
    private final Servers servers;
    private final ShardedChannels channels;

    /**
     * Takes the server's part of the channels, as soon as it has joined.
     *
     * @param context of the guardian
     * @param node see {@link #node}
     */
    NetworkParts(ActorContext<?> context, long node, Limits limits, MessageIds msgids, Clock clock, Servers servers) {
        this.context = context;
        this.node = node;
        this.servers = servers;
        this.channels = ShardedChannels.start(context.getSystem(), limits, msgids, clock, servers);
    }

    /** The number of this incarnation of the server, by which the others know it as well. */
    static long node(ActorSystem<?> system) {
        return Cluster.get(system).selfMember().uniqueAddress().longUid();
    }

    /** The way to all channels for one loop, and on it. */
    Channels forLoop(ActorRef<Object> hub, LoopCopies copies) {
        LoopSite site = new LoopSite(hub, node, channels.region());
        return new LoopChannels(site, copies, channels::list, System::nanoTime);
    }

    /** Those of this server. */
    LocalAuthorities authorities() {
        return channels.authorities();
    }

    /** Joins the network: from now on the directory hears of the other servers. One of the same name may be taken over from. */
    void join(ActorRef<Directory.Command> directory, ActorRef<ClusterWatch.Joined> joined, boolean takesOver) {
        context.spawn(ClusterWatch.create(directory, servers, joined, takesOver), "cluster-watch");
    }
}

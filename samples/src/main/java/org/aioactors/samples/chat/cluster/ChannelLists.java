// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.cluster;

import akka.actor.ActorSelection;
import akka.actor.RootActorPath;
import akka.actor.typed.Behavior;
import akka.actor.typed.SupervisorStrategy;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Adapter;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import java.util.List;
import org.aioactors.samples.chat.channel.ChannelSummary;
import org.aioactors.samples.chat.network.Server;
import org.aioactors.samples.chat.network.Servers;

/**
 * Says which channels have their authorities on this server, and for {@code LIST} asks all servers of the network. One on each
 * server, by the same name.
 */
final class ChannelLists extends AbstractBehavior<ListMessage> {
    /** Among the actors of the system; servers find each other's by it. */
    static final String NAME = "chat-channel-lists";

    /** A topic may have several hundred bytes, and a message between servers at most 256 KiB as Akka is configured by default. */
    private static final int CHANNELS_IN_A_PART = 100;

    private final Servers servers;
    private final LocalAuthorities authorities;

    private ChannelLists(ActorContext<ListMessage> context, Servers servers, LocalAuthorities authorities) {
        super(context);
        this.servers = servers;
        this.authorities = authorities;
    }

    static Behavior<ListMessage> create(Servers servers, LocalAuthorities authorities) {
        return Behaviors.supervise(Behaviors.setup(
                        (ActorContext<ListMessage> context) -> new ChannelLists(context, servers, authorities)))
                .onFailure(RuntimeException.class, SupervisorStrategy.resume());
    }

    @Override
    public Receive<ListMessage> createReceive() {
        return newReceiveBuilder()
                .onMessage(ListMessage.AllWanted.class, this::onAllWanted)
                .onMessage(ListMessage.PartWanted.class, this::onPartWanted)
                .build();
    }

    private Behavior<ListMessage> onAllWanted(ListMessage.AllWanted wanted) {
        List<ActorSelection> all = servers.all().stream().map(this::listsOf).toList();
        getContext().spawnAnonymous(ChannelListing.create(wanted.by(), all));
        return this;
    }

    private ActorSelection listsOf(Server server) {
        RootActorPath root = new RootActorPath(server.directory().path().address(), "/");
        return Adapter.toClassic(getContext().getSystem())
                .actorSelection(root.child("system").child(NAME));
    }

    private Behavior<ListMessage> onPartWanted(ListMessage.PartWanted wanted) {
        List<ChannelSummary> channels = authorities.summaries();
        int from = 0;
        while (channels.size() - from > CHANNELS_IN_A_PART) {
            wanted.by().tell(new ListMessage.Part(channels.subList(from, from + CHANNELS_IN_A_PART), false));
            from += CHANNELS_IN_A_PART;
        }
        wanted.by().tell(new ListMessage.Part(channels.subList(from, channels.size()), true));
        return this;
    }
}

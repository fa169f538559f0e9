// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.cluster;

import akka.actor.ActorSelection;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Adapter;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.aioactors.samples.chat.channel.Asker;
import org.aioactors.samples.chat.channel.ChannelEvent;
import org.aioactors.samples.chat.channel.ChannelSummary;
import org.aioactors.samples.chat.irc.CaseMapping;

/** One {@code LIST}: asks the servers, and answers with what has come when all have answered or the time is over. Then it ends. */
final class ChannelListing extends AbstractBehavior<Object> {
    private static final Duration LIMIT = Duration.ofSeconds(2);

    private enum TimeIsOver {
        TIME_IS_OVER
    }

    private final Asker by;

    /** By name: the authority of a channel may move meanwhile, and two servers have it. */
    private final Map<String, ChannelSummary> channels = new LinkedHashMap<>();

    private int unanswered;

    private ChannelListing(ActorContext<Object> context, Asker by, int servers) {
        super(context);
        this.by = by;
        this.unanswered = servers;
    }

    /**
     * The behavior.
     *
     * @param servers the {@link ChannelLists} of each
     */
    static Behavior<Object> create(Asker by, List<ActorSelection> servers) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> {
            timers.startSingleTimer(TimeIsOver.TIME_IS_OVER, LIMIT);
            ListMessage.PartWanted wanted =
                    new ListMessage.PartWanted(context.getSelf().narrow());
            servers.forEach(server -> server.tell(wanted, Adapter.toClassic(context.getSelf())));
            return new ChannelListing(context, by, servers.size());
        }));
    }

    @Override
    public Receive<Object> createReceive() {
        return newReceiveBuilder()
                .onMessage(ListMessage.Part.class, this::onPart)
                .onMessage(TimeIsOver.class, over -> answer())
                .build();
    }

    private Behavior<Object> onPart(ListMessage.Part part) {
        part.channels().forEach(channel -> channels.put(CaseMapping.fold(channel.name()), channel));
        if (part.isLast()) {
            unanswered--;
        }
        return unanswered == 0 ? answer() : this;
    }

    private Behavior<Object> answer() {
        by.loop().tell(new ChannelEvent.ChannelsListed(by.request(), by.user().uid(), List.copyOf(channels.values())));
        return Behaviors.stopped();
    }
}

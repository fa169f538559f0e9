// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.cluster;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.Props;
import akka.cluster.sharding.typed.ClusterShardingSettings;
import akka.cluster.sharding.typed.ShardingMessageExtractor;
import akka.cluster.sharding.typed.javadsl.ClusterSharding;
import akka.cluster.sharding.typed.javadsl.Entity;
import akka.cluster.sharding.typed.javadsl.EntityContext;
import akka.cluster.sharding.typed.javadsl.EntityTypeKey;
import java.time.Clock;
import org.aioactors.samples.chat.channel.Asker;
import org.aioactors.samples.chat.channel.MessageIds;
import org.aioactors.samples.chat.irc.Limits;
import org.aioactors.samples.chat.network.Servers;

/** All channels of a network of servers, as far as one server goes: the way to each authority, wherever it is. Any thread. */
public final class ShardedChannels {
    /** The same on all servers, and never to be changed while one runs: by it they agree where an authority is. */
    private static final int SHARDS = 100;

    private static final EntityTypeKey<ToChannel> TYPE = EntityTypeKey.create(ToChannel.class, "channel");

    private final ActorRef<ToChannel> region;
    private final LocalAuthorities authorities;
    private final ActorRef<ListMessage> lists;

    private ShardedChannels(ActorRef<ToChannel> region, LocalAuthorities authorities, ActorRef<ListMessage> lists) {
        this.region = region;
        this.authorities = authorities;
        this.lists = lists;
    }

    /**
     * Has this server take its part of the channels. Authorities live in the system, on its default dispatcher. To be called once
     * on each server; the system must have {@code akka.actor.provider = cluster}.
     *
     * @param servers written by this server's directory, which also tells {@link #authorities} when one has gone
     */
    public static ShardedChannels start(
            ActorSystem<?> system, Limits limits, MessageIds msgids, Clock clock, Servers servers) {
        LocalAuthorities authorities = new LocalAuthorities();
        ShardedAuthority.Services services = new ShardedAuthority.Services(limits, msgids, clock, servers, authorities);
        ClusterSharding sharding = ClusterSharding.get(system);
        ActorRef<ToChannel> region = sharding.init(Entity.of(TYPE, entity -> authority(sharding, services, entity))
                // A channel where nobody speaks has members all the same.
                .withSettings(ClusterShardingSettings.create(system).withNoPassivationStrategy())
                .withMessageExtractor(new ByChannel()));
        ActorRef<ListMessage> lists =
                system.systemActorOf(ChannelLists.create(servers, authorities), ChannelLists.NAME, Props.empty());
        return new ShardedChannels(region, authorities, lists);
    }

    private static Behavior<ToChannel> authority(
            ClusterSharding sharding, ShardedAuthority.Services services, EntityContext<ToChannel> entity) {
        String channel = entity.getEntityId();
        return ShardedAuthority.create(
                services, new ShardedAuthority.Site(channel, entity.getShard(), sharding.entityRefFor(TYPE, channel)));
    }

    /** Takes what is for a channel. Messages of one thread for one channel arrive in order, if they arrive. */
    public ActorRef<ToChannel> region() {
        return region;
    }

    /** Those of this server. */
    public LocalAuthorities authorities() {
        return authorities;
    }

    /**
     * Asks all servers for their channels. Answered by one {@link org.aioactors.samples.chat.channel.ChannelEvent.ChannelsListed},
     * after 2 s at most with what has come by then.
     */
    public void list(Asker by) {
        lists.tell(new ListMessage.AllWanted(by));
    }

    private static final class ByChannel extends ShardingMessageExtractor<ToChannel, ToChannel> {
        @Override
        public String entityId(ToChannel message) {
            return message.channel();
        }

        /** The hash of a string is the same on every machine. */
        @Override
        public String shardId(String channel) {
            return Integer.toString(Math.floorMod(channel.hashCode(), SHARDS));
        }

        @Override
        public ToChannel unwrapMessage(ToChannel message) {
            return message;
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.cluster;

import akka.actor.CoordinatedShutdown;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.RecipientRef;
import akka.actor.typed.SupervisorStrategy;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.TimerScheduler;
import akka.cluster.sharding.typed.javadsl.ClusterSharding;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Supplier;
import org.aioactors.samples.chat.channel.ChannelEvent;
import org.aioactors.samples.chat.channel.ChannelState;
import org.aioactors.samples.chat.channel.ChannelSummary;
import org.aioactors.samples.chat.channel.ChannelView;
import org.aioactors.samples.chat.irc.Limits;
import org.aioactors.samples.chat.network.Servers;
import org.jspecify.annotations.Nullable;

/**
 * Decides what happens on one channel of a network of servers. An entity of Cluster Sharding: there is one of a channel in the
 * whole network, wherever that is. It keeps nothing that the loops of the network would not know too: see {@link AuthorityEnd}.
 */
public final class ShardedAuthority extends AbstractBehavior<Object> {
    /**
     * What all authorities of a server have in common.
     *
     * @param limits what is allowed on channels
     * @param msgids for what is said; any thread
     * @param clock the time
     * @param servers all servers of the network
     * @param authorities those of this server
     */
    public record Services(
            Limits limits, Supplier<String> msgids, Clock clock, Servers servers, LocalAuthorities authorities) {}

    /**
     * Where an authority is.
     *
     * @param channel the name of its channel without regard to case
     * @param shard is asked to let it end when nobody is on the channel
     * @param successor the next authority of the channel, wherever it will be
     */
    public record Site(
            String channel, ActorRef<ClusterSharding.ShardCommand> shard, RecipientRef<ToChannel> successor) {}

    private enum Tick {
        TICK
    }

    /**
     * For so long an authority without members waits for the next one: about two seconds. It may know that nobody has the channel
     * before the message has come for which it was started.
     */
    private static final int REST_TICKS = 8;

    private final Services services;
    private final Site site;
    private final ActorRef<ToChannel> self;
    private final TimerScheduler<Object> timers;
    private final AuthorityEnd end;
    private long nowMs;
    private int emptyTicks;

    private ShardedAuthority(
            ActorContext<Object> context, TimerScheduler<Object> timers, Services services, Site site) {
        super(context);
        this.services = services;
        this.site = site;
        this.timers = timers;
        this.self = context.getSelf().narrow();
        this.nowMs = services.clock().millis();
        // Before the servers are looked at: one that goes is told to those that are here.
        services.authorities().put(site.channel(), self, null);
        this.end = new AuthorityEnd(
                site.channel(),
                self,
                new ChannelState(services.limits(), services.msgids()),
                services.servers(),
                new ToActors(),
                nowMs);
        timers.startTimerWithFixedDelay(Tick.TICK, Duration.ofMillis(AuthorityEnd.TICK_MS));
    }

    /** The behavior of a channel's authority; any dispatcher. A fault costs the command that met it, and is logged. */
    public static Behavior<ToChannel> create(Services services, Site site) {
        return Behaviors.supervise(Behaviors.setup((ActorContext<Object> context) ->
                        Behaviors.withTimers(timers -> new ShardedAuthority(context, timers, services, site))))
                .onFailure(RuntimeException.class, SupervisorStrategy.resume())
                .narrow();
    }

    @Override
    public Receive<Object> createReceive() {
        return newReceiveBuilder()
                .onMessage(ToChannel.class, this::onMessage)
                .onMessage(Tick.class, this::onTick)
                .onSignal(PostStop.class, this::onStop)
                .build();
    }

    private Behavior<Object> onMessage(ToChannel message) {
        try {
            end.receive(message, now());
        } finally {
            tickIfNeeded();
        }
        return this;
    }

    private Behavior<Object> onTick(Tick tick) {
        try {
            end.tick(now());
        } finally {
            emptyTicks = end.isEmpty() ? emptyTicks + 1 : 0;
            if (emptyTicks == REST_TICKS) {
                emptyTicks = 0;
                site.shard().tell(new ClusterSharding.Passivate<>(self));
            }
            tickIfNeeded();
        }
        return this;
    }

    /** What was said is in order by its time too, when the clock is set back. */
    private long now() {
        nowMs = Math.max(nowMs, services.clock().millis());
        return nowMs;
    }

    /** An idle channel costs no ticks. */
    private void tickIfNeeded() {
        if (!end.needsTick() && !end.isEmpty()) {
            timers.cancel(Tick.TICK);
        } else if (!timers.isTimerActive(Tick.TICK)) {
            timers.startTimerWithFixedDelay(Tick.TICK, Duration.ofMillis(AuthorityEnd.TICK_MS));
        }
    }

    /**
     * If somebody is on the channel, its shard is given to another server. Something has to come, or no authority would be there
     * until somebody speaks, and the channel be missing in lists. When this server goes, loops of the others see to that.
     */
    private Behavior<Object> onStop(PostStop stop) {
        services.authorities().remove(site.channel(), self);
        boolean isServerGoing = CoordinatedShutdown.get(getContext().getSystem())
                .getShutdownReason()
                .isPresent();
        if (!end.isEmpty() && !isServerGoing) {
            site.successor()
                    .tell(new ToChannel.Heard(
                            site.channel(), getContext().getSystem().ignoreRef(), 0, 0));
        }
        return this;
    }

    private final class ToActors implements Outbox {
        @Override
        public void tell(ActorRef<Object> loop, FromChannel message) {
            loop.tell(message);
        }

        @Override
        public void invite(ActorRef<? super ChannelEvent> loop, ChannelEvent.Invited invited) {
            loop.tell(invited);
        }

        @Override
        public void changed(@Nullable ChannelView channel) {
            services.authorities().put(site.channel(), self, channel == null ? null : ChannelSummary.of(channel));
        }
    }
}

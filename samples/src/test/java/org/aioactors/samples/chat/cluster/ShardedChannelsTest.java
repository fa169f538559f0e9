// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorRefResolver;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import akka.cluster.typed.Cluster;
import akka.cluster.typed.Join;
import com.typesafe.config.ConfigFactory;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.aioactors.samples.chat.channel.Asker;
import org.aioactors.samples.chat.channel.ChannelCommand;
import org.aioactors.samples.chat.channel.ChannelEvent;
import org.aioactors.samples.chat.channel.ChannelSummary;
import org.aioactors.samples.chat.channel.MessageIds;
import org.aioactors.samples.chat.channel.TestUsers;
import org.aioactors.samples.chat.irc.Limits;
import org.aioactors.samples.chat.network.Directory;
import org.aioactors.samples.chat.network.Server;
import org.aioactors.samples.chat.network.Servers;
import org.aioactors.samples.chat.network.TestServers;
import org.aioactors.samples.chat.network.Uid;
import org.aioactors.samples.chat.network.User;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A network of one server, by Cluster Sharding. */
class ShardedChannelsTest {
    private static final Duration STARTED = Duration.ofSeconds(20);

    private final ActorTestKit kit = ActorTestKit.create(
            ConfigFactory.parseString("akka { actor.provider = cluster, actor.default-dispatcher.aio.threads = 2,"
                            + " remote.artery.canonical { hostname = 127.0.0.1, port = 0 } }")
                    .withFallback(ConfigFactory.load()));
    private final TestProbe<Object> heard = kit.createTestProbe();
    private final ActorRef<Object> hub = kit.spawn(loop(heard.ref()));
    private final Servers servers = TestServers.of(List.of(
            new Server(1, "s1", "", kit.createTestProbe(Directory.Command.class).ref(), List.of(hub))));
    private final User alice = TestUsers.user(new Uid(1, 1), "alice");

    @AfterEach
    void end() {
        kit.shutdownTestKit();
    }

    @Test
    void a_channel_is_found_by_its_name_listed_and_ends() {
        Cluster cluster = Cluster.get(kit.system());
        cluster.manager().tell(new Join(cluster.selfMember().address()));
        ShardedChannels channels =
                ShardedChannels.start(kit.system(), Limits.standard(), new MessageIds(1), Clock.systemUTC(), servers);
        channels.region().tell(outside("#c", 1, new ChannelCommand.Join("#C", asker(0), null, true)));
        FromChannel.Whole whole = heard.expectMessageClass(FromChannel.Whole.class, STARTED);
        heard.expectMessageClass(FromChannel.Settled.class);
        channels.region().tell(outside("#d", 2, new ChannelCommand.Join("#d", asker(0), null, true)));
        assertThat(heard.expectMessageClass(FromChannel.Whole.class).channel()).isEqualTo("#d");
        heard.expectMessageClass(FromChannel.Settled.class);

        channels.list(asker(7));
        ChannelEvent.ChannelsListed listed = heard.expectMessageClass(ChannelEvent.ChannelsListed.class);
        assertThat(listed.request()).isEqualTo(7);
        assertThat(listed.channels()).extracting(ChannelSummary::name).containsExactlyInAnyOrder("#C", "#d");

        channels.region()
                .tell(new ToChannel.Commands(
                        "#c", hub, 1, whole.term(), 3, 3, List.of(new ChannelCommand.Part("#c", asker(0), null))));
        assertThat(heard.expectMessageClass(FromChannel.Numbered.class).number())
                .isEqualTo(2);
        heard.awaitAssert(STARTED, () -> {
            assertThat(channels.authorities().size()).isEqualTo(1);
            return null;
        });
    }

    @Test
    void a_server_that_says_nothing_is_not_waited_for() {
        Cluster cluster = Cluster.get(kit.system());
        cluster.manager().tell(new Join(cluster.selfMember().address()));
        ShardedChannels channels =
                ShardedChannels.start(kit.system(), Limits.standard(), new MessageIds(1), Clock.systemUTC(), servers);
        channels.region().tell(outside("#c", 1, new ChannelCommand.Join("#c", asker(0), null, true)));
        heard.expectMessageClass(FromChannel.Whole.class, STARTED);
        heard.expectMessageClass(FromChannel.Settled.class);
        ActorRef<Directory.Command> silent = ActorRefResolver.get(kit.system())
                .resolveActorRef("akka://" + kit.system().name() + "@127.0.0.1:1/user/directory");
        TestServers.put(servers, new Server(2, "s2", "", silent, List.of()));
        channels.list(asker(8));
        assertThat(heard.expectMessageClass(ChannelEvent.ChannelsListed.class, Duration.ofSeconds(10))
                        .channels())
                .extracting(ChannelSummary::name)
                .containsExactly("#c");
    }

    private Asker asker(long request) {
        return new Asker(alice, hub, request);
    }

    private ToChannel outside(String channel, long request, ChannelCommand command) {
        return new ToChannel.FromOutside(channel, hub, 1, request, command);
    }

    /** Has no copies of channels when it is asked, and says at once what it has heard. */
    private static Behavior<Object> loop(ActorRef<Object> heard) {
        Map<String, ActorRef<ToChannel>> authorities = new HashMap<>();
        return Behaviors.setup(context -> Behaviors.receive(Object.class)
                .onMessage(FromChannel.WhoHas.class, asks -> {
                    authorities.put(asks.channel(), asks.authority());
                    asks.authority()
                            .tell(new ToChannel.Reported(asks.channel(), context.getSelf(), asks.term(), 0, null));
                    return Behaviors.same();
                })
                .onMessage(FromChannel.Reached.class, reached -> Behaviors.same())
                .onAnyMessage(message -> {
                    if (message instanceof FromChannel.Whole whole) {
                        say(authorities, context.getSelf(), whole, whole.number());
                    } else if (message instanceof FromChannel.Numbered numbered) {
                        say(authorities, context.getSelf(), numbered, numbered.number());
                    }
                    heard.tell(message);
                    return Behaviors.same();
                })
                .build());
    }

    private static void say(
            Map<String, ActorRef<ToChannel>> authorities, ActorRef<Object> self, FromChannel message, long number) {
        Objects.requireNonNull(authorities.get(message.channel()))
                .tell(new ToChannel.Heard(message.channel(), self, message.term(), number));
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.FishingOutcomes;
import akka.actor.testkit.typed.javadsl.ManualTime;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.cluster.sharding.typed.javadsl.ClusterSharding;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.aioactors.samples.chat.channel.Asker;
import org.aioactors.samples.chat.channel.ChannelCommand;
import org.aioactors.samples.chat.channel.ChannelEvent;
import org.aioactors.samples.chat.channel.ChannelSnapshot;
import org.aioactors.samples.chat.channel.ChannelSummary;
import org.aioactors.samples.chat.channel.TestUsers;
import org.aioactors.samples.chat.irc.Limits;
import org.aioactors.samples.chat.irc.Numeric;
import org.aioactors.samples.chat.network.Directory;
import org.aioactors.samples.chat.network.Server;
import org.aioactors.samples.chat.network.Servers;
import org.aioactors.samples.chat.network.TestServers;
import org.aioactors.samples.chat.network.Uid;
import org.aioactors.samples.chat.network.User;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One authority, two servers with a loop each, and time that passes when a test says so. */
class ShardedAuthorityTest {
    private final ActorTestKit kit = ActorTestKit.create(ManualTime.config());
    private final ManualTime time = ManualTime.get(kit.system());
    private final TestProbe<Object> one = kit.createTestProbe();
    private final TestProbe<Object> two = kit.createTestProbe();
    private final TestProbe<ClusterSharding.ShardCommand> shard =
            kit.createTestProbe(ClusterSharding.ShardCommand.class);
    private final TestProbe<ToChannel> successor = kit.createTestProbe(ToChannel.class);
    private final Servers servers = TestServers.of(List.of(server(1, one), server(2, two)));
    private final LocalAuthorities authorities = new LocalAuthorities();
    private final AtomicInteger msgids = new AtomicInteger();
    private final User alice = TestUsers.user(new Uid(1, 1), "alice");
    private final User bob = TestUsers.user(new Uid(2, 1), "bob");
    private ActorRef<ToChannel> authority;
    private long term;

    @AfterEach
    void end() {
        kit.shutdownTestKit();
    }

    private Server server(long node, TestProbe<Object> hub) {
        ActorRef<Directory.Command> directory =
                kit.createTestProbe(Directory.Command.class).ref();
        return new Server(node, "s" + node, "", directory, List.of(hub.ref()));
    }

    private void spawn() {
        authority = kit.spawn(ShardedAuthority.create(
                new ShardedAuthority.Services(Limits.standard(), this::msgid, Clock.systemUTC(), servers, authorities),
                new ShardedAuthority.Site("#c", shard.ref(), successor.ref())));
    }

    private String msgid() {
        int next = msgids.incrementAndGet();
        if (next == 2) {
            throw new IllegalStateException("no second message");
        }
        return "m" + next;
    }

    /** Nobody has the channel. */
    private void begin() {
        spawn();
        term = one.expectMessageClass(FromChannel.WhoHas.class).term();
        assertThat(two.expectMessageClass(FromChannel.WhoHas.class).term()).isEqualTo(term);
        authority.tell(new ToChannel.Reported("#c", one.ref(), term, 0, null));
        authority.tell(new ToChannel.Reported("#c", two.ref(), term, 0, null));
    }

    /** Alice and Bob are on it. */
    private void beginWithTwo() {
        begin();
        authority.tell(outside(one, 1, join(alice, one)));
        one.expectMessageClass(FromChannel.Whole.class);
        one.expectMessageClass(FromChannel.Settled.class);
        authority.tell(outside(two, 2, join(bob, two)));
        two.expectMessageClass(FromChannel.Whole.class);
        two.expectMessageClass(FromChannel.Settled.class);
        one.expectMessageClass(FromChannel.Numbered.class);
        heard(one, 2);
        heard(two, 2);
    }

    @Test
    void who_comes_first_is_told_the_channel_and_who_comes_then_is_told_of() {
        begin();
        authority.tell(outside(one, 1, join(alice, one)));
        FromChannel.Whole whole = one.expectMessageClass(FromChannel.Whole.class);
        assertThat(whole.number()).isEqualTo(1);
        assertThat(whole.view().members()).containsExactly(new ChannelSnapshot.OnIt(alice, "@"));
        assertThat(one.expectMessageClass(FromChannel.Settled.class))
                .isEqualTo(new FromChannel.Settled("#c", term, 1, 1, List.of()));
        authority.tell(outside(two, 2, join(bob, two)));
        FromChannel.Numbered joined = one.expectMessageClass(FromChannel.Numbered.class);
        assertThat(joined.number()).isEqualTo(2);
        assertThat(joined.stable()).isZero();
        assertThat(joined.happening())
                .isEqualTo(two.expectMessageClass(FromChannel.Whole.class).joined());
        two.expectMessageClass(FromChannel.Settled.class);
        assertThat(authorities.summaries()).extracting(ChannelSummary::members).containsExactly(2);
    }

    @Test
    void what_is_said_is_told_once_to_each_and_a_refusal_to_the_one() {
        beginWithTwo();
        authority.tell(commands(one, 5, 5, say(alice, one)));
        FromChannel.Numbered said = one.expectMessageClass(FromChannel.Numbered.class);
        assertThat(said.number()).isEqualTo(3);
        assertThat(said.happening().by()).isEqualTo(one.ref());
        assertThat(said.happening().command()).isEqualTo(5);
        assertThat(((ChannelEvent.Said) said.happening().event()).keep()).isTrue();
        assertThat(two.expectMessageClass(FromChannel.Numbered.class)).isEqualTo(said);
        authority.tell(commands(two, 7, 7, new ChannelCommand.Topic("#c", new Asker(bob, two.ref(), 0), "tea")));
        FromChannel.Settled refused = two.expectMessageClass(FromChannel.Settled.class);
        assertThat(refused.command()).isEqualTo(7);
        assertThat(refused.number()).isEqualTo(3);
        assertThat(((ChannelEvent.Answered) refused.answers().get(0))
                        .replies()
                        .get(0)
                        .numeric())
                .isEqualTo(Numeric.ERR_CHANOPRIVSNEEDED);
        authority.tell(commands(two, 7, 7, new ChannelCommand.Topic("#c", new Asker(bob, two.ref(), 0), "tea")));
        assertThat(two.expectMessageClass(FromChannel.Settled.class))
                .as("told again")
                .isEqualTo(refused);
        one.expectNoMessage();
    }

    @Test
    void a_fault_costs_the_command_that_met_it() {
        beginWithTwo();
        authority.tell(commands(one, 5, 5, say(alice, one), say(alice, one), say(alice, one)));
        assertThat(one.expectMessageClass(FromChannel.Numbered.class)
                        .happening()
                        .command())
                .isEqualTo(5);
        assertThat(one.expectMessageClass(FromChannel.Settled.class))
                .isEqualTo(new FromChannel.Settled("#c", term, 6, 3, List.of()));
        assertThat(one.expectMessageClass(FromChannel.Numbered.class)
                        .happening()
                        .command())
                .isEqualTo(7);
    }

    @Test
    void ends_when_all_have_left_and_heard_so() {
        beginWithTwo();
        authority.tell(commands(one, 5, 5, part(alice, one)));
        authority.tell(commands(two, 6, 6, part(bob, two)));
        assertThat(one.expectMessageClass(FromChannel.Numbered.class).number()).isEqualTo(3);
        assertThat(two.expectMessageClass(FromChannel.Numbered.class).number()).isEqualTo(3);
        assertThat(two.expectMessageClass(FromChannel.Numbered.class).number()).isEqualTo(4);
        two.awaitAssert(
                () -> { // told after the loops
                    assertThat(authorities.summaries()).isEmpty();
                    return true;
                });
        heard(two, 4);
        time.expectNoMessageFor(Duration.ofSeconds(5), shard);
        heard(one, Long.MAX_VALUE);
        shard.expectNoMessage();
        time.timePasses(Duration.ofSeconds(2));
        shard.expectMessage(new ClusterSharding.Passivate<>(authority));
        kit.stop(authority);
        assertThat(authorities.size()).isZero();
        successor.expectNoMessage();
    }

    @Test
    void one_whose_shard_is_moved_has_another_begin() {
        beginWithTwo();
        kit.stop(authority);
        assertThat(successor.receiveMessage().channel()).isEqualTo("#c");
        assertThat(authorities.size()).isZero();
    }

    @Test
    void the_next_one_goes_on_from_what_loops_have() {
        beginWithTwo();
        authority.tell(commands(one, 5, 5, say(alice, one)));
        Happening said = one.expectMessageClass(FromChannel.Numbered.class).happening();
        two.expectMessageClass(FromChannel.Numbered.class);
        ChannelSnapshot copy = new ChannelSnapshot(
                "#c",
                1,
                "tea",
                "alice",
                2,
                List.of(),
                List.of(new ChannelSnapshot.OnIt(alice, "@"), new ChannelSnapshot.OnIt(bob, "+")));
        kit.stop(authority);
        spawn();
        term = one.expectMessageClass(FromChannel.WhoHas.class).term();
        two.expectMessageClass(FromChannel.WhoHas.class);
        authority.tell(outside(two, 9, new ChannelCommand.Topic("#c", new Asker(bob, two.ref(), 9), null)));
        authority.tell(new ToChannel.Reported("#c", one.ref(), term, 1, new Report<>(3, List.of(said), copy)));
        time.timePasses(Duration.ofMillis(500));
        assertThat(two.expectMessageClass(FromChannel.WhoHas.class).term())
                .as("asked again")
                .isEqualTo(term);
        authority.tell(new ToChannel.Reported("#c", two.ref(), term, 1, new Report<>(2, List.of(), copy)));
        assertThat(one.expectMessageClass(FromChannel.Begins.class).missed()).isEmpty();
        FromChannel.Begins begins = two.expectMessageClass(FromChannel.Begins.class);
        assertThat(begins.missed()).containsExactly(said);
        assertThat(begins.number()).isEqualTo(3);
        assertThat(begins.whole()).isNull();
        authority.tell(new ToChannel.Vouched("#c", one.ref(), 1, term, List.of(alice.uid())));
        time.timePasses(Duration.ofMillis(500));
        two.expectMessage(begins);
        one.expectNoMessage();
        authority.tell(new ToChannel.Vouched("#c", two.ref(), 2, term, List.of()));
        FromChannel.Numbered left = one.expectMessageClass(FromChannel.Numbered.class);
        assertThat(left.number()).isEqualTo(4);
        assertThat(((ChannelEvent.Left) left.happening().event()).uid()).isEqualTo(bob.uid());
        two.expectMessage(left);
        assertThat(two.expectMessageClass(FromChannel.Settled.class).command())
                .as("what has waited")
                .isEqualTo(9);
        assertThat(authorities.summaries()).extracting(ChannelSummary::topic).containsExactly("tea");
    }

    @Test
    void is_above_all_that_loops_have_listened_to() {
        spawn();
        term = one.expectMessageClass(FromChannel.WhoHas.class).term();
        two.expectMessageClass(FromChannel.WhoHas.class);
        authority.tell(new ToChannel.Reported("#c", one.ref(), term, term + 5, null));
        assertThat(one.expectMessageClass(FromChannel.WhoHas.class).term()).isEqualTo(term + 6);
        assertThat(two.expectMessageClass(FromChannel.WhoHas.class).term()).isEqualTo(term + 6);
    }

    @Test
    void asks_when_all_servers_are_known() {
        TestServers.expect(servers, 3);
        spawn();
        authority.tell(outside(one, 1, join(alice, one)));
        time.expectNoMessageFor(Duration.ofSeconds(3), one, two);
        TestProbe<Object> three = kit.createTestProbe();
        TestServers.put(servers, server(3, three));
        time.timePasses(Duration.ofMillis(AuthorityEnd.TICK_MS));
        term = three.expectMessageClass(FromChannel.WhoHas.class).term();
        one.expectMessageClass(FromChannel.WhoHas.class);
        for (TestProbe<Object> hub : List.of(one, two, three)) {
            authority.tell(new ToChannel.Reported("#c", hub.ref(), term, 0, null));
        }
        // It asks again as time goes by, and may not have dealt with all of that yet when the servers are known.
        one.fishForMessage(
                Duration.ofSeconds(20),
                told -> told instanceof FromChannel.Whole
                        ? FishingOutcomes.complete()
                        : told instanceof FromChannel.WhoHas
                                ? FishingOutcomes.continueAndIgnore()
                                : FishingOutcomes.fail(told + " before the channel"));
    }

    @Test
    void a_loop_that_says_nothing_is_told_again_until_its_server_goes_and_then_nothing_is_left_to_do() {
        beginWithTwo();
        authority.tell(commands(one, 5, 5, say(alice, one)));
        FromChannel.Numbered said = one.expectMessageClass(FromChannel.Numbered.class);
        two.expectMessage(said);
        heard(one, 3);
        time.timePasses(Duration.ofSeconds(1));
        two.expectMessage(said);
        time.timePasses(Duration.ofSeconds(2));
        two.expectMessage(said);
        TestServers.remove(servers, 2);
        authorities.serverGone(2);
        FromChannel.Numbered gone = one.expectMessageClass(FromChannel.Numbered.class);
        assertThat(gone.number()).isEqualTo(4);
        assertThat(gone.happening()).isEqualTo(new Happening(null, 0, new ChannelEvent.NodeGone("#c", 2)));
        heard(one, 4);
        time.timePasses(Duration.ofMillis(AuthorityEnd.TICK_MS));
        one.expectMessage(new FromChannel.Reached("#c", term, 4, 4));
        time.expectNoMessageFor(Duration.ofMinutes(1), one, two);
        authority.tell(outside(two, 3, join(bob, two)));
        time.expectNoMessageFor(Duration.ofSeconds(5), one, two);
    }

    @Test
    void what_a_slow_loop_has_not_heard_is_not_left_out_commands_wait_instead() {
        beginWithTwo();
        int more = ToldLoops.MAX_UNHEARD + 10;
        for (int i = 0; i < more; i++) {
            authority.tell(commands(one, 5 + i, 5, topic(i)));
        }
        for (int i = 0; i < ToldLoops.FULL; i++) {
            assertThat(two.expectMessageClass(FromChannel.Numbered.class).number())
                    .isEqualTo(3 + i);
            heard(one, one.expectMessageClass(FromChannel.Numbered.class).number());
        }
        two.expectNoMessage();
        authority.tell(outside(two, 7, new ChannelCommand.Topic("#c", new Asker(bob, two.ref(), 9), null)));
        two.expectNoMessage();
        heard(two, 2 + ToldLoops.FULL);
        for (int i = ToldLoops.FULL; i < more; i++) {
            authority.tell(commands(one, 5 + i, 5 + i, topic(i)));
            Happening happening =
                    two.expectMessageClass(FromChannel.Numbered.class).happening();
            assertThat(((ChannelEvent.TopicSet) happening.event()).topic()).isEqualTo("t" + i);
            heard(two, 3 + i);
            heard(one, one.expectMessageClass(FromChannel.Numbered.class).number());
        }
    }

    private ChannelCommand topic(int number) {
        return new ChannelCommand.Topic("#c", new Asker(alice, one.ref(), 0), "t" + number);
    }

    private static ChannelCommand join(User user, TestProbe<Object> loop) {
        return new ChannelCommand.Join("#c", new Asker(user, loop.ref(), 0), null, true);
    }

    private static ChannelCommand part(User user, TestProbe<Object> loop) {
        return new ChannelCommand.Part("#c", new Asker(user, loop.ref(), 0), null);
    }

    private static ChannelCommand say(User user, TestProbe<Object> loop) {
        return new ChannelCommand.Say("#c", new Asker(user, loop.ref(), 0), "PRIVMSG", "hi", '\0', Map.of());
    }

    private long node(TestProbe<Object> loop) {
        return loop == one ? 1 : 2;
    }

    private ToChannel outside(TestProbe<Object> loop, long request, ChannelCommand command) {
        return new ToChannel.FromOutside("#c", loop.ref(), node(loop), request, command);
    }

    private ToChannel commands(TestProbe<Object> loop, long first, long base, ChannelCommand... commands) {
        return new ToChannel.Commands("#c", loop.ref(), node(loop), term, first, base, List.of(commands));
    }

    private void heard(TestProbe<Object> loop, long number) {
        authority.tell(new ToChannel.Heard("#c", loop.ref(), term, number));
    }
}

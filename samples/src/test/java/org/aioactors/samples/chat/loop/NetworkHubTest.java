// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.loop;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestInbox;
import akka.actor.typed.javadsl.Behaviors;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.aioactors.samples.chat.channel.ChannelCommand;
import org.aioactors.samples.chat.channel.ChannelEvent;
import org.aioactors.samples.chat.channel.ChannelEvent.Happened;
import org.aioactors.samples.chat.channel.ChannelEvent.Joined;
import org.aioactors.samples.chat.channel.ChannelSnapshot;
import org.aioactors.samples.chat.channel.ChannelSnapshot.OnIt;
import org.aioactors.samples.chat.channel.ChannelSnapshot.SetMode;
import org.aioactors.samples.chat.cluster.FromChannel;
import org.aioactors.samples.chat.cluster.Happening;
import org.aioactors.samples.chat.cluster.LoopChannels;
import org.aioactors.samples.chat.cluster.LoopSite;
import org.aioactors.samples.chat.cluster.NetworkUsers;
import org.aioactors.samples.chat.cluster.ToChannel;
import org.aioactors.samples.chat.irc.ModeChange;
import org.aioactors.samples.chat.irc.Reply;
import org.aioactors.samples.chat.network.User;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The hub of a loop in a network: what comes from an authority on another server, down to the lines of clients. */
class NetworkHubTest {
    private static final long TERM = 100;
    private static final User ANN = NetworkUsers.user(1, 1, "ann");
    private static final User BOB = NetworkUsers.user(1, 2, "bob");
    private static final User FAR = NetworkUsers.user(2, 1, "far");
    private static final User OFF = NetworkUsers.user(2, 2, "off");
    private static final User NEW = NetworkUsers.user(3, 1, "new");

    private final AtomicLong nowNs = new AtomicLong();
    private final BlockingQueue<ToChannel> region = new LinkedBlockingQueue<>();
    private final ActorTestKit kit = ActorTestKit.create();
    private final OneLoop loop = new OneLoop((hub, copies) -> new LoopChannels(
            new LoopSite(hub, 1, kit.spawn(Behaviors.receiveMessage(message -> {
                region.add(message);
                return Behaviors.same();
            }))),
            copies,
            by -> {},
            nowNs::get));
    private final OneLoop.Client ann = loop.connect(ANN);

    @AfterEach
    void close() {
        loop.close();
        kit.shutdownTestKit();
    }

    private ToChannel told() throws InterruptedException {
        ToChannel message = region.poll(20, TimeUnit.SECONDS);
        assertThat(message).as("what is told an authority").isNotNull();
        return message;
    }

    private void passMs(long ms) {
        nowNs.addAndGet(TimeUnit.MILLISECONDS.toNanos(ms));
    }

    private void tell(ChannelCommand command) {
        loop.onLoop(here -> {
            here.channels().tell(command);
            return command;
        });
    }

    private ChannelCommand join(OneLoop.Client client, long request) {
        return loop.onLoop(here -> {
            client.local.joins("#a");
            return new ChannelCommand.Join("#a", here.asker(client.local, request), null, true);
        });
    }

    private static Joined joined(User user, long request) {
        return new Joined("#a", request, user.uid(), user, "", null);
    }

    private void whole(long command, Joined joined, User... members) {
        loop.hub.tell(new FromChannel.Whole(
                "#a",
                TERM,
                10,
                NetworkUsers.channel("#a", members),
                List.of(new Happening(loop.hub, command, joined))));
    }

    private void numbered(long number, Happened event) {
        loop.hub.tell(new FromChannel.Numbered("#a", TERM, number, 0, new Happening(null, 0, event)));
    }

    private static Happened said(User user, String text) {
        return new ChannelEvent.Said("#a", 0, user.uid(), user, "PRIVMSG", text, (char) 0, Map.of(), text, 0, false);
    }

    @Test
    void a_client_joins_and_hears_what_is_said_once() throws Exception {
        ChannelCommand join = join(ann, 5);
        tell(join);
        assertThat(told()).isEqualTo(new ToChannel.FromOutside("#a", loop.hub, 1, 1, join));
        whole(1, joined(ANN, 5), FAR, ANN);
        ann.reads(
                ":ann!~ann@ann.example JOIN #a",
                ":irc1.example 353 ann = #a :far ann",
                ":irc1.example 366 ann #a :End of /NAMES list");
        assertThat(ann.ends()).containsExactly(new ClientEvent.Done(5));
        assertThat(loop.<Integer>onLoop(here -> ann.local.channelCount())).isEqualTo(1);
        numbered(11, said(FAR, "hello"));
        numbered(11, said(FAR, "hello"));
        ann.reads(":far!~far@far.example PRIVMSG #a :hello");
    }

    @Test
    void the_hub_looks_as_long_as_something_is_due() throws Exception {
        ChannelCommand join = join(ann, 5);
        tell(join);
        ToChannel first = told();
        passMs(3_000);
        assertThat(told()).isEqualTo(first);
        whole(1, joined(ANN, 5), ANN);
        ann.lines();
        passMs(100);
        assertThat(told()).isEqualTo(new ToChannel.Heard("#a", loop.hub, TERM, 10));
        ChannelCommand say = loop.onLoop(
                here -> new ChannelCommand.Say("#a", here.asker(ann.local, 0), "PRIVMSG", "hello", (char) 0, Map.of()));
        tell(say);
        ToChannel told = told();
        assertThat(told).isEqualTo(new ToChannel.Commands("#a", loop.hub, 1, TERM, 2, 2, List.of(say)));
        passMs(1_000);
        assertThat(told()).isEqualTo(told);
    }

    @Test
    void nobody_waits_for_ever() throws Exception {
        tell(join(ann, 5));
        told();
        passMs(20_000);
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (loop.<Integer>onLoop(here -> ann.local.channelCount()) > 0) {
            assertThat(System.nanoTime() - deadlineNs).as("time over").isNegative();
        }
        ann.reads(":irc1.example 437 ann #a :Nick/channel is temporarily unavailable");
        assertThat(ann.ends()).containsExactly(new ClientEvent.Done(5));
    }

    @Test
    @SuppressWarnings("NullAway") // the fault
    void a_fault_in_an_answer_of_a_network_ends_the_request() throws Exception {
        tell(join(ann, 5));
        told();
        List<Reply> impossible = Arrays.asList((Reply) null);
        loop.hub.tell(new FromChannel.Settled(
                "#a", 0, 1, 0, List.of(new ChannelEvent.Answered("#a", 5, ANN.uid(), impossible))));
        assertThat(ann.ends()).containsExactly(new ClientEvent.Done(5));
    }

    @Test
    void a_whole_copy_in_place_of_the_loops_own_is_told_in_lines() {
        OneLoop.Client bob = loop.connect(BOB);
        loop.users.add(FAR, kit.<Object>createTestProbe().getRef());
        tell(join(ann, 5));
        whole(1, joined(ANN, 5), FAR, OFF, ANN);
        numbered(11, joined(BOB, 0));
        ann.lines();
        bob.lines();
        ChannelSnapshot whole = new ChannelSnapshot(
                "#a",
                0,
                "tea",
                "new!~new@new.example",
                7_000,
                List.of(new SetMode(new ModeChange(true, 'm', null), "", 0)),
                List.of(new OnIt(ANN, "@"), new OnIt(NEW, "+")));
        TestInbox<ToChannel> authority = TestInbox.create();
        loop.hub.tell(new FromChannel.Begins("#a", TERM + 1, 50, 0, whole, List.of(), authority.getRef()));
        ann.reads(
                ":far!~far@far.example PART #a :The servers were apart",
                ":off!~off@off.example QUIT :The servers were apart",
                ":irc1.example KICK #a bob :The servers were apart",
                ":new!~new@new.example JOIN #a",
                ":new!~new@new.example TOPIC #a :tea",
                ":irc1.example MODE #a +mov ann new");
        bob.reads(
                ":far!~far@far.example PART #a :The servers were apart",
                ":off!~off@off.example QUIT :The servers were apart",
                ":irc1.example KICK #a bob :The servers were apart");
        assertThat(bob.local.channelCount()).isZero();
        assertThat(authority.receiveMessage())
                .isEqualTo(new ToChannel.Vouched("#a", loop.hub, 1, TERM + 1, List.of(ANN.uid())));
        numbered(51, said(NEW, "of an authority that was"));
        loop.hub.tell(new FromChannel.Numbered("#a", TERM + 1, 51, 50, new Happening(null, 0, said(NEW, "next"))));
        ann.reads(":new!~new@new.example PRIVMSG #a :next");
        bob.reads();
    }

    @Test
    void a_whole_copy_has_ours_who_are_not_on_the_loops_own() {
        OneLoop.Client bob = loop.connect(BOB);
        tell(join(ann, 5));
        whole(1, joined(ANN, 5), ANN);
        ann.lines();
        TestInbox<ToChannel> authority = TestInbox.create();
        loop.hub.tell(new FromChannel.Begins(
                "#a", TERM, 50, 0, NetworkUsers.channel("#a", ANN, BOB, NEW), List.of(), authority.getRef()));
        ann.reads(":new!~new@new.example JOIN #a", ":bob!~bob@bob.example JOIN #a");
        bob.reads(
                ":bob!~bob@bob.example JOIN #a",
                ":irc1.example 353 bob = #a :ann bob new",
                ":irc1.example 366 bob #a :End of /NAMES list");
        ToChannel.Vouched vouched = (ToChannel.Vouched) authority.receiveMessage();
        assertThat(vouched.members()).containsExactlyInAnyOrder(ANN.uid(), BOB.uid());
    }
}

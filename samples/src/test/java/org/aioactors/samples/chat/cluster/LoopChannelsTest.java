// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.TestInbox;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.aioactors.samples.chat.channel.Asker;
import org.aioactors.samples.chat.channel.ChannelCommand;
import org.aioactors.samples.chat.channel.ChannelEvent;
import org.aioactors.samples.chat.channel.ChannelEvent.Answered;
import org.aioactors.samples.chat.channel.ChannelEvent.Happened;
import org.aioactors.samples.chat.channel.ChannelEvent.Joined;
import org.aioactors.samples.chat.channel.ChannelSnapshot;
import org.aioactors.samples.chat.cluster.FromChannel.Begins;
import org.aioactors.samples.chat.cluster.FromChannel.Numbered;
import org.aioactors.samples.chat.cluster.FromChannel.Settled;
import org.aioactors.samples.chat.cluster.FromChannel.WhoHas;
import org.aioactors.samples.chat.cluster.FromChannel.Whole;
import org.aioactors.samples.chat.cluster.ToChannel.Commands;
import org.aioactors.samples.chat.cluster.ToChannel.FromOutside;
import org.aioactors.samples.chat.cluster.ToChannel.Heard;
import org.aioactors.samples.chat.cluster.ToChannel.Reported;
import org.aioactors.samples.chat.cluster.ToChannel.Vouched;
import org.aioactors.samples.chat.irc.Numeric;
import org.aioactors.samples.chat.irc.Reply;
import org.aioactors.samples.chat.network.User;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A loop's way to the channels of a network, with a clock that stands still until it is told to go on. */
class LoopChannelsTest {
    private static final long NODE = 1;
    private static final long TERM = 100;
    private static final User ANN = NetworkUsers.user(NODE, 1, "ann");
    private static final User BOB = NetworkUsers.user(NODE, 2, "bob");
    private static final User FAR = NetworkUsers.user(2, 1, "far");

    private final TestInbox<Object> hub = TestInbox.create("hub");
    private final TestInbox<ToChannel> region = TestInbox.create("region");
    private final TestInbox<ToChannel> authority = TestInbox.create("authority");
    private final List<Asker> listed = new ArrayList<>();
    private final FakeCopies copies = new FakeCopies(NODE);
    private long nowNs = Long.MAX_VALUE - 7;
    private final LoopChannels channels =
            new LoopChannels(new LoopSite(hub.getRef(), NODE, region.getRef()), copies, listed::add, () -> nowNs);

    // ---- from outside ----

    @Test
    void a_join_from_outside_makes_a_copy() {
        copies.here.add(ANN.uid());
        ChannelCommand join = join(ANN, 7);
        channels.tell(join);
        assertThat(told()).containsExactly(new FromOutside("#a", hub.getRef(), NODE, 1, join));
        assertThat(hub.getAllReceived()).containsExactly(LoopChannels.Alarm.ON);
        channels.take(whole(10, mine(1, joined(ANN, 7)), FAR, ANN));
        assertThat(taken()).extracting(Object::getClass).containsExactly(Joined.class, Answered.class);
        channels.take(settled(0, 1, 10, answered(ANN, 7)));
        assertThat(taken()).as("its end is known").isEmpty();
        passMs(100);
        assertThat(told()).containsExactly(heard(10));
        assertThat(channels.look()).as("whether something will be due").isFalse();
    }

    @Test
    void a_join_is_told_again_and_its_answer_ends_it() {
        ChannelCommand join = join(ANN, 7);
        channels.tell(join);
        told();
        for (int i = 0; i < 2; i++) {
            passMs(2_999);
            assertThat(told()).isEmpty();
            passMs(1);
            assertThat(told()).containsExactly(new FromOutside("#a", hub.getRef(), NODE, 1, join));
        }
        Reply refusal = Reply.of(Numeric.ERR_BANNEDFROMCHAN, "#a");
        channels.take(settled(0, 1, 0, answered(ANN, 7, refusal)));
        assertThat(taken()).containsExactly(answered(ANN, 7, refusal));
        passMs(30_000);
        assertThat(told()).isEmpty();
        assertThat(taken()).isEmpty();
    }

    @Test
    void an_answer_that_overtakes_the_channel_is_waited_for_again() {
        copies.here.add(ANN.uid());
        channels.tell(join(ANN, 7));
        channels.take(settled(0, 1, 10, answered(ANN, 7)));
        assertThat(taken()).isEmpty();
        channels.take(whole(10, mine(1, joined(ANN, 7)), ANN));
        assertThat(taken()).extracting(Object::getClass).containsExactly(Joined.class, Answered.class);
    }

    @Test
    void nobody_waits_longer_than_20_s() {
        channels.tell(join(ANN, 7));
        passMs(19_999);
        assertThat(taken()).isEmpty();
        passMs(1);
        assertThat(taken()).containsExactly(answered(ANN, 7, Reply.of(Numeric.ERR_UNAVAILRESOURCE, "#A")));
        assertThat(channels.look()).as("whether something will be due").isFalse();
    }

    @Test
    void what_is_said_from_outside_is_told_once() {
        channels.tell(say(ANN, 0, "PRIVMSG", "hello"));
        channels.tell(say(BOB, 8, "NOTICE", "hello"));
        assertThat(told()).hasSize(2);
        passMs(19_999);
        assertThat(told()).isEmpty();
        passMs(1);
        assertThat(taken())
                .containsExactly(answered(ANN, 0, Reply.of(Numeric.ERR_CANNOTSENDTOCHAN, "#A")), answered(BOB, 8));
    }

    @Test
    void the_list_is_asked_of_who_knows_it() {
        Asker asker = new Asker(ANN, hub.getRef(), 4);
        channels.list(asker);
        assertThat(listed).containsExactly(asker);
    }

    // ---- events ----

    @Test
    void an_event_counts_once_and_in_its_order() {
        join();
        channels.take(numbered(11, said(FAR, "one")));
        channels.take(numbered(11, said(FAR, "one")));
        channels.take(numbered(13, said(FAR, "three")));
        assertThat(taken()).containsExactly(said(FAR, "one"));
        assertThat(told()).as("at once").containsExactly(heard(11));
        channels.take(numbered(12, said(FAR, "two")));
        channels.take(numbered(13, said(FAR, "three")));
        assertThat(taken()).containsExactly(said(FAR, "two"), said(FAR, "three"));
        passMs(100);
        assertThat(told()).containsExactly(heard(13));
    }

    @Test
    void a_fault_costs_what_met_it() {
        join();
        copies.fault = said(ANN, "bad");
        channels.tell(say(ANN, 0, "PRIVMSG", "bad"));
        channels.take(numbered(11, mine(2, said(ANN, "bad"))));
        channels.take(numbered(12, said(FAR, "good")));
        assertThat(taken()).containsExactly(said(FAR, "good"));
        told();
        passMs(1_000);
        assertThat(told()).as("nothing is outstanding").containsExactly(heard(12));
    }

    @Test
    void who_has_gone_before_they_were_there_leaves() {
        channels.tell(join(ANN, 7));
        told();
        channels.take(whole(10, mine(1, joined(ANN, 7)), FAR, ANN));
        assertThat(told())
                .containsExactly(commands(TERM, 2, 2, new ChannelCommand.Quit("#a", ANN.uid(), "Connection closed")));
    }

    @Test
    void a_loop_without_a_copy_says_so() {
        channels.take(numbered(11, said(FAR, "one")));
        assertThat(told()).containsExactly(heard(Long.MAX_VALUE));
        assertThat(taken()).isEmpty();
    }

    @Test
    void what_is_over_does_not_come_again() {
        join();
        channels.take(numbered(11, left(ANN)));
        told();
        taken();
        channels.take(whole(10, mine(1, joined(ANN, 7)), FAR, ANN));
        channels.take(numbered(11, left(ANN)));
        assertThat(taken()).isEmpty();
        assertThat(told()).containsExactly(heard(Long.MAX_VALUE), heard(Long.MAX_VALUE));
    }

    // ---- commands ----

    @Test
    void commands_are_told_again_after_silence() {
        join();
        ChannelCommand one = say(ANN, 0, "PRIVMSG", "one");
        ChannelCommand two = say(ANN, 0, "PRIVMSG", "two");
        channels.tell(one);
        channels.tell(two);
        assertThat(told()).containsExactly(commands(TERM, 2, 2, one), commands(TERM, 3, 2, two));
        channels.take(numbered(11, mine(2, said(ANN, "one"))));
        passMs(100);
        assertThat(told()).containsExactly(heard(11));
        passMs(899);
        assertThat(told()).isEmpty();
        passMs(1);
        assertThat(told()).containsExactly(commands(TERM, 3, 3, two));
        channels.take(settled(TERM, 3, 11, answered(ANN, 0, Reply.of(Numeric.ERR_CANNOTSENDTOCHAN, "#a"))));
        taken();
        passMs(5_000);
        assertThat(told()).isEmpty();
    }

    @Test
    void whose_answer_was_lost_has_ended_when_a_later_one_has() {
        join();
        copies.here.add(BOB.uid());
        channels.tell(say(ANN, 7, "PRIVMSG", "refused"));
        channels.tell(join(BOB, 3));
        channels.take(numbered(11, mine(3, joined(BOB, 3))));
        assertThat(taken()).containsExactly(joined(BOB, 3), answered(ANN, 7));
        channels.take(settled(TERM, 3, 11, answered(BOB, 3)));
        assertThat(taken()).containsExactly(answered(BOB, 3));
    }

    @Test
    void the_last_member_takes_what_is_outstanding_outside() {
        join();
        ChannelCommand part = new ChannelCommand.Part("#A", new Asker(ANN, hub.getRef(), 8), null);
        ChannelCommand join = join(BOB, 3);
        channels.tell(part);
        channels.tell(join);
        channels.tell(say(BOB, 0, "PRIVMSG", "refused"));
        told();
        channels.take(numbered(11, mine(2, parted(ANN, 8))));
        assertThat(taken()).containsExactly(parted(ANN, 8), answered(ANN, 8));
        assertThat(told()).containsExactly(heard(11));
        Reply refusal = Reply.of(Numeric.ERR_CANNOTSENDTOCHAN, "#a");
        channels.take(settled(TERM, 4, 11, answered(BOB, 0, refusal)));
        assertThat(taken()).containsExactly(answered(BOB, 0, refusal));
        passMs(3_000);
        assertThat(told()).containsExactly(new FromOutside("#a", hub.getRef(), NODE, 3, join));
        copies.here.add(BOB.uid());
        channels.take(whole(12, mine(3, joined(BOB, 3)), FAR, BOB));
        assertThat(taken()).extracting(Object::getClass).containsExactly(Joined.class, Answered.class);
        ChannelCommand say = say(BOB, 0, "PRIVMSG", "hello");
        channels.tell(say);
        assertThat(told()).as("numbers go on").containsExactly(commands(TERM, 5, 5, say));
    }

    // ---- another authority ----

    @Test
    void a_new_authority_asks_begins_and_gets_what_had_no_effect() {
        join();
        ChannelCommand one = say(ANN, 0, "PRIVMSG", "one");
        ChannelCommand two = say(ANN, 0, "PRIVMSG", "two");
        ChannelCommand three = say(ANN, 0, "PRIVMSG", "three");
        channels.tell(one);
        channels.tell(two);
        channels.take(numbered(11, said(FAR, "eleven")));
        told();
        taken();
        channels.take(new WhoHas("#a", TERM + 1, authority.getRef()));
        Reported reported = (Reported) authority.receiveMessage();
        assertThat(reported.loopTerm()).isEqualTo(TERM);
        Report<Happening, ChannelSnapshot> report = Objects.requireNonNull(reported.report());
        assertThat(report.last()).isEqualTo(11);
        assertThat(report.tail()).containsExactly(new Happening(null, 0, said(FAR, "eleven")));
        assertThat(report.copy().members()).hasSize(2);
        channels.tell(three);
        channels.take(numbered(12, said(FAR, "of one that was")));
        passMs(1_000);
        assertThat(told()).isEmpty();
        assertThat(taken()).isEmpty();

        channels.take(begins(TERM + 1, 12, null, mine(2, said(ANN, "one"))));
        assertThat(taken()).containsExactly(said(ANN, "one"));
        assertThat(authority.receiveMessage())
                .isEqualTo(new Vouched("#a", hub.getRef(), NODE, TERM + 1, List.of(ANN.uid())));
        assertThat(told())
                .containsExactly(commands(TERM + 1, 3, 3, two, three), new Heard("#a", hub.getRef(), TERM + 1, 12));

        channels.take(begins(TERM + 1, 12, null, mine(2, said(ANN, "one"))));
        assertThat(authority.receiveMessage()).as("told again").isInstanceOf(Vouched.class);
        assertThat(told()).isEmpty();
        assertThat(taken()).isEmpty();
    }

    @Test
    void who_asks_with_a_term_of_others_is_not_followed() {
        join();
        channels.take(new WhoHas("#a", TERM, authority.getRef()));
        channels.take(new WhoHas("#a", TERM - 1, authority.getRef()));
        assertThat(authority.getAllReceived())
                .containsExactly(
                        new Reported("#a", hub.getRef(), TERM, TERM, null),
                        new Reported("#a", hub.getRef(), TERM - 1, TERM, null));
        channels.take(new WhoHas("#a", TERM + 1, authority.getRef()));
        channels.take(new WhoHas("#a", TERM + 1, authority.getRef()));
        List<ToChannel> reports = authority.getAllReceived();
        assertThat(reports).hasSize(2);
        assertThat(reports.get(1)).as("asked again").isEqualTo(reports.get(0));
        TestInbox<ToChannel> other = TestInbox.create("other");
        channels.take(new WhoHas("#a", TERM + 1, other.getRef()));
        assertThat(other.receiveMessage()).isEqualTo(new Reported("#a", hub.getRef(), TERM + 1, TERM + 1, null));
    }

    @Test
    void what_is_told_behind_a_report_that_nothing_is_here_does_not_count() {
        copies.here.add(ANN.uid());
        channels.tell(join(ANN, 7));
        channels.take(new WhoHas("#a", TERM + 1, authority.getRef()));
        assertThat(authority.receiveMessage()).isEqualTo(new Reported("#a", hub.getRef(), TERM + 1, 0, null));
        channels.take(whole(10, mine(1, joined(ANN, 7)), ANN));
        assertThat(taken()).isEmpty();
        channels.take(new WhoHas("#a", TERM, authority.getRef()));
        assertThat(authority.receiveMessage()).isEqualTo(new Reported("#a", hub.getRef(), TERM, TERM + 1, null));
    }

    @Test
    void whose_last_member_leaves_while_it_catches_up_vouches_for_nobody() {
        join();
        ChannelCommand join = join(BOB, 3);
        channels.tell(join);
        channels.take(new WhoHas("#a", TERM + 1, authority.getRef()));
        authority.receiveMessage();
        told();
        channels.take(begins(TERM + 1, 12, null, new Happening(null, 0, left(ANN)), mine(2, joined(BOB, 3))));
        assertThat(authority.receiveMessage()).isEqualTo(new Vouched("#a", hub.getRef(), NODE, TERM + 1, List.of()));
        assertThat(taken()).containsExactly(left(ANN));
        told();
        passMs(3_000);
        assertThat(told()).containsExactly(new FromOutside("#a", hub.getRef(), NODE, 2, join));
    }

    @Test
    void a_whole_copy_leaves_unknown_what_was_said() {
        join();
        ChannelCommand quit = new ChannelCommand.Quit("#A", BOB.uid(), "bye");
        channels.tell(say(ANN, 0, "PRIVMSG", "one"));
        channels.tell(quit);
        channels.take(new WhoHas("#a", TERM + 1, authority.getRef()));
        authority.receiveMessage();
        told();
        channels.take(begins(TERM + 1, 50, NetworkUsers.channel("#A", ANN)));
        assertThat(Objects.requireNonNull(copies.view("#a")).size()).isEqualTo(1);
        assertThat(taken()).containsExactly(answered(ANN, 0, Reply.of(Numeric.ERR_CANNOTSENDTOCHAN, "#A")));
        assertThat(told()).containsExactly(commands(TERM + 1, 4, 4, quit));
        channels.take(new Numbered("#a", TERM + 1, 51, 50, new Happening(null, 0, said(FAR, "next"))));
        assertThat(taken()).containsExactly(said(FAR, "next"));
    }

    @Test
    void a_whole_copy_of_the_same_authority_costs_no_command() {
        join();
        ChannelCommand one = say(ANN, 0, "PRIVMSG", "one");
        channels.tell(one);
        told();
        channels.take(begins(TERM, 50, NetworkUsers.channel("#A", ANN)));
        assertThat(authority.receiveMessage()).isInstanceOf(Vouched.class);
        assertThat(taken()).isEmpty();
        passMs(1_000);
        assertThat(told()).containsExactly(commands(TERM, 2, 2, one), heard(50));
    }

    // ---- what is said ----

    /** Ann is on the channel, with somebody of another server. Her commands are numbered from 2. */
    private void join() {
        copies.here.add(ANN.uid());
        channels.tell(join(ANN, 7));
        channels.take(whole(10, mine(1, joined(ANN, 7)), FAR, ANN));
        passMs(100);
        taken();
        told();
    }

    private void passMs(long ms) {
        nowNs += TimeUnit.MILLISECONDS.toNanos(ms);
        channels.look();
    }

    private List<ToChannel> told() {
        return region.getAllReceived();
    }

    private List<ChannelEvent> taken() {
        List<ChannelEvent> taken = List.copyOf(copies.taken);
        copies.taken.clear();
        return taken;
    }

    private ChannelCommand join(User user, long request) {
        return new ChannelCommand.Join("#A", new Asker(user, hub.getRef(), request), null, true);
    }

    private ChannelCommand say(User user, long request, String command, String text) {
        return new ChannelCommand.Say("#A", new Asker(user, hub.getRef(), request), command, text, (char) 0, Map.of());
    }

    private Commands commands(long term, long first, long base, ChannelCommand... commands) {
        return new Commands("#a", hub.getRef(), NODE, term, first, base, List.of(commands));
    }

    private Heard heard(long number) {
        return new Heard("#a", hub.getRef(), TERM, number);
    }

    private static Joined joined(User user, long request) {
        return new Joined("#A", request, user.uid(), user, "", null);
    }

    private static Happened parted(User user, long request) {
        return new ChannelEvent.Parted("#A", request, user.uid(), null);
    }

    private static Happened left(User user) {
        return new ChannelEvent.Left("#A", user.uid(), "bye");
    }

    private static Happened said(User user, String text) {
        return new ChannelEvent.Said("#A", 0, user.uid(), user, "PRIVMSG", text, (char) 0, Map.of(), text, 0, false);
    }

    private static ChannelEvent answered(User user, long request, Reply... replies) {
        return new Answered("#A", request, user.uid(), List.of(replies));
    }

    private Happening mine(long command, Happened event) {
        return new Happening(hub.getRef(), command, event);
    }

    private Whole whole(long number, Happening joined, User... members) {
        return new Whole("#a", TERM, number, NetworkUsers.channel("#A", members), List.of(joined));
    }

    private static Numbered numbered(long number, Happening happening) {
        return new Numbered("#a", TERM, number, 10, happening);
    }

    private static Numbered numbered(long number, Happened event) {
        return numbered(number, new Happening(null, 0, event));
    }

    private static Settled settled(long term, long command, long number, ChannelEvent answer) {
        return new Settled("#a", term, command, number, List.of(answer));
    }

    private Begins begins(long term, long number, @Nullable ChannelSnapshot whole, Happening... missed) {
        return new Begins("#a", term, number, 0, whole, List.of(missed), authority.getRef());
    }
}

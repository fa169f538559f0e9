// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.channel;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.TestInbox;
import java.util.List;
import java.util.Map;
import org.aioactors.samples.chat.irc.ModeChange;
import org.aioactors.samples.chat.irc.Numeric;
import org.aioactors.samples.chat.irc.Reply;
import org.aioactors.samples.chat.network.Uid;
import org.aioactors.samples.chat.network.User;
import org.junit.jupiter.api.Test;

/** What an authority tells whom. Two servers, the first with two loops. */
class ChannelAuthorityTest {
    private final SteppedAuthority authority = new SteppedAuthority();
    private final TestInbox<ChannelEvent> one = TestInbox.create("one");
    private final TestInbox<ChannelEvent> two = TestInbox.create("two");
    private final TestInbox<ChannelEvent> far = TestInbox.create("far");
    private final User alice = TestUsers.user(new Uid(1, 1), "alice");
    private final User bob = TestUsers.user(new Uid(1, 2), "bob");
    private final User carol = TestUsers.user(new Uid(1, 3), "carol");
    private final User dave = TestUsers.user(new Uid(2, 1), "dave");

    @Test
    void a_loop_without_members_is_told_all_of_the_channel_and_a_copy_of_its_own() {
        join(alice, one);
        join(bob, two);
        ChannelEvent.Joined toOne = (ChannelEvent.Joined) last(one);
        ChannelEvent.Joined toTwo = (ChannelEvent.Joined) last(two);
        assertThat(toOne.view()).isNull();
        assertThat(toOne.user()).isEqualTo(bob);
        assertThat(toTwo.view()).isNotNull().isNotSameAs(authority.state.view());
        assertThat(String.valueOf(toTwo.view())).isEqualTo(String.valueOf(authority.state.view()));
    }

    @Test
    void the_first_member_is_told_of_by_the_channel_with_an_operator_on_it() {
        join(alice, one);
        ChannelEvent.Joined joined = (ChannelEvent.Joined) last(one);
        assertThat(joined.prefixes()).isEqualTo("@");
        assertThat(joined.view().prefixes(alice.uid())).isEqualTo("@");
    }

    @Test
    void each_loop_is_told_once_and_one_of_each_server_keeps_what_was_said() {
        joinAll();
        authority.tell(say(alice, one, 0));
        assertThat(one.getAllReceived()).singleElement().isEqualTo(said(alice, "m1", 0, true));
        assertThat(two.getAllReceived()).singleElement().isEqualTo(said(alice, "m1", 0, false));
        assertThat(far.getAllReceived()).singleElement().isEqualTo(said(alice, "m1", 0, true));
    }

    @Test
    void another_loop_keeps_when_the_one_that_did_has_no_members_any_more() {
        joinAll();
        authority.tell(new ChannelCommand.Part("#c", new Asker(alice, one.getRef(), 0), null));
        authority.tell(new ChannelCommand.Part("#c", new Asker(carol, one.getRef(), 0), null));
        clear();
        authority.tell(say(bob, two, 0));
        assertThat(one.getAllReceived()).isEmpty();
        assertThat(two.getAllReceived()).singleElement().isEqualTo(said(bob, "m1", 0, true));
    }

    @Test
    void the_end_of_a_request_is_behind_its_events_and_for_its_loop_alone() {
        joinAll();
        authority.tell(say(alice, one, 7));
        assertThat(one.getAllReceived())
                .containsExactly(
                        said(alice, "m1", 7, true), new ChannelEvent.Answered("#c", 7, alice.uid(), List.of()));
        assertThat(two.getAllReceived()).hasSize(1);
    }

    @Test
    void a_numeric_is_told_whether_somebody_waits_or_not() {
        User eve = TestUsers.user(new Uid(1, 9), "eve");
        joinAll();
        authority.tell(say(eve, two, 0));
        assertThat(two.getAllReceived())
                .containsExactly(new ChannelEvent.Answered(
                        "#c",
                        0,
                        eve.uid(),
                        List.of(Reply.with(Numeric.ERR_CANNOTSENDTOCHAN, "#c", "Cannot send to channel (+n)"))));
        assertThat(one.hasMessages()).isFalse();
    }

    @Test
    void who_speaks_from_outside_hears_it_too() {
        join(alice, one);
        authority.tell(mode(alice, one, new ModeChange(false, 'n', null)));
        clear();
        authority.tell(say(dave, far, 3));
        assertThat(one.getAllReceived()).containsExactly(said(dave, "m1", 3, true));
        assertThat(far.getAllReceived())
                .containsExactly(said(dave, "m1", 3, false), new ChannelEvent.Answered("#c", 3, dave.uid(), List.of()));
    }

    @Test
    void who_is_invited_hears_it_once_with_members_on_the_same_loop_or_without() {
        join(alice, one);
        clear();
        authority.tell(new ChannelCommand.Invite("#c", new Asker(alice, one.getRef(), 0), dave, far.getRef()));
        authority.tell(new ChannelCommand.Invite("#c", new Asker(alice, one.getRef(), 0), carol, one.getRef()));
        assertThat(far.getAllReceived()).singleElement().isInstanceOf(ChannelEvent.Invited.class);
        assertThat(one.getAllReceived().stream().filter(ChannelEvent.Invited.class::isInstance))
                .hasSize(2);
    }

    @Test
    void who_leaves_is_told_of_on_their_own_loop_too_which_hears_no_more_then() {
        join(alice, one);
        join(bob, two);
        clear();
        authority.tell(new ChannelCommand.Kick("#c", new Asker(alice, one.getRef(), 0), bob, "why"));
        authority.tell(say(alice, one, 0));
        assertThat(two.getAllReceived()).singleElement().isInstanceOf(ChannelEvent.Kicked.class);
    }

    @Test
    void a_lost_server_is_told_of_on_the_others() {
        joinAll();
        authority.tell(new ChannelCommand.NodeLost("#c", 1));
        assertThat(far.getAllReceived()).containsExactly(new ChannelEvent.NodeGone("#c", 1));
        assertThat(one.hasMessages()).isFalse();
        assertThat(authority.state.view().size()).isEqualTo(1);
        authority.tell(new ChannelCommand.NodeLost("#c", 2));
        assertThat(authority.hasEnded()).isTrue();
    }

    @Test
    void members_are_told_to_who_asks() {
        join(alice, one);
        authority.tell(new ChannelCommand.Members("#c", new Asker(dave, far.getRef(), 5)));
        assertThat(far.getAllReceived())
                .containsExactly(
                        new ChannelEvent.MembersSeen(
                                "#c", 5, dave.uid(), List.of(new ChannelEvent.MembersSeen.Seen(alice, "@"))),
                        new ChannelEvent.Answered("#c", 5, dave.uid(), List.of()));
    }

    @Test
    void the_summary_is_that_of_the_channel() {
        join(alice, one);
        join(bob, two);
        authority.tell(new ChannelCommand.Topic("#c", new Asker(alice, one.getRef(), 0), "tea"));
        authority.tell(mode(alice, one, new ModeChange(true, 's', null)));
        assertThat(authority.door.summary())
                .isEqualTo(
                        new ChannelSummary("#c", 2, "tea", SteppedAuthority.START_MS, SteppedAuthority.START_MS, true));
    }

    @Test
    void ends_with_the_last_member_unless_somebody_is_at_the_door() {
        join(alice, one);
        authority.put(new ChannelCommand.Part("#c", new Asker(alice, one.getRef(), 0), null));
        authority.put(new ChannelCommand.Join("#c", new Asker(bob, two.getRef(), 0), null, true));
        authority.run();
        assertThat(authority.hasEnded()).isFalse();
        assertThat(authority.state.view().prefixes(bob.uid())).isEqualTo("@");
        authority.tell(new ChannelCommand.Quit("#c", bob.uid(), "gone"));
        assertThat(authority.hasEnded()).isTrue();
        assertThat(authority.door.summary()).isNull();
        assertThat(authority.door.tell(new ChannelCommand.Quit("#c", bob.uid(), "gone")))
                .isFalse();
    }

    @Test
    void time_does_not_go_back() {
        join(alice, one);
        authority.clock.now = 500;
        authority.tell(say(alice, one, 0));
        assertThat(((ChannelEvent.Said) last(one)).timeMs()).isEqualTo(SteppedAuthority.START_MS);
    }

    private void joinAll() {
        join(alice, one);
        join(bob, two);
        join(carol, one);
        join(dave, far);
        clear();
    }

    private void clear() {
        one.getAllReceived();
        two.getAllReceived();
        far.getAllReceived();
    }

    private void join(User user, TestInbox<ChannelEvent> loop) {
        authority.tell(new ChannelCommand.Join("#c", new Asker(user, loop.getRef(), 0), null, true));
    }

    private static ChannelEvent last(TestInbox<ChannelEvent> loop) {
        List<ChannelEvent> all = loop.getAllReceived();
        return all.get(all.size() - 1);
    }

    private static ChannelCommand say(User user, TestInbox<ChannelEvent> loop, long request) {
        return new ChannelCommand.Say("#c", new Asker(user, loop.getRef(), request), "PRIVMSG", "hi", '\0', Map.of());
    }

    private static ChannelCommand mode(User user, TestInbox<ChannelEvent> loop, ModeChange change) {
        return new ChannelCommand.Mode(
                "#c", new Asker(user, loop.getRef(), 0), List.of(new ChannelCommand.Mode.Wish(change, null)));
    }

    private static ChannelEvent said(User by, String msgid, long request, boolean keep) {
        return new ChannelEvent.Said(
                "#c", request, by.uid(), by, "PRIVMSG", "hi", '\0', Map.of(), msgid, SteppedAuthority.START_MS, keep);
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.TestInbox;
import akka.actor.typed.ActorRef;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.aioactors.samples.chat.channel.ChannelEvent;
import org.aioactors.samples.chat.channel.ChannelSnapshot;
import org.aioactors.samples.chat.channel.ChannelView;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ToldLoopTest {
    private static final Happening SOMETHING = new Happening(null, 0, new ChannelEvent.NodeGone("#c", 9));

    private final List<FromChannel> told = new ArrayList<>();
    private final ActorRef<Object> ref = TestInbox.create("loop").getRef();
    private final ToldLoop loop = new ToldLoop(ref, 1, new Recorded(), 0);

    ToldLoopTest() {
        loop.members = 1;
    }

    @Test
    void what_happens_is_told_at_once_and_kept_until_it_was_heard() {
        tell(1, 100);
        assertThat(toldNumbers()).hasSize(100);
        assertThat(loop.heard(100)).isZero();
        loop.onHeard(64);
        assertThat(loop.heard(100)).isEqualTo(64);
        assertThat(loop.unheard()).isEqualTo(36);
        loop.onHeard(100);
        assertThat(loop.heard(100)).isEqualTo(100);
        ticks(100);
        assertThat(told).isEmpty();
    }

    @Test
    void who_makes_no_progress_is_told_again_a_window_at_a_time() {
        tell(1, 200);
        told.clear();
        ticks(3);
        assertThat(told).isEmpty();
        ticks(1);
        assertThat(toldNumbers()).isEqualTo(numbers(1, 64));
        tell(201, 201);
        assertThat(told).as("what is new waits behind it").isEmpty();
        loop.onHeard(64);
        assertThat(toldNumbers()).isEqualTo(numbers(65, 128));
        loop.onHeard(128);
        loop.onHeard(192);
        assertThat(toldNumbers()).isEqualTo(numbers(129, 201));
        tell(202, 202);
        assertThat(toldNumbers()).containsExactly(202L);
    }

    @Test
    void less_and_less_often() {
        tell(1, 1);
        told.clear();
        ticks(4 + 8 + 16 + 16);
        assertThat(toldNumbers()).containsExactly(1L, 1L, 1L, 1L);
        ticks(15);
        assertThat(told).isEmpty();
    }

    @Test
    void who_says_the_same_twice_has_missed_something() {
        tell(1, 3);
        told.clear();
        loop.onHeard(1);
        loop.onHeard(1);
        assertThat(told).isEmpty();
        loop.onHeard(1);
        assertThat(toldNumbers()).containsExactly(2L, 3L);
        loop.onHeard(3);
        loop.onHeard(3);
        loop.onHeard(3);
        assertThat(told).isEmpty();
    }

    @Test
    void who_has_left_and_come_again_is_told_of_both() {
        tell(1, 2);
        loop.members = 0;
        loop.tell(whole(7));
        loop.members = 1;
        told.clear();
        ticks(4);
        assertThat(told).hasSize(3);
        loop.onHeard(1);
        assertThat(loop.heard(7)).isEqualTo(1);
        loop.onOut();
        assertThat(loop.heard(7)).as("needs nothing before that").isEqualTo(6);
        told.clear();
        ticks(4);
        assertThat(told).containsExactly(whole(7).message());
        loop.onHeard(7);
        assertThat(loop.isDone()).isFalse();
        loop.members = 0;
        assertThat(loop.isDone()).isTrue();
    }

    @Test
    void who_has_no_copy_and_no_members_need_hear_nothing() {
        tell(1, 2);
        loop.onOut();
        assertThat(loop.isDone()).isFalse();
        loop.members = 0;
        loop.onOut();
        assertThat(loop.isDone()).isTrue();
    }

    @Test
    void in_place_of_all_that_it_has_missed_it_is_told_the_whole_channel() {
        tell(1, 2);
        ToldLoop.Item begins = new ToldLoop.Item(
                3,
                new FromChannel.Begins(
                        "#c",
                        1,
                        3,
                        0,
                        snapshot(),
                        List.of(),
                        TestInbox.<ToChannel>create().getRef()));
        told.clear();
        loop.tellInstead(begins);
        assertThat(told).containsExactly(begins.message());
        tell(4, 4);
        loop.onVouched();
        assertThat(loop.heard(4)).isEqualTo(3);
        loop.onVouched();
        assertThat(loop.heard(4)).isEqualTo(3);
    }

    private void tell(long from, long to) {
        numbers(from, to)
                .forEach(number ->
                        loop.tell(new ToldLoop.Item(number, new FromChannel.Numbered("#c", 1, number, 0, SOMETHING))));
    }

    private static ToldLoop.Item whole(long number) {
        return new ToldLoop.Item(number, new FromChannel.Whole("#c", 1, number, snapshot(), List.of(SOMETHING)));
    }

    private static ChannelSnapshot snapshot() {
        return new ChannelSnapshot("#c", 1, "", "", 0, List.of(), List.of());
    }

    private void ticks(int count) {
        for (int i = 0; i < count; i++) {
            loop.onTick();
        }
    }

    private static List<Long> numbers(long from, long to) {
        return LongStream.rangeClosed(from, to).boxed().toList();
    }

    /** Those of the events told since this was asked. */
    private List<Long> toldNumbers() {
        List<Long> numbers = told.stream()
                .map(message -> ((FromChannel.Numbered) message).number())
                .toList();
        told.clear();
        return numbers;
    }

    private final class Recorded implements Outbox {
        @Override
        public void tell(ActorRef<Object> to, FromChannel message) {
            assertThat(to).isEqualTo(ref);
            told.add(message);
        }

        @Override
        public void invite(ActorRef<? super ChannelEvent> to, ChannelEvent.Invited invited) {
            throw new AssertionError("invites");
        }

        @Override
        public void changed(@Nullable ChannelView channel) {
            throw new AssertionError("changes");
        }
    }
}

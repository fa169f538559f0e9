// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.aioactors.samples.chat.cluster.LoopEnd.Batch;
import org.aioactors.samples.chat.cluster.LoopEnd.Place;
import org.junit.jupiter.api.Test;

class LoopEndTest {
    private static final long MS = TimeUnit.MILLISECONDS.toNanos(1);

    /** A clock may begin anywhere. */
    private static final long START = Long.MAX_VALUE - 50 * MS;

    private long nowNs = START;

    /** Its commands are numbered from 1; the answers to those that ask are waited for. */
    private final LoopEnd<String, String> end = new LoopEnd<>(3, 10, 1, 4, command -> command.startsWith("ask"), nowNs);

    // ---- events ----

    @Test
    void events_are_taken_by_their_numbers() {
        assertThat(end.accept(3, 10, "had", nowNs)).isEqualTo(Place.OLD);
        assertThat(end.accept(3, 11, "next", nowNs)).isEqualTo(Place.NEXT);
        assertThat(end.accept(3, 11, "next", nowNs)).isEqualTo(Place.OLD);
        assertThat(end.accept(3, 13, "too early", nowNs)).isEqualTo(Place.GAP);
        assertThat(end.accept(3, 12, "next", nowNs)).isEqualTo(Place.NEXT);
        assertThat(end.last()).isEqualTo(12);
    }

    @Test
    void whoever_asked_last_is_listened_to() {
        assertThat(end.follow(3)).isFalse();
        assertThat(end.follow(5)).isTrue();
        assertThat(end.formerTerm()).isEqualTo(3);
        assertThat(end.follow(4)).isFalse();
        assertThat(end.accept(4, 11, "of one that was", nowNs)).isEqualTo(Place.OLD);
        assertThat(end.accept(5, 11, "of the new one", nowNs)).isEqualTo(Place.NEXT);
        assertThat(end.term()).isEqualTo(5);
    }

    @Test
    void what_all_have_heard_is_forgotten() {
        accept(11, 12, 13);
        end.stable(11);
        assertThat(end.report("copy")).isEqualTo(new Report<>(13, List.of("12", "13"), "copy"));
        end.stable(11);
        end.stable(20);
        assertThat(end.report("copy")).isEqualTo(new Report<>(13, List.of(), "copy"));
    }

    @Test
    void no_more_is_kept_than_was_said() {
        accept(11, 12, 13, 14, 15);
        assertThat(end.report("copy").tail()).containsExactly("12", "13", "14", "15");
        end.stable(12);
        assertThat(end.report("copy").tail()).containsExactly("13", "14", "15");
    }

    // ---- what it has heard ----

    @Test
    void that_it_has_the_channel_is_told_a_while_later() {
        nothingToHear();
        passMs(99);
        nothingToHear();
        passMs(1);
        hears(10);
    }

    @Test
    void the_first_event_that_was_not_told_counts() {
        heardAll();
        accept(11);
        passMs(60);
        accept(12);
        passMs(39);
        nothingToHear();
        passMs(1);
        hears(12);
        passMs(1_000);
        nothingToHear();
        assertThat(end.isBusy()).isFalse();
    }

    @Test
    void each_64_events_are_told_at_once() {
        heardAll();
        for (long number = 11; number < 74; number++) {
            accept(number);
            nothingToHear();
        }
        accept(74);
        hears(74);
    }

    @Test
    void a_gap_is_told_at_once_but_not_for_each_event_behind_it() {
        heardAll();
        passMs(100);
        assertThat(end.accept(3, 12, "too early", nowNs)).isEqualTo(Place.GAP);
        hears(10);
        assertThat(end.accept(3, 13, "too early", nowNs)).isEqualTo(Place.GAP);
        nothingToHear();
        passMs(100);
        assertThat(end.accept(3, 14, "too early", nowNs)).isEqualTo(Place.GAP);
        hears(10);
    }

    @Test
    void an_event_that_is_told_again_is_confirmed_again() {
        heardAll();
        passMs(1_000);
        assertThat(end.accept(3, 10, "had", nowNs)).isEqualTo(Place.OLD);
        hears(10);
        assertThat(end.accept(2, 10, "of one that was", nowNs)).isEqualTo(Place.OLD);
        nothingToHear();
    }

    @Test
    void a_silent_authority_that_asks_is_answered() {
        accept(11, 12);
        heardAll();
        end.reached(3, 12, 11, nowNs);
        hears(12);
        assertThat(end.report("copy").tail()).containsExactly("12");
        passMs(100);
        end.reached(3, 13, 13, nowNs);
        assertThat(end.report("copy").tail()).as("of one that has more").containsExactly("12");
        hears(12);
        end.reached(2, 12, 12, nowNs);
        nothingToHear();
    }

    // ---- commands ----

    @Test
    void each_command_is_told_with_the_first_that_is_outstanding() {
        assertThat(end.tell("a", nowNs)).isEqualTo(new Batch<>(1, 1, List.of("a")));
        assertThat(end.tell("b", nowNs)).isEqualTo(new Batch<>(2, 1, List.of("b")));
        assertThat(end.happened(1, nowNs)).isEmpty();
        assertThat(end.tell("c", nowNs)).isEqualTo(new Batch<>(3, 2, List.of("c")));
        assertThat(end.outstanding()).isEqualTo(2);
        assertThat(end.nextCommand()).isEqualTo(4);
    }

    @Test
    void all_are_told_again_after_silence_and_then_more_seldom() {
        tell("a", "b");
        passMs(999);
        assertThat(end.tellAgain(nowNs)).isEmpty();
        passMs(1);
        for (long pauseMs : new long[] {2_000, 4_000, 4_000}) {
            assertThat(end.tellAgain(nowNs)).containsExactly(new Batch<>(1, 1, List.of("a", "b")));
            passMs(pauseMs - 1);
            assertThat(end.tellAgain(nowNs)).isEmpty();
            passMs(1);
        }
        assertThat(end.happened(1, nowNs)).isEmpty();
        assertThat(end.tellAgain(nowNs)).as("there was an outcome just now").isEmpty();
        passMs(1_000);
        assertThat(end.tellAgain(nowNs)).containsExactly(new Batch<>(2, 2, List.of("b")));
    }

    @Test
    void a_command_after_a_pause_has_its_own_time() {
        tell("a");
        end.happened(1, nowNs);
        passMs(5_000);
        tell("b");
        passMs(999);
        assertThat(end.tellAgain(nowNs)).isEmpty();
    }

    @Test
    void many_are_told_again_in_several_messages() {
        tell(Stream.generate(() -> "a").limit(130).toArray(String[]::new));
        end.happened(1, nowNs);
        passMs(1_000);
        assertThat(end.tellAgain(nowNs)).extracting(Batch::first).containsExactly(2L, 66L, 130L);
        passMs(2_000);
        assertThat(end.tellAgain(nowNs)).extracting(Batch::base).containsExactly(2L, 2L, 2L);
    }

    @Test
    void an_answer_ends_what_was_decided_before() {
        tell("a", "b", "c");
        assertThat(end.settled(2, 2, 10, nowNs)).as("of an authority that was").isNull();
        assertThat(end.settled(3, 2, 10, nowNs)).containsExactly("a", "b");
        assertThat(end.settled(3, 2, 10, nowNs)).isNull();
        assertThat(end.settled(3, 9, 10, nowNs)).as("of nothing").isNull();
        assertThat(end.outstanding()).isEqualTo(1);
    }

    @Test
    void an_answer_before_the_effect_does_not_count() {
        heardAll();
        passMs(100);
        tell("ask");
        assertThat(end.settled(3, 1, 11, nowNs)).isNull();
        hears(10);
        accept(11);
        assertThat(end.happened(1, nowNs)).isEmpty();
        assertThat(end.settled(3, 1, 11, nowNs)).containsExactly("ask");
    }

    @Test
    void whose_effect_is_here_is_told_again_if_its_answer_is_waited_for() {
        tell("ask", "b");
        assertThat(end.happened(1, nowNs)).isEmpty();
        passMs(1_000);
        assertThat(end.tellAgain(nowNs)).containsExactly(new Batch<>(1, 1, List.of("ask", "b")));
        assertThat(end.happened(2, nowNs)).as("its answer was lost").containsExactly("ask");
        assertThat(end.isBusy()).as("it is to be heard").isTrue();
        assertThat(end.outstanding()).isZero();
    }

    @Test
    void an_effect_ends_what_was_decided_before() {
        tell("command 1", "command 2", "command 3", "command 4");
        end.follow(4);
        assertThat(end.happened(3, nowNs)).containsExactly("command 1", "command 2");
        assertThat(end.happened(3, nowNs)).isEmpty();
        assertThat(end.happened(99, nowNs)).as("nothing of ours").isEmpty();
        assertThat(end.resume()).isEmpty();
        assertThat(end.anew(nowNs)).containsExactly(new Batch<>(4, 4, List.of("command 4")));
    }

    // ---- another authority ----

    @Test
    void what_had_no_effect_is_told_the_next_authority_in_its_order() {
        tell("ask 1", "command 2", "command 3");
        end.happened(1, nowNs);
        end.follow(4);
        assertThat(end.tell("command 4", nowNs)).as("told while one asks").isNull();
        assertThat(end.settled(3, 3, 10, nowNs)).as("an answer of one that was").isNull();
        passMs(1_000);
        assertThat(end.tellAgain(nowNs)).as("told again while one asks").isEmpty();
        assertThat(end.resume()).as("whose effect is here").containsExactly("ask 1");
        assertThat(end.anew(nowNs)).containsExactly(new Batch<>(2, 2, List.of("command 2", "command 3", "command 4")));
        assertThat(end.tell("command 5", nowNs)).isEqualTo(new Batch<>(5, 2, List.of("command 5")));
        passMs(999);
        assertThat(end.tellAgain(nowNs)).isEmpty();
    }

    @Test
    void a_whole_copy_of_another_authority_leaves_outcomes_unknown() {
        tell("a", "b");
        accept(11);
        end.follow(4);
        assertThat(end.replaced(20, nowNs)).containsExactly("a", "b");
        assertThat(end.last()).isEqualTo(20);
        assertThat(end.report("copy").tail()).isEmpty();
        end.resume();
        assertThat(end.tell("c", nowNs)).as("numbers go on").isEqualTo(new Batch<>(3, 3, List.of("c")));
    }

    @Test
    void a_whole_copy_of_the_same_authority_does_not() {
        tell("a", "b");
        assertThat(end.replaced(20, nowNs)).isEmpty();
        passMs(1_000);
        assertThat(end.tellAgain(nowNs)).containsExactly(new Batch<>(1, 1, List.of("a", "b")));
        hears(20);
    }

    private void accept(long... numbers) {
        for (long number : numbers) {
            assertThat(end.accept(3, number, String.valueOf(number), nowNs)).isEqualTo(Place.NEXT);
        }
    }

    private void tell(String... commands) {
        for (String command : commands) {
            assertThat(end.tell(command, nowNs)).isNotNull();
        }
    }

    private void passMs(long ms) {
        nowNs += ms * MS;
    }

    private void heardAll() {
        end.heard(nowNs);
    }

    private void nothingToHear() {
        assertThat(end.isHeardDue(nowNs)).as("whether it is to be told").isFalse();
    }

    private void hears(long number) {
        assertThat(end.isHeardDue(nowNs)).as("whether it is to be told").isTrue();
        assertThat(end.heard(nowNs)).isEqualTo(number);
        nothingToHear();
    }
}

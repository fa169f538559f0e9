// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RestorationTest {
    private final Restoration<String, String, String> restoration = new Restoration<>(Set.of("a", "b", "c"));

    @Test
    void the_longest_report_is_the_channel() {
        restoration.report("a", new Report<>(7, List.of("6", "7"), "after 7"));
        restoration.report("b", new Report<>(9, List.of("6", "7", "8", "9"), "after 9"));
        assertThat(restoration.isComplete()).isFalse();
        restoration.report("c", null);
        assertThat(restoration.isComplete()).isTrue();
        assertThat(restoration.best().copy()).isEqualTo("after 9");
        assertThat(restoration.loops()).containsExactlyInAnyOrder("a", "b");
        assertThat(restoration.missing("a")).containsExactly("8", "9");
        assertThat(restoration.missing("b")).isEmpty();
        assertThat(restoration.missing("c")).isNull();
    }

    @Test
    void a_loop_that_lacks_more_than_was_kept_has_to_be_told_all() {
        restoration.report("a", new Report<>(4, List.of(), "after 4"));
        restoration.report("b", new Report<>(9, List.of("6", "7", "8", "9"), "after 9"));
        restoration.report("c", new Report<>(5, List.of(), "after 5"));
        assertThat(restoration.missing("a")).isNull();
        assertThat(restoration.missing("c")).containsExactly("6", "7", "8", "9");
    }

    @Test
    void what_a_lost_loop_alone_has_had_has_not_happened() {
        restoration.report("a", new Report<>(7, List.of(), "after 7"));
        restoration.report("b", new Report<>(9, List.of("8", "9"), "after 9"));
        restoration.lost("b");
        assertThat(restoration.isComplete()).isFalse();
        restoration.lost("c");
        assertThat(restoration.isComplete()).isTrue();
        assertThat(restoration.best().last()).isEqualTo(7);
    }

    @Test
    void a_channel_that_nobody_has_is_a_new_one() {
        Set.of("a", "b", "c").forEach(loop -> restoration.report(loop, null));
        assertThat(restoration.isComplete()).isTrue();
        assertThat(restoration.best()).isNull();
        assertThat(restoration.loops()).isEmpty();
    }

    @Test
    void who_was_not_asked_does_not_count() {
        restoration.report("d", new Report<>(7, List.of(), "after 7"));
        assertThat(restoration.best()).isNull();
    }

    @Test
    void what_is_missing_is_put_together_from_all_that_was_kept() {
        restoration.report("a", new Report<>(6, List.of(), "after 6"));
        restoration.report("b", new Report<>(8, List.of("7", "8"), "after 8"));
        restoration.report("c", new Report<>(9, List.of("9"), "after 9"));
        assertThat(restoration.missing("a")).containsExactly("7", "8", "9");
        assertThat(restoration.missing("b")).containsExactly("9");
        assertThat(restoration.stable()).isEqualTo(6);
    }

    @Test
    void says_who_has_not_answered() {
        restoration.report("a", null);
        restoration.lost("c");
        assertThat(restoration.awaited()).containsExactly("b");
    }
}

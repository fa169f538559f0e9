// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FloodBucketTest {
    private static final long SECOND = 1_000_000_000L;
    private static final Rate THREE = new Rate(3, Duration.ofSeconds(1));

    /** Times of {@link System#nanoTime} begin anywhere, and pass from the largest number to the smallest. */
    @ParameterizedTest
    @ValueSource(longs = {0, -5, Long.MAX_VALUE - SECOND, Long.MIN_VALUE, Long.MAX_VALUE})
    void so_many_at_once_and_one_more_in_each_interval(long start) {
        FloodBucket bucket = new FloodBucket(start);
        for (int i = 0; i < 3; i++) {
            assertThat(bucket.take(THREE, 1, start)).isTrue();
        }
        assertThat(bucket.take(THREE, 1, start)).isFalse();
        assertThat(bucket.waitNs(THREE, 1, start)).isEqualTo(SECOND);
        assertThat(bucket.take(THREE, 1, start + SECOND - 1)).isFalse();
        assertThat(bucket.take(THREE, 1, start + SECOND)).isTrue();
        assertThat(bucket.take(THREE, 1, start + SECOND)).isFalse();
        assertThat(bucket.isFull(start + 4 * SECOND - 1)).isFalse();
        assertThat(bucket.isFull(start + 4 * SECOND)).isTrue();
    }

    @Test
    void it_holds_no_more_than_the_burst() {
        FloodBucket bucket = new FloodBucket(0);
        long later = 1_000 * SECOND;
        assertThat(bucket.take(THREE, 3, later)).isTrue();
        assertThat(bucket.take(THREE, 1, later)).isFalse();
    }

    @Test
    void what_costs_more_takes_more_and_what_costs_too_much_takes_all() {
        FloodBucket bucket = new FloodBucket(0);
        assertThat(bucket.take(THREE, 2, 0)).isTrue();
        assertThat(bucket.take(THREE, 2, 0)).isFalse();
        assertThat(bucket.waitNs(THREE, 2, 0)).isEqualTo(SECOND);
        assertThat(bucket.take(THREE, 100, 2 * SECOND)).isTrue();
        assertThat(bucket.waitNs(THREE, 3, 2 * SECOND)).isEqualTo(3 * SECOND);
    }

    @Test
    void what_is_put_back_was_not_taken() {
        FloodBucket bucket = new FloodBucket(0);
        for (int i = 0; i < 100; i++) {
            assertThat(bucket.take(THREE, 3, i)).isTrue();
            bucket.giveBack(THREE, 3);
        }
    }

    @Test
    void without_an_interval_there_is_no_limit() {
        FloodBucket bucket = new FloodBucket(0);
        Rate unlimited = new Rate(1, Duration.ZERO);
        for (int i = 0; i < 100; i++) {
            assertThat(bucket.take(unlimited, 1, 0)).isTrue();
        }
    }

    @Test
    void a_rate_that_is_none_is_refused() {
        assertThatThrownBy(() -> new Rate(0, Duration.ZERO)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Rate(1, Duration.ofMillis(-1))).isInstanceOf(IllegalArgumentException.class);
    }
}

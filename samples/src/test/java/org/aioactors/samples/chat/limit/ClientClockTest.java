// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.limit;

import static org.aioactors.samples.chat.limit.ClientClock.Due.NOTHING;
import static org.aioactors.samples.chat.limit.ClientClock.Due.PING;
import static org.aioactors.samples.chat.limit.ClientClock.Due.PING_TIMEOUT;
import static org.aioactors.samples.chat.limit.ClientClock.Due.REGISTRATION_TIMEOUT;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientClockTest {
    private static final long SECOND = 1_000_000_000L;
    private static final ClientClock.Rules RULES =
            new ClientClock.Rules(Duration.ofSeconds(30), Duration.ofSeconds(100), Duration.ofSeconds(20));

    /** Near where the numbers pass from the largest to the smallest. */
    private final long start = Long.MAX_VALUE - 10 * SECOND;

    private final ClientClock clock = new ClientClock(start);

    private long at(long seconds) {
        return start + seconds * SECOND;
    }

    private ClientClock.Due dueAt(long seconds) {
        return clock.due(RULES, at(seconds));
    }

    @Test
    void who_takes_too_long_to_register_is_ended_whatever_they_send() {
        assertThat(dueAt(1)).isEqualTo(NOTHING);
        clock.heard(at(29));
        assertThat(dueAt(29)).isEqualTo(NOTHING);
        assertThat(dueAt(30)).isEqualTo(REGISTRATION_TIMEOUT);
    }

    @Test
    void who_is_silent_is_asked_once_and_then_ended() {
        clock.registered(start);
        assertThat(dueAt(99)).isEqualTo(NOTHING);
        assertThat(dueAt(100)).isEqualTo(PING);
        assertThat(dueAt(101)).isEqualTo(NOTHING);
        assertThat(dueAt(119)).isEqualTo(NOTHING);
        assertThat(dueAt(120)).isEqualTo(PING_TIMEOUT);
    }

    @Test
    void whatever_comes_is_an_answer() {
        clock.registered(start);
        assertThat(dueAt(100)).isEqualTo(PING);
        clock.heard(at(119));
        assertThat(dueAt(120)).isEqualTo(NOTHING);
        assertThat(dueAt(218)).isEqualTo(NOTHING);
        assertThat(dueAt(219)).isEqualTo(PING);
    }

    @Test
    void who_talks_is_not_asked() {
        clock.registered(start);
        for (int i = 0; i < 10; i++) {
            clock.heard(at(i * 99L));
            assertThat(dueAt(i * 99 + 98)).isEqualTo(NOTHING);
        }
    }

    @ParameterizedTest
    @CsvSource({"30, 20, PT5S", "30, 1, PT0.25S", "2, 60, PT0.5S"})
    void a_loop_looks_often_enough(int registration, int answer, Duration every) {
        ClientClock.Rules rules = new ClientClock.Rules(
                Duration.ofSeconds(registration), Duration.ofSeconds(100), Duration.ofSeconds(answer));
        assertThat(rules.lookEvery()).isEqualTo(every);
    }
}

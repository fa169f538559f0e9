// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.irc;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServerTimeTest {
    @Test
    void always_three_digits_of_milliseconds() {
        assertThat(ServerTime.format(0)).isEqualTo("1970-01-01T00:00:00.000Z");
        assertThat(ServerTime.format(1_318_957_251_620L)).isEqualTo("2011-10-18T17:00:51.620Z");
    }

    @Test
    void the_same_as_the_library_says() {
        DateTimeFormatter format =
                DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
        Random random = new Random(1);
        for (int i = 0; i < 10_000; i++) {
            long ms = random.nextLong(4_102_444_800_000L);
            String text = ServerTime.format(ms);
            assertThat(text).isEqualTo(format.format(Instant.ofEpochMilli(ms)));
            assertThat(ServerTime.parse(text)).hasValue(ms);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "now", "2011-10-18", "2011-13-18T17:00:51.620Z", "1318957251", "+1000000000-12-31T23:59:59Z"
            })
    void what_is_not_a_point_in_time(String text) {
        assertThat(ServerTime.parse(text)).isEmpty();
    }
}

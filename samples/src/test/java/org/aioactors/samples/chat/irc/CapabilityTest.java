// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.irc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.aioactors.samples.chat.irc.Capability.Request;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CapabilityTest {
    private static final long BATCH = Capability.BATCH.bit();
    private static final long SASL = Capability.SASL.bit();
    private static final long ALL = Capability.all();

    @Test
    void a_request_adds_and_removes() {
        assertThat(Capability.parse("batch -sasl ", ALL)).contains(new Request(BATCH, SASL));
        assertThat(new Request(BATCH, SASL).applied(SASL)).isEqualTo(BATCH);
        assertThat(Capability.parse("", ALL)).contains(new Request(0, 0));
    }

    @Test
    void the_last_word_on_a_capability_counts() {
        assertThat(Capability.parse("batch -batch", ALL)).contains(new Request(0, BATCH));
        assertThat(Capability.parse("-batch batch", ALL)).contains(new Request(BATCH, 0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"nonsense", "batch nonsense", "nonsense batch", "BATCH", "-", "batch=1", "sts", "sasl"})
    void a_request_for_something_not_offered_fails_as_a_whole(String request) {
        assertThat(Capability.parse(request, ALL & ~SASL)).isEmpty();
    }

    @Test
    void names_without_values_for_old_clients() {
        assertThat(Capability.listing(BATCH | SASL | Capability.STS.bit())).isEqualTo("batch sasl");
        assertThat(Capability.listing(0)).isEmpty();
        assertThat(Capability.listing(ALL).length()).as("in one line").isLessThan(420);
    }

    @Test
    void names_with_values_in_as_many_lines_as_it_takes() {
        Map<Capability, String> values =
                Map.of(Capability.SASL, "PLAIN,EXTERNAL", Capability.STS, "port=6697,duration=60");
        long set = BATCH | SASL | Capability.STS.bit();
        assertThat(Capability.listing302(set, values, 400))
                .containsExactly("batch sasl=PLAIN,EXTERNAL sts=port=6697,duration=60");
        assertThat(Capability.listing302(set, values, 30))
                .containsExactly("batch sasl=PLAIN,EXTERNAL", "sts=port=6697,duration=60");
        assertThat(Capability.listing302(0, values, 30)).isEqualTo(List.of(""));
    }

    @Test
    void every_capability_can_be_asked_for_by_its_name_but_sts() {
        for (Capability capability : Capability.values()) {
            if (capability != Capability.STS) {
                assertThat(Capability.parse(capability.capName(), ALL)).contains(new Request(capability.bit(), 0));
                assertThat(capability.in(ALL)).isTrue();
                assertThat(capability.in(ALL & ~capability.bit())).isFalse();
            }
        }
    }
}

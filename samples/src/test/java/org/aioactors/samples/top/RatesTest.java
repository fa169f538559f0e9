// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.top;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What happened between two samples. */
class RatesTest {
    private static Rates.OfLoop only(Rates rates) {
        return rates.dispatchers().get(0).loops().get(0);
    }

    @Test
    void countsAreDividedByTheTime() {
        Rates rates = Rates.between(
                Samples.of(10, Samples.dispatcher(1, List.of(), Samples.loop(1, 100, 5))),
                Samples.of(12, Samples.dispatcher(4, List.of(), Samples.loop(1, 150, 9))));
        assertThat(rates.seconds()).isEqualTo(2);
        assertThat(rates.dispatchers().get(0).newStalls()).isEqualTo(3);
        assertThat(only(rates))
                .isEqualTo(new Rates.OfLoop(Samples.loop(1, 150, 9), 25, 50, 75, 100, 125, 150, 175, 200));
    }

    @Test
    void ofWhatHasComeAllIsNew() {
        Rates rates =
                Rates.between(Samples.of(0), Samples.of(1, Samples.dispatcher(0, List.of(), Samples.loop(1, 100, 5))));
        assertThat(only(rates).turns()).isEqualTo(100);
    }

    @Test
    void nothingGoesBackwards() {
        Rates rates = Rates.between(
                Samples.of(0, Samples.dispatcher(9, List.of(), Samples.loop(1, 100, 5))),
                Samples.of(1, Samples.dispatcher(0, List.of(), Samples.loop(1, 10, 5))));
        assertThat(only(rates).turns()).isZero();
        assertThat(rates.dispatchers().get(0).newStalls()).isZero();
    }

    @Test
    void whatHasGoneIsLeftOut() {
        assertThat(Rates.between(Samples.of(0, Samples.dispatcher(0, List.of())), Samples.of(1))
                        .dispatchers())
                .isEmpty();
    }

    @Test
    void socketsAreToldApartByTheirNames() {
        Rates rates = Rates.between(
                Samples.with(
                        Samples.of(0),
                        List.of(Samples.tcp("a:1", 1, 1, 10), Samples.tcp("b:2", 1, 1, 1_000)),
                        List.of(Samples.udp("c:3", 1, 5))),
                Samples.with(
                        Samples.of(2), List.of(Samples.tcp("b:2", 1, 3, 2_000)), List.of(Samples.udp("c:3", 1, 25))));
        assertThat(rates.tcp()).containsExactly(new Rates.OfTcp(Samples.tcp("b:2", 1, 3, 2_000), 1, 500, 1_000));
        assertThat(rates.udp()).containsExactly(new Rates.OfUdp(Samples.udp("c:3", 1, 25), 10, 1_000, 10, 500));
    }
}

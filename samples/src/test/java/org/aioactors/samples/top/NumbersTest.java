// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.top;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Numbers that fit into a column. */
class NumbersTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "0.254, 0.25",
        "1, 1",
        "9.996, 10.0",
        "12.34, 12.3",
        "99.97, 100",
        "999, 999",
        "999.6, 1.00k",
        "1000, 1.00k",
        "56700, 56.7k",
        "999499, 999k",
        "999500, 1.00M",
        "9.2e18, 9.20E"
    })
    void threeDigitsAndAUnit(double value, String text) {
        assertThat(Numbers.of(value)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "99999, 99999", "100000, 100k", "9223372036854775807, 9.22E"})
    void countsInFullAsLongAsTheyAreShort(long value, String text) {
        assertThat(Numbers.ofCount(value)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "999, 999ns",
        "1000, 1us",
        "12345, 12.3us",
        "999499, 999us",
        "999500, 1.00ms",
        "3000000, 3ms",
        "999500000, 1.00s",
        "59000000000, 59s",
        "60000000000, 1m",
        "7300000000000, 2h"
    })
    void timesWithTheirUnits(long ns, String text) {
        assertThat(Numbers.ofNs(ns)).isEqualTo(text);
    }

    @Test
    void nothingIsLongerThanSixCharacters() {
        for (double value = 0.001; value < 1e15; value *= 1.37) {
            assertThat(Numbers.of(value)).hasSizeLessThanOrEqualTo(5);
            assertThat(Numbers.ofNs((long) value)).hasSizeLessThanOrEqualTo(6);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.top;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TopOptionsTest {
    private static TopOptions parse(String... args) throws TopException {
        return TopOptions.parse(List.of(args));
    }

    @Test
    void aTargetAloneIsWatchedLive() throws TopException {
        assertThat(parse("123")).isEqualTo(new TopOptions("123", TopOptions.Mode.LIVE, false, null));
    }

    @Test
    void optionsMayComeInAnyOrder() throws TopException {
        assertThat(parse("--interval", "0.5", "host:99", "--json", "--once"))
                .isEqualTo(new TopOptions("host:99", TopOptions.Mode.JSON, true, Duration.ofMillis(500)));
        assertThat(parse("--once", "1").mode()).isEqualTo(TopOptions.Mode.TEXT);
        assertThat(parse("--json", "1").once()).isFalse();
        assertThat(parse("--json", "--help").mode()).isEqualTo(TopOptions.Mode.HELP);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.05", "3601", "x", "", "NaN", "-1", "Infinity"})
    void anIntervalThatIsNoneIsRefused(String interval) {
        assertThatThrownBy(() -> parse("--interval", interval, "1"))
                .isInstanceOfSatisfying(
                        TopException.class, e -> assertThat(e.status().code()).isEqualTo(2))
                .hasMessageContaining("'" + interval + "'")
                .hasMessageContaining("0.1 to 3600");
    }

    @Test
    void whatIsMissingOrTooMuchIsSaid() {
        assertThatThrownBy(TopOptionsTest::parse).hasMessageContaining("which JVM?");
        assertThatThrownBy(() -> parse("1", "2")).hasMessageContaining("1 and 2");
        assertThatThrownBy(() -> parse("--colour", "1")).hasMessageContaining("--colour");
        assertThatThrownBy(() -> parse("1", "--interval")).hasMessageContaining("--interval");
    }

    @Test
    void theHelpTellsTheDefault() {
        assertThat(TopOptions.HELP).contains("(default " + TopOptions.DEFAULT_INTERVAL.toSeconds() + ",");
    }
}

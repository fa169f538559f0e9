// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.bench.irc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IrcCaseTest {
    @ParameterizedTest
    @ValueSource(strings = {"fan-out-1000x100", "joins-100x10", "paced-1000x100x500", "idle-10000", "idle-10000x100"})
    void aNameIsACaseAndBack(String name) {
        assertThat(IrcCase.parse(name).name()).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "fan-out",
                "fan-out-10",
                "fan-out-10x3",
                "fan-out-10x1",
                "fan-out-10x5x2",
                "paced-10x5",
                "paced-10x5x0",
                "idle-10x3",
                "idle-0",
                "echo-10x5",
                "fan-out-99999999999x2"
            })
    void whatIsNoCaseIsRefused(String name) {
        assertThatThrownBy(() -> IrcCase.parse(name)).isInstanceOf(IllegalArgumentException.class);
    }
}

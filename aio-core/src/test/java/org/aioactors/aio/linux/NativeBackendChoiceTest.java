// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NativeBackendChoiceTest {
    @ParameterizedTest
    @CsvSource({"17,jna", "21,jna", "22,ffm", "25,ffm"})
    void theVersionOfJavaDecides(int feature, String expected) {
        assertThat(NativeBackend.choose(null, feature)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"jna,17", "jna,25", "ffm,22", "ffm,25"})
    void onePropertyForcesIt(String forced, int feature) {
        assertThat(NativeBackend.choose(forced, feature)).isEqualTo(forced);
    }

    @ParameterizedTest
    @ValueSource(ints = {17, 21})
    void ffmBeforeJdk22SaysWhatToDo(int feature) {
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> NativeBackend.choose("ffm", feature))
                .withMessage("-Daio.native=ffm needs JDK 22 or later, this is JDK " + feature
                        + ": leave it out, or run a newer JDK");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "JNA", "panama", " ffm"})
    void anythingElseSaysWhatIsAllowed(String forced) {
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> NativeBackend.choose(forced, 25))
                .withMessage("-Daio.native=" + forced + ": it must be jna or ffm; without it, the best is chosen");
    }

    @Test
    void aMissingFunctionIsALinkProblemOfTheOneInUse() {
        assertThat(LinuxPlatform.linkProblem("ffm", new UnsatisfiedLinkError("the C library has no foo")))
                .isEqualTo(
                        "java.lang.foreign cannot call the C library: the C library has no foo (try -Daio.native=jna)");
    }
}

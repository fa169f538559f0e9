// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.linux;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LinuxPlatformTest {
    @ParameterizedTest
    @ValueSource(strings = {"amd64", "x86_64", "aarch64", "riscv64"})
    void runsOn64BitLinux(String arch) {
        assertThat(LinuxPlatform.problem("Linux", arch)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Mac OS X", "Windows 11", "FreeBSD"})
    void saysThatItNeedsLinux(String os) {
        assertThat(LinuxPlatform.problem(os, "amd64")).contains("Linux", os, "default dispatcher");
    }

    @ParameterizedTest
    @ValueSource(strings = {"i386", "arm", "ppc64le", "s390x", "mips64", "unknown"})
    void saysWhichArchitecturesItKnows(String arch) {
        assertThat(LinuxPlatform.problem("Linux", arch)).contains(arch, "amd64, aarch64 or riscv64");
    }

    @Test
    void saysThatJnaIsMissing() {
        assertThat(LinuxPlatform.linkProblem("jna", new NoClassDefFoundError("com/sun/jna/Native")))
                .isEqualTo("JNA is missing: put net.java.dev.jna:jna on the class path (com/sun/jna/Native)");
    }

    @Test
    void saysWhatToDoWhenJnaCannotUnpackItsNativePart() {
        assertThat(LinuxPlatform.linkProblem("jna", new UnsatisfiedLinkError("failed to map segment")))
                .contains("failed to map segment", "-Djna.tmpdir");
    }

    @Test
    void onlyX8664PacksEpollEvent() {
        assertThat(LinuxPlatform.isX8664("amd64")).isTrue();
        assertThat(LinuxPlatform.isX8664("aarch64")).isFalse();
        assertThat(LinuxPlatform.isX8664("riscv64")).isFalse();
    }
}

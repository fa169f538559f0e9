// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.util.List;
import org.aioactors.aio.FreshJvm;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The numbers that we would use on other architectures, against the headers of these: Debian's packages {@code
 * gcc-aarch64-linux-gnu}, {@code gcc-riscv64-linux-gnu} and {@code qemu-user}. Skipped where they are not installed.
 */
class CrossCompilerAgreementTest {
    @ParameterizedTest
    @ValueSource(strings = {"aarch64", "riscv64"})
    void onAllNumbers(String architecture) throws Exception {
        String compiler = architecture + "-linux-gnu-gcc";
        String emulator = "qemu-" + architecture;
        assumeTrue(isThere(compiler) && isThere(emulator), "there is no " + compiler + " or no " + emulator);
        String printed = FreshJvm.run(
                FreshJvm.classPathOfTheTestsWithout(),
                AgreementProgram.class,
                "-Dos.arch=" + architecture,
                "-D" + CCompiler.COMPILER + "=" + compiler,
                "-D" + CCompiler.EMULATOR + "=" + emulator);
        assertThat(printed).contains("agreed: ").doesNotContain("agreed: 0");
    }

    private static boolean isThere(String program) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(List.of(program, "--version"))
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor() == 0;
        } catch (IOException notInstalled) {
            return false;
        }
    }
}

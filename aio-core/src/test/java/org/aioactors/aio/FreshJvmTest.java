// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.aioactors.aio.linux.Syscalls;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.slf4j.LoggerFactory;

/** How native code is called is chosen once in a JVM's life, so each case here has a JVM of its own. */
class FreshJvmTest {
    private static final String WITHOUT_JNA = FreshJvm.classPath(
            Syscalls.class,
            FreshJvmProgram.class,
            LoggerFactory.class,
            ch.qos.logback.classic.Logger.class,
            ch.qos.logback.core.Context.class);
    private static final String WITH_JNA =
            WITHOUT_JNA + File.pathSeparator + FreshJvm.classPath(com.sun.jna.Native.class);

    /** All that the program prints, and a line for each class that was loaded. */
    private static String run(String classPath, String... options) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of("-Xlog:class+load"));
        all.addAll(List.of(options));
        return FreshJvm.run(classPath, FreshJvmProgram.class, all.toArray(String[]::new));
    }

    private static List<String> refusals(String printed) {
        return printed.lines().filter(line -> line.startsWith("refused: ")).toList();
    }

    @Test
    @EnabledForJreRange(minVersion = 22)
    void sinceJdk22JnaIsNeitherLoadedNorNeeded() throws Exception {
        String withoutJna = run(WITHOUT_JNA);
        assertThat(withoutJna).contains("woken").contains("native calls go by ffm");
        String withJna = run(WITH_JNA);
        assertThat(withJna).contains("woken").doesNotContain("com.sun.jna.");
    }

    @Test
    @EnabledForJreRange(maxVersion = 21)
    void beforeJdk22ItIsJna() throws Exception {
        assertThat(run(WITH_JNA)).contains("woken").contains("com.sun.jna.Native ", "native calls go by jna");
        assertThat(refusals(run(WITH_JNA, "-Daio.native=ffm"))).hasSize(2).allSatisfy(line -> assertThat(line)
                .contains("needs JDK 22 or later"));
    }

    @Test
    void jnaCanBeForced() throws Exception {
        assertThat(run(WITH_JNA, "-Daio.native=jna"))
                .contains("woken")
                .contains("com.sun.jna.Native ", "native calls go by jna");
    }

    @Test
    void aForcedJnaThatIsMissingIsToldEachTime() throws Exception {
        assertThat(refusals(run(WITHOUT_JNA, "-Daio.native=jna"))).hasSize(2).allSatisfy(line -> assertThat(line)
                .contains("JNA is missing: put net.java.dev.jna:jna on the class path"));
    }

    @Test
    void aWrongPropertyIsToldEachTime() throws Exception {
        assertThat(refusals(run(WITH_JNA, "-Daio.native=panama"))).hasSize(2).allSatisfy(line -> assertThat(line)
                .contains("-Daio.native=panama: it must be jna or ffm"));
    }

    @Test
    @EnabledForJreRange(minVersion = 24)
    void aJvmThatForbidsNativeCallsIsToldWhatToDo() throws Exception {
        assertThat(refusals(run(WITHOUT_JNA, "--illegal-native-access=deny")))
                .hasSize(2)
                .allSatisfy(line -> assertThat(line).contains("--enable-native-access=ALL-UNNAMED"));
    }
}

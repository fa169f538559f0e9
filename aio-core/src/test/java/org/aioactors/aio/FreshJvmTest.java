// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.aioactors.aio.linux.Syscalls;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.slf4j.LoggerFactory;

/** How native code is called is chosen once in a JVM's life, so each case here has a JVM of its own. */
class FreshJvmTest {
    private static final String WITHOUT_JNA = classPath(
            Syscalls.class,
            FreshJvmProgram.class,
            LoggerFactory.class,
            ch.qos.logback.classic.Logger.class,
            ch.qos.logback.core.Context.class);
    private static final String WITH_JNA = WITHOUT_JNA + File.pathSeparator + classPath(com.sun.jna.Native.class);

    private static String classPath(Class<?>... classes) {
        return Stream.of(classes)
                .map(FreshJvmTest::placeOf)
                .distinct()
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static Path placeOf(Class<?> type) {
        try {
            return Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** All that the program prints, and a line for each class that was loaded. */
    private static String run(String classPath, String... options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xlog:class+load");
        if (Runtime.version().feature() >= 22 && !List.of(options).contains("--illegal-native-access=deny")) {
            command.add("--enable-native-access=ALL-UNNAMED");
        }
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", classPath, FreshJvmProgram.class.getName()));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(printed).isZero();
        return printed;
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

// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import org.aioactors.aio.linux.Syscalls;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** A program that is a module, on the module path; the tests themselves are on the class path. */
class ModulePathTest {
    private static final Path PROGRAM = Path.of("src", "modular", "java");

    private static final String LIBRARIES = FreshJvm.classPath(Syscalls.class, com.sun.jna.Native.class);
    private static final String WITH_SLF4J_2 = LIBRARIES + File.pathSeparator + FreshJvm.classPath(LoggerFactory.class);

    /** Its annotations are in the signatures; nothing needs them when the program runs. */
    private static final String TO_COMPILE = WITH_SLF4J_2 + File.pathSeparator + FreshJvm.classPath(Nullable.class);

    @TempDir
    Path folder;

    private static String withSlf4j1() throws IOException {
        return LIBRARIES + File.pathSeparator + FreshJvm.slf4j1ClassPath();
    }

    /** What javac says; nothing is good. */
    private String compile(Path sources) throws IOException {
        List<String> arguments =
                new ArrayList<>(List.of("-Xlint:all", "--module-path", TO_COMPILE, "-d", folder.toString()));
        try (Stream<Path> files = Files.walk(sources)) {
            files.map(Path::toString).filter(file -> file.endsWith(".java")).forEach(arguments::add);
        }
        StringWriter said = new StringWriter();
        PrintWriter writer = new PrintWriter(said);
        ToolProvider.findFirst("javac").orElseThrow().run(writer, writer, arguments.toArray(String[]::new));
        return said.toString();
    }

    private String run(String libraries, String... options) throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of(options));
        arguments.addAll(List.of("--module-path", folder + File.pathSeparator + libraries));
        arguments.addAll(List.of("--module", "org.example.app/org.example.app.HearsAnFd"));
        return FreshJvm.run(arguments);
    }

    private static void assertGood(String printed) {
        assertThat(printed)
                .contains("woken", "recorded: true", "module: org.aioactors.aio")
                .contains("does not export org.aioactors.aio.fdmon to module org.example.app")
                .doesNotContain("WARNING");
    }

    @BeforeEach
    void compileTheProgram() throws IOException {
        assertThat(compile(PROGRAM)).isEmpty();
    }

    @Test
    @EnabledForJreRange(maxVersion = 21)
    void beforeJdk22ItNeedsNoOption() throws Exception {
        assertGood(run(WITH_SLF4J_2));
        assertGood(run(withSlf4j1()));
    }

    @Test
    @EnabledForJreRange(minVersion = 22)
    void sinceJdk22OneModuleCallsNativeCode() throws Exception {
        String option = "--enable-native-access=org.aioactors.aio";
        assertGood(run(WITH_SLF4J_2, option));
        assertGood(run(withSlf4j1(), option));
    }

    @Test
    @EnabledForJreRange(minVersion = 22)
    void jnaCallsNativeCodeItself() throws Exception {
        assertGood(run(WITH_SLF4J_2, "-Daio.native=jna", "--enable-native-access=org.aioactors.aio,com.sun.jna"));
    }

    @Test
    @EnabledForJreRange(minVersion = 24)
    void aJvmThatForbidsNativeCallsNamesTheModule() {
        assertThatThrownBy(() -> run(WITH_SLF4J_2, "--illegal-native-access=deny"))
                .hasMessageContaining("start it with --enable-native-access=org.aioactors.aio");
    }

    @Test
    void theMonitorsAreNotForOthers() throws IOException {
        Path sources = Files.createDirectory(folder.resolve("intruder"));
        Files.copy(PROGRAM.resolve("module-info.java"), sources.resolve("module-info.java"));
        Files.writeString(sources.resolve("Intruder.java"), "import org.aioactors.aio.fdmon.FdMonitor;");
        assertThat(compile(sources)).contains("package org.aioactors.aio.fdmon is not visible");
    }
}

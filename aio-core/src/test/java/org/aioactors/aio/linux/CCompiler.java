// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * The C compiler of this machine; tests that use it are skipped where there is none. In a JVM that was told so, one for another
 * architecture, whose programs are run by an emulator (CrossCompilerAgreementTest).
 */
public final class CCompiler {
    /** A compiler in place of {@code cc}. */
    static final String COMPILER = "aio.test.cc";

    /** What runs its programs. */
    static final String EMULATOR = "aio.test.emulator";

    /** The headers of the C library that this project has numbers from. */
    public static final String INCLUDES = """
            #define _GNU_SOURCE
            #include <dirent.h>
            #include <errno.h>
            #include <fcntl.h>
            #include <netinet/in.h>
            #include <linux/sock_diag.h>
            #include <netinet/tcp.h>
            #include <netinet/udp.h>
            #include <poll.h>
            #include <signal.h>
            #include <sched.h>
            #include <spawn.h>
            #include <stddef.h>
            #include <stdio.h>
            #include <stdlib.h>
            #include <string.h>
            #include <sys/epoll.h>
            #include <sys/eventfd.h>
            #include <sys/file.h>
            #include <sys/ioctl.h>
            #include <sys/inotify.h>
            #include <sys/mman.h>
            #include <sys/prctl.h>
            #include <sys/resource.h>
            #include <sys/sendfile.h>
            #include <sys/socket.h>
            #include <sys/stat.h>
            #include <sys/syscall.h>
            #include <sys/uio.h>
            #include <sys/un.h>
            #include <sys/timerfd.h>
            #include <sys/wait.h>
            #include <time.h>
            #include <unistd.h>
            """;

    private final Path folder;
    private final String includes;

    /**
     * Compiles in a folder.
     *
     * @param includes what {@link #evaluate} puts in front of its program
     */
    public CCompiler(Path folder, String includes) {
        this.folder = folder;
        this.includes = includes;
    }

    /** The values of expressions. */
    public Map<String, Long> evaluate(Collection<String> expressions) throws IOException, InterruptedException {
        String prints = expressions.stream()
                .map(expression -> "    printf(\"%s=%%lld\\n\", (long long) (%s));\n".formatted(expression, expression))
                .collect(Collectors.joining());
        Map<String, Long> result = new HashMap<>();
        for (String line : compileAndRun(includes + "int main(void) {\n" + prints + "    return 0;\n}\n")) {
            int equals = line.lastIndexOf('=');
            result.put(line.substring(0, equals), Long.valueOf(line.substring(equals + 1)));
        }
        return result;
    }

    /** What the headers say, without their macros and comments. */
    public String preprocessed() throws IOException, InterruptedException {
        Path source = Files.writeString(folder.resolve("headers.c"), includes);
        return outputOf(started(compiler(), "-E", "-P", source.toString())).stream()
                .collect(Collectors.joining(" "));
    }

    /** The lines that a program prints. */
    public List<String> compileAndRun(String program) throws IOException, InterruptedException {
        Path source = Files.writeString(folder.resolve("facts.c"), program);
        Path binary = folder.resolve("facts");
        String emulator = System.getProperty(EMULATOR);
        // An emulator would not find the libraries of the other architecture.
        String linking = emulator == null ? "-pie" : "-static";
        assertThat(outputOf(started(compiler(), linking, "-o", binary.toString(), source.toString())))
                .as("messages of the C compiler")
                .isEmpty();
        List<String> command = emulator == null ? List.of(binary.toString()) : List.of(emulator, binary.toString());
        return outputOf(new ProcessBuilder(command).start());
    }

    private static String compiler() {
        return System.getProperty(COMPILER, "cc");
    }

    private static Process started(String... compiler) throws IOException {
        try {
            return new ProcessBuilder(compiler).redirectErrorStream(true).start();
        } catch (IOException e) {
            assumeTrue(false, "there is no C compiler here: " + e.getMessage());
            throw e;
        }
    }

    private static List<String> outputOf(Process process) throws IOException, InterruptedException {
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(output).isZero();
        return output.lines().toList();
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.util.List;
import org.aioactors.aio.linux.Syscalls;
import org.junit.jupiter.api.Test;

/**
 * SLF4J 1.7, Akka's own version: Maven gives it to applications that list Akka first. Where io_uring is forbidden, we have
 * something to log.
 */
class Slf4j1Test {
    private static final String REFUSAL =
            "io_uring_setup(entries=1024): EPERM (Operation not permitted): io_uring is forbidden here";

    @Test
    void contextsServeWithEpollAndSayWhy() throws Exception {
        String classPath = FreshJvm.classPath(Syscalls.class, Slf4j1Program.class, com.sun.jna.Native.class);
        String printed = FreshJvm.run(
                classPath + File.pathSeparator + FreshJvm.slf4j1ClassPath(),
                Slf4j1Program.class,
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=debug");
        List<String> lines = printed.lines().toList();
        assertThat(lines.get(0)).as(printed).isEqualTo("SLF4J without Logger.atLevel");
        assertThat(lines.stream().filter(line -> line.startsWith("monitor: ") || line.equals("woken")))
                .as(printed)
                .containsExactly("monitor: POLL", "woken", "monitor: EPOLL", "woken");
        assertThat(lines)
                .as("log")
                .anySatisfy(line -> assertThat(line).contains("DEBUG", "native calls go by"))
                .anySatisfy(line -> assertThat(line).contains("INFO", REFUSAL, "going on with epoll"));
        assertThat(lines.stream().filter(line -> line.startsWith("no requests: ")))
                .as("by API")
                .hasSize(2)
                .allSatisfy(line -> assertThat(line).contains(REFUSAL));
    }
}

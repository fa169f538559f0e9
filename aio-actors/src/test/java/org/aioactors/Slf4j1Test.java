// SPDX-License-Identifier: Apache-2.0
package org.aioactors;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.util.List;
import org.aioactors.aio.FreshJvm;
import org.junit.jupiter.api.Test;

/** The dispatcher on SLF4J 1.7, Akka's own version, where io_uring is forbidden and we have something to log. */
class Slf4j1Test {
    @Test
    void anActorAnswersAndTheLogSaysWhatRefusedIoUring() throws Exception {
        String classPath = FreshJvm.classPathOfTheTestsWithout("slf4j-", "logback-");
        String printed = FreshJvm.run(classPath + File.pathSeparator + FreshJvm.slf4j1ClassPath(), Slf4j1Program.class);
        List<String> lines = printed.lines().toList();
        assertThat(lines.get(0)).as(printed).isEqualTo("SLF4J without Logger.atLevel");
        assertThat(lines)
                .contains("answered on old-logger-one-loop-1")
                .anySatisfy(line -> assertThat(line)
                        .contains(
                                "INFO",
                                "io_uring_setup(entries=1024): EPERM (Operation not permitted): io_uring is forbidden here",
                                "going on with epoll"))
                .noneMatch(line -> line.contains("NoSuchMethodError"));
    }
}

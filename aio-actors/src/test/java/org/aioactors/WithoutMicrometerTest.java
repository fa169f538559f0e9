// SPDX-License-Identifier: Apache-2.0
package org.aioactors;

import static org.assertj.core.api.Assertions.assertThat;

import org.aioactors.aio.FreshJvm;
import org.junit.jupiter.api.Test;

/** Who doesn't use Micrometer needs none of its jars. */
class WithoutMicrometerTest {
    @Test
    void allElseWorksWithoutItsJars() throws Exception {
        String classPath = FreshJvm.classPathOfTheTestsWithout(
                "micrometer-", "context-propagation", "HdrHistogram", "LatencyUtils");
        String printed = FreshJvm.run(classPath, WithoutMicrometerProgram.class);
        assertThat(printed.lines())
                .as(printed)
                .contains("Micrometer: false", "loops: 1", "connections: 0", "sockets: 0")
                .noneMatch(line -> line.contains("NoClassDefFoundError"));
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.bench.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The comparison, for a moment. In a process of its own, because it pins its process. */
class TcpComparisonTest {
    private static String run(String... arguments) throws IOException {
        String[] command = new String[4 + arguments.length];
        command[0] = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        command[1] = "-cp";
        command[2] = System.getProperty("java.class.path");
        command[3] = TcpComparison.class.getName();
        System.arraycopy(arguments, 0, command, 4, arguments.length);
        return Commands.output(command);
    }

    @Test
    void eachServerHasALineInEachTableAndABar(@TempDir Path folder) throws IOException {
        Path plot = folder.resolve("plot.svg");
        String printed = run(
                "--cases",
                "echo-4x64x1,fan-out-4x64x2",
                "--servers",
                "aio-epoll,netty-epoll",
                "--rounds",
                "1",
                "--ms",
                "20",
                "--first-ms",
                "1",
                "--warm-up-ms",
                "1",
                "--plot",
                plot.toString());
        assertThat(printed.lines().filter(line -> line.startsWith("netty-epoll ")))
                .as(printed)
                .hasSize(2);
        assertThat(printed.lines().filter(line -> line.startsWith("aio-epoll ")))
                .as(printed)
                .hasSize(4); // in the table of each case, and twice in the last
        assertThat(Files.readString(plot)).contains("aio-epoll fan-out-4x64x2");
    }

    @Test
    void anUnknownServerIsRefused() throws IOException {
        assertThat(run("--servers", "aio-epoll,apache")).contains("no server is called apache");
    }
}

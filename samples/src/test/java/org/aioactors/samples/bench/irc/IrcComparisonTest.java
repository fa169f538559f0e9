// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.bench.irc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The comparison, for a moment. In a process of its own, because it pins its process. */
class IrcComparisonTest {
    private static String run(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                IrcComparison.class.getName()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    @Test
    void aServerHasALineInEachTable() throws IOException {
        String printed = run(
                "--cases",
                "fan-out-20x5,joins-10x5,paced-10x5x100,idle-20x5",
                "--servers",
                "netty-epoll",
                "--rounds",
                "1",
                "--ms",
                "50",
                "--first-ms",
                "1",
                "--warm-up-ms",
                "1");
        assertThat(printed.lines().filter(line -> line.startsWith("netty-epoll ")))
                .as(printed)
                .hasSize(4);
    }

    @Test
    void anUnknownServerOrCaseIsRefused() throws IOException {
        assertThat(run("--servers", "netty-epoll,unreal")).contains("no server is called unreal");
        assertThat(run("--cases", "echo-1x1")).contains("no case is called 'echo-1x1'");
    }
}

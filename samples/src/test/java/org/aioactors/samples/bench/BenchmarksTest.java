// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each benchmark, for a moment: it ends, and its table has a line for each case. */
class BenchmarksTest {
    private final PrintStream stdout = System.out;
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    @BeforeEach
    void capture() {
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void release() {
        System.setOut(stdout);
    }

    /** What was printed, without the machine's line and the heading. */
    private long lines() {
        return printed.toString(StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !line.startsWith("#"))
                .skip(1)
                .count();
    }

    @Test
    void manyFdsHasALineForEachMonitorAndNumber() {
        ManyFds.main(new String[] {"--fds", "1,70", "--rounds", "1", "--events", "10"});
        assertThat(lines()).isEqualTo(6);
    }

    @Test
    void nativeCallsHasALineForEachCall() {
        NativeCalls.main(new String[] {"--rounds", "1", "--calls", "10"});
        assertThat(lines()).isEqualTo(3);
    }

    @Test
    void groupCommitHasALineForEachWay(@TempDir Path folder) throws IOException {
        GroupCommit.main(
                new String[] {"--directory", folder.toString(), "--rounds", "1", "--millis", "20", "--appenders", "4"});
        assertThat(lines()).isEqualTo(3);
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void manyProcessesHasALineForEachWay() throws IOException {
        ManyProcesses.main(new String[] {"--processes", "10", "--rounds", "1"});
        assertThat(lines()).isEqualTo(3);
    }

    @Test
    void manyTimersHasALineForEachNumber() {
        ManyTimers.main(new String[] {"--timers", "1,100", "--rounds", "1", "--operations", "10"});
        assertThat(lines()).isEqualTo(2);
    }

    @Test
    void pacedWakeupsHasALineForEachCase() {
        PacedWakeups.main(new String[] {"--gaps", "50", "--max", "200", "--rounds", "1", "--ms", "1", "--idle", "1"});
        assertThat(lines()).isEqualTo(8);
    }

    @Test
    void timerLatenessHasALineForEachCaseAndDelay() throws InterruptedException {
        TimerLateness.main(new String[] {"--delays", "100,1000", "--rounds", "1", "--timers", "3", "--warm-up", "1"});
        assertThat(lines()).isEqualTo(24);
    }

    @Test
    void contextPingPongHasALineForEachRoundOfEachKind() throws InterruptedException {
        ContextPingPong.main(new String[] {"--rounds", "1", "--trips", "100", "--warm-up", "1"});
        assertThat(lines()).isEqualTo(2);
    }

    @Test
    void insideDispatcherHasALineForEachBenchmarkAndTheMean() {
        InsideDispatcher.main(new String[] {"--quick"});
        assertThat(lines()).isEqualTo(13 + 1);
        assertThat(printed.toString(StandardCharsets.UTF_8)).contains("# inside: aio-2 against fork-join-2");
    }

    @Test
    void pingPongHasALineForEachPairOfDispatchersInEachMode() {
        PingPong.main(new String[] {
            "--rounds", "1", "--warm-up", "1", "--trips", "10", "--ms", "2", "--pairs", "2", "--idle", "1"
        });
        assertThat(lines()).isEqualTo(40 + 6); // and the headings of six more tables
    }

    @Test
    void pingPongMeasuresTheConfiguredDispatchers(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("mine.conf"), """
                bench.pong-dispatcher = mine
                mine { type = PinnedDispatcher, executor = thread-pool-executor }
                """);
        PingPong.main(new String[] {
            "--dispatchers",
            "configured",
            "--modes",
            "ask",
            "--rounds",
            "1",
            "--trips",
            "10",
            "--config",
            file.toString()
        });
        assertThat(lines()).isEqualTo(1);
        assertThat(printed.toString(StandardCharsets.UTF_8)).contains("aio-ping + mine");
    }
}

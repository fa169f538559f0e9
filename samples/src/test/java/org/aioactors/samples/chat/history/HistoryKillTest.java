// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.history;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import java.io.BufferedReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.aioactors.aio.FreshJvm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills a process in the middle of keeping, by SIGKILL: what was on the disk is known afterwards, in order, and nothing torn. */
class HistoryKillTest {
    private static final int KILLS = Integer.getInteger("aio.test.power-cuts", 3);

    @TempDir
    private Path folder;

    @Test
    void whatWasKeptIsKnownAfterwards() throws Exception {
        Random random = new Random(KILLS);
        long known = 0;
        for (int round = 0; round < KILLS; round++) {
            long kept = keepAndKill(known, random.nextInt(20));
            assertThat(kept).as("kept in round %s", round).isGreaterThan(known);
            known = known(kept);
        }
    }

    /** Returns the number behind that of the last message that is on the disk for certain. */
    private long keepAndKill(long first, int rounds) throws Exception {
        Process process = new ProcessBuilder(FreshJvm.command(
                        HistoryProgram.class,
                        List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"),
                        folder.resolve("log").toString(),
                        String.valueOf(first)))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        long kept = first;
        int heard = 0;
        try (BufferedReader lines = process.inputReader()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.matches("\\d+")) {
                    kept = Long.parseLong(line);
                    heard++;
                }
                if (heard > rounds && process.isAlive()) {
                    process.toHandle().destroyForcibly();
                }
            }
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as("killed by signal 9").isEqualTo(128 + 9);
        return kept;
    }

    /** All up to there are there, and perhaps some more; returns the number behind the last one. */
    private long known(long kept) {
        ActorTestKit kit = ActorTestKit.create();
        try {
            ActorRef<History.Command> history =
                    kit.spawn(History.create(HistorySettings.IN_MEMORY.in(folder.resolve("log"))));
            TestProbe<History.Answer> asker = kit.createTestProbe();
            history.tell(new History.Ask(Entries.CHANNEL, new Selection.Latest(null), 100_000, 1, asker.ref()));
            List<String> found = Entries.msgids(asker.expectMessageClass(History.Messages.class, Duration.ofSeconds(20))
                    .entries());
            assertThat(found.size()).isGreaterThanOrEqualTo((int) kept);
            assertThat(found)
                    .isEqualTo(LongStream.range(0, found.size())
                            .mapToObj(number -> "m" + number)
                            .toList());
            history.tell(new History.Close());
            asker.expectTerminated(history, Duration.ofSeconds(30));
            return found.size();
        } finally {
            kit.shutdownTestKit();
        }
    }
}

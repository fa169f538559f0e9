// SPDX-License-Identifier: Apache-2.0
package org.aioactors.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.aioactors.aio.FreshJvm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills a JVM that appends to a log, in the middle of it, again and again, always with the same log: what was acknowledged is
 * there afterwards, in its place, and nothing that is no record. How often, {@code -Daio.test.power-cuts} says; three times by
 * default, by turns with io_uring, where there is one, and with epoll.
 */
class LogPowerCutTest {
    private static final int CUTS = Integer.getInteger("aio.test.power-cuts", 3);
    private static final List<String> MONITORS = List.of("auto", "epoll");

    @TempDir
    Path folder;

    /** What was acknowledged, by number; the value is the seed. */
    private final Map<Long, Long> acknowledged = new TreeMap<>();

    @Test
    @Timeout(value = 30, unit = TimeUnit.MINUTES)
    void nothingAcknowledgedIsLostAndNothingTornIsRead() throws Exception {
        Random random = new Random(CUTS);
        for (int round = 0; round < CUTS; round++) {
            int before = acknowledged.size();
            appendAndKill(round, random.nextInt(1_000));
            assertThat(acknowledged.size()).as("new records in round %s", round).isGreaterThan(before);
            readAll();
        }
    }

    private void appendAndKill(int round, int acknowledgements) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(FreshJvm.command(
                        PowerCutProgram.class,
                        List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"),
                        folder.resolve("log").toString(),
                        String.valueOf(round),
                        MONITORS.get(round % MONITORS.size())))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader lines = process.inputReader()) {
            int heard = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.matches("\\d+ \\d+")) {
                    acknowledge(line);
                    heard++;
                }
                if (heard > acknowledgements && process.isAlive()) {
                    process.toHandle().destroyForcibly(); // SIGKILL; by the process itself, its output would be closed
                }
            }
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as("killed by signal 9").isEqualTo(128 + 9);
    }

    private void acknowledge(String line) {
        String[] numbers = line.split(" ", -1);
        Long other = acknowledged.put(Long.valueOf(numbers[0]), Long.valueOf(numbers[1]));
        assertThat(other)
                .as("what was acknowledged before as record %s", numbers[0])
                .isNull();
    }

    private void readAll() throws IOException {
        int found = 0;
        long expected = 0;
        try (LogReader reader = LogReader.open(folder.resolve("log"))) {
            for (LogRecord record = reader.next(); record != null; record = reader.next()) {
                assertThat(record.sequence()).isEqualTo(expected++);
                String text = record.data().utf8String();
                long seed = Long.parseLong(text.substring(0, text.indexOf(':')));
                assertThat(text).as("record %s", record.sequence()).isEqualTo(PowerCutProgram.record(seed));
                Long acknowledgedSeed = acknowledged.get(record.sequence());
                if (acknowledgedSeed != null) {
                    assertThat(seed).as("record %s", record.sequence()).isEqualTo(acknowledgedSeed);
                    found++;
                }
            }
        }
        assertThat(found).as("records of those acknowledged").isEqualTo(acknowledged.size());
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What the figures of a benchmark were measured on. */
final class Machine {
    private Machine() {}

    /** One line: processor, cores, kernel, JDK, and how busy the machine was with other things. */
    static String line() {
        return String.format(
                Locale.ROOT,
                "# %s, %d cores, %s %s, JDK %s, load average %.2f",
                inFile("/proc/cpuinfo", "model name").map(Machine::afterColon).orElse(System.getProperty("os.arch")),
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("os.name"),
                System.getProperty("os.version"),
                System.getProperty("java.version"),
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    }

    /** How many descriptors this process may have open ({@code RLIMIT_NOFILE}). */
    static long maxOpenFiles() {
        return inFile("/proc/self/limits", "Max open files")
                .map(line -> line.split(" +", -1)[3])
                .filter(soft -> !soft.equals("unlimited"))
                .map(Long::parseLong)
                .orElse(Long.MAX_VALUE);
    }

    private static String afterColon(String line) {
        return line.substring(line.indexOf(':') + 1).strip();
    }

    private static Optional<String> inFile(String file, String beginning) {
        try (Stream<String> lines = Files.lines(Path.of(file))) {
            return lines.filter(line -> line.startsWith(beginning)).findFirst();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

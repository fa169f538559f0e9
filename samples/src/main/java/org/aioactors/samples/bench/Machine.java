// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** What the figures of a benchmark were measured on. */
public final class Machine {
    /** Linux counts in hundredths of a second here, on every architecture that Java runs on ({@code USER_HZ}). */
    private static final long TICK_NS = TimeUnit.SECONDS.toNanos(1) / 100;

    private static final com.sun.management.OperatingSystemMXBean OWN =
            ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class);

    private Machine() {}

    /** One line: processor, cores, kernel, JDK, and how busy the machine was with other things. */
    public static String line() {
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

    /**
     * Processor time that all processes have taken on all processors since the machine was started, and the host's other
     * guests from it, in nanoseconds; known to 10 ms ({@code proc_stat(5)}).
     */
    public static long busyNs() {
        String[] ticks = inFile("/proc/stat", "cpu ").orElseThrow().split(" +", -1);
        long sum = 0;
        for (int column : new int[] {1, 2, 3, 6, 7, 8}) { // user, nice, system, irq, softirq, steal
            sum += Long.parseLong(ticks[column]);
        }
        return sum * TICK_NS;
    }

    /** Processor time of everything in this process, in nanoseconds. */
    public static long ownCpuNs() {
        return OWN.getProcessCpuTime();
    }

    /** Processor time of the present threads of another process, in nanoseconds ({@code /proc/PID/task/TID/schedstat}). */
    public static long cpuNs(long pid) {
        try (Stream<Path> threads = Files.list(Path.of("/proc/" + pid + "/task"))) {
            return threads.mapToLong(Machine::threadCpuNs).sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long threadCpuNs(Path thread) {
        try {
            return Long.parseLong(Files.readString(thread.resolve("schedstat")).split(" ", -1)[0]);
        } catch (IOException e) {
            if (Files.exists(thread)) {
                throw new UncheckedIOException(e);
            }
            return 0; // the thread has ended meanwhile
        }
    }

    /** How many descriptors this process may have open ({@code RLIMIT_NOFILE}). */
    public static long maxOpenFiles() {
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

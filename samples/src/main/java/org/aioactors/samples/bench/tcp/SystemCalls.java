// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.bench.tcp;

import java.io.IOException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Counts a server's system calls by {@code perf stat}, which slows it down a little: in rounds of their own. */
final class SystemCalls {
    private static final String EVENT = "raw_syscalls:sys_enter";
    private static final Pattern COUNT = Pattern.compile("(?m)^(\\d+),.*" + EVENT);

    private SystemCalls() {}

    /** Whether there is perf, and it may count them. */
    static boolean canBeCounted() throws InterruptedException {
        return Commands.succeeds("perf", "stat", "-e", EVENT, "true");
    }

    /** How many a server does for one message of a load. The main thread's; blocks. */
    static double perMessage(LoadShape shape, ServerProcess server, int threads, long warmUpNs, long durationNs)
            throws IOException {
        try (Load load = Load.start(shape, server.port(), threads)) {
            load.pass(warmUpNs);
            long startNs = System.nanoTime();
            long before = load.delivered();
            double seconds = durationNs / 1e9;
            double calls = count(server.pid(), seconds);
            double perSecond = (load.delivered() - before) / ((System.nanoTime() - startNs) / 1e9);
            load.finish();
            return calls / seconds / perSecond;
        }
    }

    private static long count(long pid, double seconds) throws IOException {
        String printed = Commands.output(
                "perf",
                "stat",
                "-x,",
                "-e",
                EVENT,
                "-p",
                Long.toString(pid),
                "sleep",
                String.format(Locale.ROOT, "%.3f", seconds));
        Matcher count = COUNT.matcher(printed);
        if (!count.find()) {
            throw new IOException("perf has not counted system calls, but printed: " + printed);
        }
        return Long.parseLong(count.group(1));
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.bench.irc;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.aioactors.samples.bench.tcp.Commands;

/** How much memory another process uses. Blocks. */
final class ServerMemory {
    /** A line of {@code GC.heap_info} about what lies in the heap; those about classes have no total. */
    private static final Pattern HEAP =
            Pattern.compile("total (?:reserved )?\\d+K,(?: committed \\d+K,)? used (\\d+)K");

    private static final Pattern RESIDENT = Pattern.compile("(?m)^VmRSS:\\s+(\\d+) kB");

    private ServerMemory() {}

    /** What clients take: of a JVM what is live in its heap, which is collected for that; else what is resident. */
    static long usedBytes(long pid) throws IOException {
        Path program = Files.readSymbolicLink(Path.of("/proc/" + pid + "/exe"));
        return program.endsWith("java") ? heapBytes(pid, program.resolveSibling("jcmd")) : residentBytes(pid);
    }

    private static long heapBytes(long pid, Path jcmd) throws IOException {
        String process = Long.toString(pid);
        Commands.output(jcmd.toString(), process, "GC.run");
        String printed = Commands.output(jcmd.toString(), process, "GC.heap_info");
        Matcher used = HEAP.matcher(printed);
        long kibibytes = 0;
        while (used.find()) {
            kibibytes += Long.parseLong(used.group(1));
        }
        if (kibibytes == 0) {
            throw new IOException("jcmd has not said how much of the heap is used, but printed: " + printed);
        }
        return kibibytes * 1024;
    }

    /** What of it is in physical memory ({@code proc_pid_status(5)}). */
    static long residentBytes(long pid) throws IOException {
        Matcher resident = RESIDENT.matcher(Files.readString(Path.of("/proc/" + pid + "/status")));
        if (!resident.find()) {
            throw new IOException("process " + pid + " has ended");
        }
        return Long.parseLong(resident.group(1)) * 1024;
    }
}

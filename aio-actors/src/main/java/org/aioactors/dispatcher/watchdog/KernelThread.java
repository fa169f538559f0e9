// SPDX-License-Identifier: Apache-2.0
package org.aioactors.dispatcher.watchdog;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A thread as the kernel knows it: proc(5). */
final class KernelThread {
    private static final Path PROC = Path.of("/proc");

    private final Path stat;

    private KernelThread(Path stat) {
        this.stat = stat;
    }

    /** The calling thread; null if the kernel does not tell (Linux 3.17), or there is no /proc. */
    static @Nullable KernelThread current() {
        try {
            Path own = Files.readSymbolicLink(PROC.resolve("thread-self"));
            return new KernelThread(PROC.resolve(own).resolve("stat"));
        } catch (IOException unknown) {
            return null;
        }
    }

    /** Whether it sleeps, in state S or D; false if it has ended. Costs some microseconds. Any thread. */
    boolean isAsleep() {
        try {
            String line = new String(Files.readAllBytes(stat), StandardCharsets.ISO_8859_1);
            char state = line.charAt(line.lastIndexOf(')') + 2); // the name before it may hold any character
            return state == 'S' || state == 'D';
        } catch (IOException ended) {
            return false;
        }
    }
}

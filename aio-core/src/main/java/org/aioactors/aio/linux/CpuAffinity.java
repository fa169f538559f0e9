// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.linux;

import java.util.Set;
import java.util.TreeSet;

/**
 * Which processors a thread may run on, see {@code sched_setaffinity(2)}. Threads that a thread starts inherit what it
 * has. No method blocks.
 */
public final class CpuAffinity {
    /** More than any kernel is built for. */
    private static final int MAX_CPUS = 8192;

    private static final int MASK_BYTES = MAX_CPUS / Byte.SIZE;

    private CpuAffinity() {}

    /**
     * The processors that the calling thread may run on, by number from 0.
     *
     * @throws SyscallException if the kernel does not tell
     */
    public static Set<Integer> get(Syscalls syscalls) {
        return get(syscalls, 0);
    }

    /**
     * The processors that the first thread of this process may run on: those that the process was started with, since
     * the JVM runs nothing on that thread that could change them.
     *
     * @throws SyscallException if the kernel does not tell
     */
    public static Set<Integer> ofProcess(Syscalls syscalls) {
        return get(syscalls, Math.toIntExact(ProcessHandle.current().pid()));
    }

    private static Set<Integer> get(Syscalls syscalls, int thread) {
        try (NativeMemory mask = NativeMemory.allocate(MASK_BYTES)) {
            SyscallException.check(syscalls.schedGetAffinity(thread, MASK_BYTES, mask.address()), "sched_getaffinity");
            Set<Integer> cpus = new TreeSet<>();
            for (int cpu = 0; cpu < MAX_CPUS; cpu++) {
                if ((mask.buffer().getLong(wordOffset(cpu)) & bit(cpu)) != 0) {
                    cpus.add(cpu);
                }
            }
            return cpus;
        }
    }

    /**
     * Has the calling thread run on these processors only.
     *
     * @throws IllegalArgumentException if there are none, or one's number is out of range
     * @throws SyscallException if the kernel refuses: {@code EINVAL} if it has none of them, or a cpuset, as containers
     *     have, forbids them
     */
    public static void set(Syscalls syscalls, Set<Integer> cpus) {
        if (cpus.isEmpty()) {
            throw new IllegalArgumentException("a thread needs at least one processor");
        }
        try (NativeMemory mask = NativeMemory.allocate(MASK_BYTES)) {
            for (int cpu : cpus) {
                if (cpu < 0 || cpu >= MAX_CPUS) {
                    throw new IllegalArgumentException("there is no processor " + cpu);
                }
                int offset = wordOffset(cpu);
                mask.buffer().putLong(offset, mask.buffer().getLong(offset) | bit(cpu));
            }
            SyscallException.check(
                    syscalls.schedSetAffinity(MASK_BYTES, mask.address()), "sched_setaffinity(cpus=" + cpus + ")");
        }
    }

    /** The mask is an array of words of the machine. */
    private static int wordOffset(int cpu) {
        return cpu / Long.SIZE * Long.BYTES;
    }

    private static long bit(int cpu) {
        return 1L << cpu % Long.SIZE;
    }
}

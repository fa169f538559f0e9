// SPDX-License-Identifier: Apache-2.0
package org.aioactors.os;

import java.util.Set;
import org.aioactors.aio.AioErrorHandler;
import org.aioactors.aio.linux.CpuAffinity;
import org.aioactors.aio.linux.SyscallException;
import org.aioactors.aio.linux.Syscalls;

/**
 * On which CPUs threads run, see {@code sched_setaffinity(2)}. A new thread may run where the one that starts it may,
 * so what a pinned thread starts is pinned as well, unless it calls {@link #unpinThisThread}. No method blocks.
 */
public final class Cpus {
    /** Whether any thread was ever pinned. Set by who pins one; read by threads that begin. */
    private static volatile boolean pinned;

    private Cpus() {}

    /**
     * The numbers of the CPUs that this process may use.
     *
     * @throws SyscallException if the kernel does not tell
     */
    public static Set<Integer> ofProcess() {
        return CpuAffinity.ofProcess(Syscalls.linux());
    }

    /**
     * Has the calling thread run on this CPU only.
     *
     * @throws SyscallException if the kernel refuses, as for a CPU that a container must not use
     */
    public static void pinThisThread(int cpu) {
        pinned = true;
        CpuAffinity.set(Syscalls.linux(), Set.of(cpu));
    }

    /**
     * Has the calling thread run wherever the process may. Costs a system call or two if threads are pinned at all.
     *
     * @throws SyscallException if the kernel refuses
     */
    public static void unpinThisThread() {
        if (pinned) {
            CpuAffinity.set(Syscalls.linux(), CpuAffinity.ofProcess(Syscalls.linux()));
        }
    }

    /** The same for a thread that can do its work on one CPU as well: if the kernel refuses, that is reported. */
    public static void unpinThisThread(AioErrorHandler errors) {
        try {
            unpinThisThread();
        } catch (RuntimeException e) {
            errors.onError(Thread.currentThread().getName() + " stays on one processor", e);
        }
    }
}

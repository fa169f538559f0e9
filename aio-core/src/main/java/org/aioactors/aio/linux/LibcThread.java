// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.linux;

import java.lang.invoke.MethodHandle;

/** What concerns the thread that calls, see {@link Libc}; any thread. */
final class LibcThread {
    private static final MethodHandle SCHED_SETAFFINITY = Libc.bind("sched_setaffinity");
    private static final MethodHandle SCHED_GETAFFINITY = Libc.bind("sched_getaffinity");
    private static final MethodHandle PRCTL = Libc.bind("prctl");

    private LibcThread() {}

    static int sched_setaffinity(int pid, long maskSize, long mask) {
        return (int) Libc.call(SCHED_SETAFFINITY, pid, maskSize, mask);
    }

    static int sched_getaffinity(int pid, long maskSize, long mask) {
        return (int) Libc.call(SCHED_GETAFFINITY, pid, maskSize, mask);
    }

    static int prctl(int option, long a, long b, long c, long d) {
        return (int) Libc.call(PRCTL, option, a, b, c, d);
    }
}

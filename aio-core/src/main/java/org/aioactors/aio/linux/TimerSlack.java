// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.linux;

/**
 * How late the kernel may end a thread's timeouts, to spare wake-ups: 50 microseconds unless set, see {@code
 * PR_SET_TIMERSLACK} in {@code prctl(2)}. It concerns every call that sleeps for a time. No method blocks.
 */
public final class TimerSlack {
    static final int PR_SET_TIMERSLACK = 29;
    static final int PR_GET_TIMERSLACK = 30;

    private TimerSlack() {}

    /**
     * The calling thread's slack in nanoseconds.
     *
     * @throws SyscallException if the kernel does not tell
     */
    public static int get(Syscalls syscalls) {
        return SyscallException.check(syscalls.prctl(PR_GET_TIMERSLACK, 0), "prctl(PR_GET_TIMERSLACK)");
    }

    /**
     * Sets the calling thread's slack; 0 stands for the one the thread began with.
     *
     * @throws SyscallException if the kernel refuses
     */
    public static void set(Syscalls syscalls, long slackNs) {
        SyscallException.check(syscalls.prctl(PR_SET_TIMERSLACK, slackNs), "prctl(PR_SET_TIMERSLACK, " + slackNs + ")");
    }
}

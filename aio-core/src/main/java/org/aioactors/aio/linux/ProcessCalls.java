// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.linux;

/**
 * The system calls about processes: one method a call, with results as those of {@link Syscalls}. Tests implement it to inject
 * errors. Any thread; nothing blocks but what says so.
 */
public interface ProcessCalls {
    /**
     * The system calls of the kernel we run on. Always the same object.
     *
     * @throws UnsupportedOperationException as {@link Syscalls#linux}
     */
    static ProcessCalls linux() {
        LinuxPlatform.require();
        return LinuxProcessCalls.INSTANCE;
    }

    /** {@link SpawnRequest#spawn}, which blocks. */
    int spawn(SpawnRequest request);

    /**
     * {@code pidfd_open(2)} (Linux 5.3): a descriptor, close-on-exec, that stands for a process and for no other one that gets
     * its number later. It is readable when the process has ended.
     *
     * @param pid a child that was not waited for yet
     * @return the descriptor or {@code -errno}
     */
    int pidfdOpen(int pid, int flags);

    /**
     * {@code pidfd_send_signal(2)} (Linux 5.1).
     *
     * @return 0, or {@code -errno}: {@code -ESRCH} if the process has been waited for, {@code -EPERM} if it is not ours any
     *     more
     */
    int pidfdSendSignal(int pidfd, int signal);

    /**
     * {@code kill(2)}.
     *
     * @param pid a process; or, negated, a process group
     * @return 0 or {@code -errno}
     */
    int kill(int pid, int signal);

    /**
     * {@code waitid(2)}, as the kernel has it, with the use of resources. Blocks unless the options have {@link
     * SigInfo#WNOHANG}; then {@link SigInfo#pid} is 0 if there is nothing to tell.
     *
     * @param idType such as {@link SigInfo#P_PIDFD} (Linux 5.4)
     * @param options such as {@link SigInfo#WEXITED}
     * @return 0 or {@code -errno}: {@code -ECHILD} if it is no child of ours, or was waited for
     */
    int waitid(int idType, int id, SigInfo info, int options, Rusage usage);
}

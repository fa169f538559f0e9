// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.linux;

/** The real ones. By number: the C library has had functions for pidfds since 2022 only, and hides a parameter of waitid. */
final class LinuxProcessCalls implements ProcessCalls {
    static final ProcessCalls INSTANCE = new LinuxProcessCalls();

    private static final int SYS_PIDFD_SEND_SIGNAL = 424;
    private static final int SYS_PIDFD_OPEN = 434;

    /** These are older than the common numbers. */
    private static final int SYS_KILL = LinuxPlatform.IS_X86_64 ? 62 : 129;

    private static final int SYS_WAITID = LinuxPlatform.IS_X86_64 ? 247 : 95;

    private LinuxProcessCalls() {}

    @Override
    public int spawn(SpawnRequest request) {
        return request.spawn();
    }

    @Override
    public int pidfdOpen(int pid, int flags) {
        return result(Libc.syscall(SYS_PIDFD_OPEN, pid, flags, 0, 0, 0, 0));
    }

    @Override
    public int pidfdSendSignal(int pidfd, int signal) {
        return result(Libc.syscall(SYS_PIDFD_SEND_SIGNAL, pidfd, signal, 0, 0, 0, 0));
    }

    @Override
    public int kill(int pid, int signal) {
        return result(Libc.syscall(SYS_KILL, pid, signal, 0, 0, 0, 0));
    }

    @Override
    public int waitid(int idType, int id, SigInfo info, int options, Rusage usage) {
        return result(Libc.syscall(SYS_WAITID, idType, id, info.address(), options, usage.address(), 0));
    }

    private static int result(long result) {
        return result != -1 ? (int) result : -Libc.errno();
    }
}

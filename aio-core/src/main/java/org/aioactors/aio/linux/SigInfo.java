// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.linux;

/**
 * A {@code siginfo_t} in native memory: what {@code waitid(2)} tells of a child process. Used by one thread at a time; all
 * methods but {@link #close} throw {@link IllegalStateException} once it is closed.
 */
public final class SigInfo extends NativeStruct {
    /** Whom to wait for: any child. */
    public static final int P_ALL = 0;
    /** Whom to wait for: the child with this process id. */
    public static final int P_PID = 1;
    /** Whom to wait for: any child of this process group. */
    public static final int P_PGID = 2;
    /** Whom to wait for: the child that this descriptor stands for, {@code pidfd_open(2)}. */
    public static final int P_PIDFD = 3;

    /** Option: does not wait. */
    public static final int WNOHANG = 1;
    /** Option: children that a signal has stopped. */
    public static final int WSTOPPED = 2;
    /** Option: children that have ended. */
    public static final int WEXITED = 4;
    /** Option: stopped children that go on. */
    public static final int WCONTINUED = 8;
    /** Option: the child stays as it is, so that it can be waited for again. */
    public static final int WNOWAIT = 0x01000000;

    /** Code: it has called {@code exit(3)}. */
    public static final int CLD_EXITED = 1;
    /** Code: a signal has killed it. */
    public static final int CLD_KILLED = 2;
    /** Code: a signal has killed it, and its memory was written to a file. */
    public static final int CLD_DUMPED = 3;
    /** Code: a signal has stopped it. */
    public static final int CLD_STOPPED = 5;
    /** Code: it goes on. */
    public static final int CLD_CONTINUED = 6;

    /*
     * siginfo_t, of SIGCHLD {
     *     int   si_signo;
     *     int   si_errno;
     *     int   si_code;
     *     pid_t si_pid;                    // from here on aligned to 8
     *     uid_t si_uid;
     *     int   si_status;
     * };
     */
    static final int SIZE_SIGINFO = 128;
    static final int OFFSET_CODE = 8;
    static final int OFFSET_PID = 16;
    static final int OFFSET_UID = 20;
    static final int OFFSET_STATUS = 24;

    private SigInfo() {
        super(SIZE_SIGINFO);
    }

    /**
     * Allocates an empty one.
     *
     * @throws OutOfMemoryError if there is no native memory left
     */
    public static SigInfo allocate() {
        return new SigInfo();
    }

    /** What has happened, such as {@link #CLD_EXITED}. */
    public int code() {
        return buffer().getInt(OFFSET_CODE);
    }

    /** The process id of the child; 0 if none had anything to tell ({@link #WNOHANG}). */
    public int pid() {
        return buffer().getInt(OFFSET_PID);
    }

    /** The real user of the child. */
    public int uid() {
        return buffer().getInt(OFFSET_UID);
    }

    /** The exit status, or the number of the signal if it was one. */
    public int status() {
        return buffer().getInt(OFFSET_STATUS);
    }
}

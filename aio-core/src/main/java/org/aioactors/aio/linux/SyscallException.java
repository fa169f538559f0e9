// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.linux;

/**
 * A system call failed in a way that its caller cannot handle as a value.
 *
 * <p>The message is one line that names the call, the descriptor and the error, for example {@code
 * epoll_ctl(ADD, fd=7): EPERM (Operation not permitted)}.
 */
public final class SyscallException extends RuntimeException {
    /** The {@link #fd()} of a call that has none. */
    public static final int NO_FD = -1;

    private static final long serialVersionUID = 1L;

    private final String call;
    private final int fd;
    private final int errno;

    /**
     * Makes the exception for a failed call.
     *
     * @param call the call's name and maybe its arguments, such as {@code "read"} or {@code
     *     "epoll_ctl(ADD)"}; the message adds the descriptor to the arguments
     * @param fd the descriptor, or {@link #NO_FD} if there is none or the call names it
     * @param errno the positive error number, see {@link Errno}
     */
    public SyscallException(String call, int fd, int errno) {
        super(withFd(call, fd) + ": " + Errno.describe(errno));
        this.call = call;
        this.fd = fd;
        this.errno = errno;
    }

    private static String withFd(String call, int fd) {
        if (fd < 0) {
            return call;
        }
        return call.endsWith(")")
                ? call.substring(0, call.length() - 1) + ", fd=" + fd + ")"
                : call + "(fd=" + fd + ")";
    }

    /**
     * Passes a result through, or throws if it is {@code -errno}. Allocates only when it throws.
     *
     * @param result of a method of {@link Syscalls}
     * @param call as in the constructor
     */
    public static int check(int result, String call) {
        return check(result, call, NO_FD);
    }

    /**
     * Passes a result through, or throws if it is {@code -errno}. Allocates only when it throws.
     *
     * @param result of a method of {@link Syscalls}
     * @param call as in the constructor
     * @param fd as in the constructor
     */
    public static int check(int result, String call, int fd) {
        if (result < 0) {
            throw new SyscallException(call, fd, -result);
        }
        return result;
    }

    /**
     * Passes a result through, or throws if it is {@code -errno}. Allocates only when it throws.
     *
     * @param result of a method of {@link Syscalls}
     * @param call as in the constructor
     */
    public static long check(long result, String call) {
        return check(result, call, NO_FD);
    }

    /**
     * Passes a result through, or throws if it is {@code -errno}. Allocates only when it throws.
     *
     * @param result of a method of {@link Syscalls}
     * @param call as in the constructor
     * @param fd as in the constructor
     */
    public static long check(long result, String call, int fd) {
        if (result < 0) {
            throw new SyscallException(call, fd, (int) -result);
        }
        return result;
    }

    /** The call, as it was given to the constructor. */
    public String call() {
        return call;
    }

    /** The descriptor, or {@link #NO_FD}. */
    public int fd() {
        return fd;
    }

    /** The positive error number; {@link Errno} has names for it. */
    public int errno() {
        return errno;
    }
}

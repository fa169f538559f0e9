// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.linux;

/**
 * What the kernel refused or could not do with what is at a path. The message is one line that names call, path and error, such
 * as {@code write('/var/log/x'): ENOSPC (No space left on device)}.
 */
public abstract class PathException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String call;
    private final String path;
    private final int errno;

    /**
     * Makes the exception for a failed call.
     *
     * @param call the system call, such as {@code write}
     * @param path of what it was about, as it was given
     * @param errno the positive error number, see {@link Errno}
     * @param detail what the error number does not say; empty if there is nothing
     */
    protected PathException(String call, String path, int errno, String detail) {
        super(call + "('" + path + "'): " + Errno.describe(errno) + (detail.isEmpty() ? "" : ": " + detail));
        this.call = call;
        this.path = path;
        this.errno = errno;
    }

    /** The system call. */
    public final String call() {
        return call;
    }

    /** The path, as it was given. */
    public final String path() {
        return path;
    }

    /** The positive error number; {@link Errno} has names for it. */
    public final int errno() {
        return errno;
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.aioactors.os.tty;

import org.aioactors.aio.linux.Errno;
import org.aioactors.aio.linux.PathException;

/**
 * What the kernel refused or could not do with a terminal, such as {@code ioctl(TCGETS2)('/dev/null'): ENOTTY (Inappropriate
 * ioctl for device)}.
 */
public final class TtyException extends PathException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes the exception for a failed call.
     *
     * @param call the system call, such as {@code open}
     * @param path of the terminal
     * @param errno the positive error number, see {@link Errno}
     */
    public TtyException(String call, String path, int errno) {
        this(call, path, errno, "");
    }

    /** The same with what the error number does not say; empty if there is nothing. */
    TtyException(String call, String path, int errno, String detail) {
        super(call, path, errno, detail);
    }

    /** Passes a result through, or throws if it is {@code -errno}. */
    static int check(int result, String call, String path) {
        if (result < 0) {
            throw new TtyException(call, path, -result);
        }
        return result;
    }
}

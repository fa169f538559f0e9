// SPDX-License-Identifier: Apache-2.0
package org.aioactors.file;

import org.aioactors.aio.linux.Errno;

/**
 * What the kernel refused or could not do with a file. The message is one line that names call, path and error, such as
 * {@code write('/var/log/x'): ENOSPC (No space left on device)}.
 */
public final class FileException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String call;
    private final String path;
    private final int errno;

    /**
     * Makes the exception for a failed call.
     *
     * @param call the system call, such as {@code write}
     * @param path of the file
     * @param errno the positive error number, see {@link Errno}
     */
    public FileException(String call, String path, int errno) {
        super(call + "('" + path + "'): " + Errno.describe(errno));
        this.call = call;
        this.path = path;
        this.errno = errno;
    }

    /** The system call. */
    public String call() {
        return call;
    }

    /** The path of the file, as it was given. */
    public String path() {
        return path;
    }

    /** The positive error number; {@link Errno} has names for it. */
    public int errno() {
        return errno;
    }
}

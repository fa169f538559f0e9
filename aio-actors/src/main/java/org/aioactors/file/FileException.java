// SPDX-License-Identifier: Apache-2.0
package org.aioactors.file;

import org.aioactors.aio.linux.Errno;
import org.aioactors.aio.linux.PathException;

/** What the kernel refused or could not do with a file. */
public final class FileException extends PathException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes the exception for a failed call.
     *
     * @param call the system call, such as {@code write}
     * @param path of the file
     * @param errno the positive error number, see {@link Errno}
     */
    public FileException(String call, String path, int errno) {
        super(call, path, errno, "");
    }
}

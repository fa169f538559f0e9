// SPDX-License-Identifier: Apache-2.0
package org.aioactors.os.process;

import org.aioactors.aio.linux.Errno;
import org.aioactors.aio.linux.PathException;

/** Why there is no process, such as {@code exec('/bin/no'): ENOENT (No such file or directory)}. */
public final class SpawnException extends PathException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes the exception for a failed call.
     *
     * @param call what was tried, such as {@code exec}, {@code chdir} or {@code open}
     * @param path of the program, or of the file or directory that it was tried with
     * @param errno the positive error number, see {@link Errno}
     */
    public SpawnException(String call, String path, int errno) {
        super(call, path, errno, "");
    }
}

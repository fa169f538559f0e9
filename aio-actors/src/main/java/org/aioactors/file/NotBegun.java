// SPDX-License-Identifier: Apache-2.0
package org.aioactors.file;

import java.util.concurrent.RejectedExecutionException;
import org.aioactors.aio.linux.Errno;
import org.aioactors.aio.linux.SyscallException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Why the kernel could not even be asked, as an error of the kernel. Any thread. */
final class NotBegun {
    private static final Logger LOG = LoggerFactory.getLogger(NotBegun.class);

    private NotBegun() {}

    /**
     * The error number. What none of the causes that are known explains is a fault, here or in what stands in for a path: it is
     * logged, and who has asked is answered all the same.
     *
     * @param failure what was thrown in place of a call
     * @param call which one, such as {@code write}
     * @param path of the file
     */
    static int errno(Throwable failure, String call, String path) {
        if (failure instanceof RejectedExecutionException) {
            return Errno.EAGAIN; // as many calls wait for a thread as may
        } else if (failure instanceof SyscallException ringFull) {
            return ringFull.errno();
        } else if (failure instanceof IllegalStateException) {
            LOG.debug("{} of '{}': the loop ends", call, path, failure);
            return Errno.ECANCELED;
        } else if (failure instanceof OutOfMemoryError) {
            return Errno.ENOMEM;
        }
        LOG.error("{} of '{}' could not be begun", call, path, failure);
        return failure instanceof IllegalArgumentException ? Errno.EINVAL : Errno.EIO;
    }
}

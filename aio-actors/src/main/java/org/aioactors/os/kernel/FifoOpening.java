// SPDX-License-Identifier: Apache-2.0
package org.aioactors.os.kernel;

import java.nio.file.Path;
import org.aioactors.aio.linux.Errno;
import org.aioactors.aio.linux.Fcntl;
import org.aioactors.aio.linux.Fd;
import org.aioactors.aio.linux.FileIo;
import org.aioactors.aio.linux.Statx;
import org.aioactors.aio.linux.SyscallException;
import org.aioactors.aio.linux.Syscalls;

/** Opens FIFOs, and nothing else. */
final class FifoOpening {
    private static final int S_IFIFO = 0x1000;

    private FifoOpening() {}

    /**
     * Opens one, without waiting for its other end.
     *
     * @throws SyscallException naming the path: {@code ENXIO} if it is to be written and nobody reads, {@code EINVAL} if it
     *     is no FIFO
     */
    static Fd open(Syscalls syscalls, Path path, int flags) {
        try (Statx status = Statx.allocate()) {
            int result = FileIo.stat(syscalls, path.toString(), 0, status.address());
            SyscallException.check(result, "statx('" + path + "')");
            if ((status.mode() & Statx.S_IFMT) != S_IFIFO) {
                throw new SyscallException("'" + path + "' is not a FIFO", SyscallException.NO_FD, Errno.EINVAL);
            }
        }
        return FileIo.open(syscalls, path.toString(), flags | Fcntl.O_NONBLOCK, 0);
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.linux;

import org.jspecify.annotations.Nullable;

/**
 * The file at the path of a Unix socket, known by device and inode: what is at that path later may be another's. Immutable;
 * any thread; may wait for the file system.
 *
 * @param address where it is
 */
public record SocketFile(UnixAddress address, int deviceMajor, int deviceMinor, long inode) {
    /**
     * The file that is there now; null if there is none, or none that is a socket, or the address is not a path.
     *
     * @throws SyscallException if the file system can't be asked
     */
    public static @Nullable SocketFile at(Syscalls syscalls, UnixAddress address) {
        if (!address.isPath()) {
            return null;
        }
        try (NativeMemory path = pathOf(address);
                Statx found = Statx.allocate()) {
            int result = syscalls.statx(
                    Fcntl.AT_FDCWD,
                    path.address(),
                    Fcntl.AT_SYMLINK_NOFOLLOW,
                    Statx.STATX_BASIC_STATS,
                    found.address());
            if (result == -Errno.ENOENT) {
                return null;
            }
            SyscallException.check(result, "statx(" + address + ")");
            return found.isSocket()
                    ? new SocketFile(address, found.deviceMajor(), found.deviceMinor(), found.inode())
                    : null;
        }
    }

    /** Whether it is still the one at its path; throws as {@link #at}. */
    public boolean isThere(Syscalls syscalls) {
        return equals(at(syscalls, address));
    }

    /**
     * Removes it, unless another is at its path by now. Between the look and the removal nothing can be locked, so a file
     * that is replaced in that very moment is removed nevertheless.
     *
     * @return whether it was there
     * @throws SyscallException if it can't be removed, such as for want of the right to write in its directory
     */
    public boolean remove(Syscalls syscalls) {
        if (!isThere(syscalls)) {
            return false;
        }
        try (NativeMemory path = pathOf(address)) {
            int result = syscalls.unlinkat(Fcntl.AT_FDCWD, path.address(), 0);
            if (result == -Errno.ENOENT) {
                return false;
            }
            SyscallException.check(result, "unlink(" + address + ")");
            return true;
        }
    }

    /** A path as the kernel wants it; as it is, even if it is not UTF-8. */
    static NativeMemory pathOf(UnixAddress address) {
        byte[] bytes = address.bytes();
        NativeMemory path = NativeMemory.allocate(bytes.length + 1);
        path.buffer().put(0, bytes);
        return path;
    }
}

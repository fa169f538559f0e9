// SPDX-License-Identifier: Apache-2.0
package org.aioactors.file;

import java.time.Instant;
import org.aioactors.aio.linux.Statx;

/**
 * What {@code statx(2)} tells of a file. Immutable.
 *
 * @param mode type and permissions, {@code inode(7)}
 * @param size in bytes
 * @param inode its number in its file system
 * @param links how many names it has
 * @param uid the user that owns it
 * @param gid the group that owns it
 * @param blocks how many blocks of 512 bytes it takes
 * @param blockSize the preferred size of reads and writes, in bytes
 * @param deviceMajor the upper part of the number of the device that it is on
 * @param deviceMinor the lower part
 * @param accessed when it was last read
 * @param modified when its contents last changed
 * @param changed when anything of it last changed
 */
public record FileStatus(
        int mode,
        long size,
        long inode,
        int links,
        int uid,
        int gid,
        long blocks,
        int blockSize,
        int deviceMajor,
        int deviceMinor,
        Instant accessed,
        Instant modified,
        Instant changed) {

    static FileStatus of(Statx statx) {
        return new FileStatus(
                statx.mode(),
                statx.size(),
                statx.inode(),
                statx.links(),
                statx.uid(),
                statx.gid(),
                statx.blocks(),
                statx.blockSize(),
                statx.deviceMajor(),
                statx.deviceMinor(),
                statx.accessed(),
                statx.modified(),
                statx.changed());
    }

    /** The permissions, such as {@code 0644}, with the bits for set-user-ID, set-group-ID and sticky. */
    public int permissions() {
        return mode & ~Statx.S_IFMT;
    }

    /** Whether it is a regular file. */
    public boolean isRegularFile() {
        return (mode & Statx.S_IFMT) == Statx.S_IFREG;
    }

    /** Whether it is a directory. */
    public boolean isDirectory() {
        return (mode & Statx.S_IFMT) == Statx.S_IFDIR;
    }

    /** Whether it is a symbolic link. */
    public boolean isSymbolicLink() {
        return (mode & Statx.S_IFMT) == Statx.S_IFLNK;
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.linux;

import java.time.Instant;

/**
 * A {@code struct statx} in native memory: what is known of a file, to be filled in by {@link Syscalls#statx} and used
 * again and again. Used by one thread at a time; throws {@link IllegalStateException} once it is closed.
 */
public final class FileStatus implements KernelMemory, AutoCloseable {
    /** Asks {@link Syscalls#statx} for all that {@code stat(2)} tells. */
    public static final int MASK = 0x7ff;

    /*
     * struct statx {                       // the members that we use
     *     __u32 stx_mask;
     *     __u32 stx_nlink;
     *     __u16 stx_mode;
     *     __u64 stx_ino;
     *     __u64 stx_size;
     *     struct statx_timestamp stx_mtime;
     * };
     * struct statx_timestamp {
     *     __s64 tv_sec;
     *     __u32 tv_nsec;
     * };
     */
    static final int SIZE_STATX = 256;
    static final int OFFSET_NLINK = 16;
    static final int OFFSET_MODE = 28;
    static final int OFFSET_INO = 32;
    static final int OFFSET_SIZE = 40;
    static final int OFFSET_MTIME = 112;
    static final int OFFSET_TV_NSEC = 8;

    static final int S_IFMT = 0xf000;
    static final int S_IFDIR = 0x4000;
    static final int S_IFREG = 0x8000;

    private static final int PERMISSIONS = 0xfff;

    private final NativeMemory memory = NativeMemory.allocate(SIZE_STATX);

    private FileStatus() {}

    /**
     * Allocates an empty one.
     *
     * @throws OutOfMemoryError if there is no native memory left
     */
    public static FileStatus allocate() {
        return new FileStatus();
    }

    /** Where it is, for the kernel. */
    public long address() {
        return memory.address();
    }

    /** The length of the file in bytes. */
    public long size() {
        return memory.buffer().getLong(OFFSET_SIZE);
    }

    /** The number that it has in its file system. */
    public long inode() {
        return memory.buffer().getLong(OFFSET_INO);
    }

    /** How many names it has. */
    public int links() {
        return memory.buffer().getInt(OFFSET_NLINK);
    }

    /** The permissions, such as {@code 0644}, with the bits for set-user-ID, set-group-ID and sticky. */
    public int permissions() {
        return mode() & PERMISSIONS;
    }

    /** Whether it is a file as such, and not a directory, device, pipe or socket. */
    public boolean isRegularFile() {
        return (mode() & S_IFMT) == S_IFREG;
    }

    /** Whether it is a directory. */
    public boolean isDirectory() {
        return (mode() & S_IFMT) == S_IFDIR;
    }

    /** When its contents were last modified. */
    public Instant modified() {
        return Instant.ofEpochSecond(
                memory.buffer().getLong(OFFSET_MTIME), memory.buffer().getInt(OFFSET_MTIME + OFFSET_TV_NSEC));
    }

    private int mode() {
        return memory.buffer().getShort(OFFSET_MODE);
    }

    @Override
    public void retain() {
        memory.retain();
    }

    @Override
    public void release() {
        memory.release();
    }

    /** Frees it, once the kernel is done with it; does nothing if it is closed already. */
    @Override
    public void close() {
        memory.close();
    }

    @Override
    public String toString() {
        return "FileStatus[" + memory + "]";
    }
}

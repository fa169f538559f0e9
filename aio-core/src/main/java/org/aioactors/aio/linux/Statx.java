// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.linux;

import java.time.Instant;

/**
 * A {@code struct statx} in native memory: what {@code statx(2)} tells of a file. A field is meaningful if {@link #mask}
 * has its bit. Used by one thread at a time; all methods but {@link #close} throw {@link IllegalStateException} once it is
 * closed.
 */
public final class Statx extends NativeStruct {
    /** The type of the file, in {@link #mode}. */
    public static final int STATX_TYPE = 0x1;
    /** The permissions, in {@link #mode}. */
    public static final int STATX_MODE = 0x2;
    /** {@link #size}. */
    public static final int STATX_SIZE = 0x200;
    /** {@link #modified}. */
    public static final int STATX_MTIME = 0x40;
    /** All that {@code stat(2)} tells. */
    public static final int STATX_BASIC_STATS = 0x7ff;
    /** {@link #born}. */
    public static final int STATX_BTIME = 0x800;

    /** The part of {@link #mode} that is the type. */
    public static final int S_IFMT = 0xf000;
    /** Type: a regular file. */
    public static final int S_IFREG = 0x8000;
    /** Type: a directory. */
    public static final int S_IFDIR = 0x4000;
    /** Type: a Unix socket. */
    public static final int S_IFSOCK = 0xc000;
    /** Type: a symbolic link. */
    public static final int S_IFLNK = 0xa000;

    /*
     * struct statx {                                   struct statx_timestamp {
     *     __u32 stx_mask;                                  __s64 tv_sec;
     *     __u32 stx_blksize;                               __u32 tv_nsec;
     *     __u64 stx_attributes;                        };
     *     __u32 stx_nlink;
     *     __u32 stx_uid;
     *     __u32 stx_gid;
     *     __u16 stx_mode;
     *     __u64 stx_ino;
     *     __u64 stx_size;
     *     __u64 stx_blocks;
     *     __u64 stx_attributes_mask;
     *     struct statx_timestamp stx_atime, stx_btime, stx_ctime, stx_mtime;
     *     __u32 stx_rdev_major, stx_rdev_minor;
     *     __u32 stx_dev_major, stx_dev_minor;
     *     ...                                          // more, and reserves
     * };
     */
    static final int SIZE_STATX = 256;
    static final int OFFSET_MASK = 0;
    static final int OFFSET_BLKSIZE = 4;
    static final int OFFSET_NLINK = 16;
    static final int OFFSET_UID = 20;
    static final int OFFSET_GID = 24;
    static final int OFFSET_MODE = 28;
    static final int OFFSET_INO = 32;
    static final int OFFSET_SIZE = 40;
    static final int OFFSET_BLOCKS = 48;
    static final int OFFSET_ATIME = 64;
    static final int OFFSET_BTIME = 80;
    static final int OFFSET_CTIME = 96;
    static final int OFFSET_MTIME = 112;
    static final int OFFSET_DEV_MAJOR = 136;
    static final int OFFSET_DEV_MINOR = 140;
    static final int OFFSET_TV_NSEC = 8;

    private static final int PERMISSIONS = 0xfff;

    private Statx() {
        super(SIZE_STATX);
    }

    /**
     * Allocates an empty one.
     *
     * @throws OutOfMemoryError if there is no native memory left
     */
    public static Statx allocate() {
        return new Statx();
    }

    /** Which fields the kernel has filled in: {@code STATX_} bits, perhaps others than were asked for. */
    public int mask() {
        return buffer().getInt(OFFSET_MASK);
    }

    /** The preferred size of reads and writes, in bytes. */
    public int blockSize() {
        return buffer().getInt(OFFSET_BLKSIZE);
    }

    /** How many names the file has. */
    public int links() {
        return buffer().getInt(OFFSET_NLINK);
    }

    /** The user that owns it. */
    public int uid() {
        return buffer().getInt(OFFSET_UID);
    }

    /** The group that owns it. */
    public int gid() {
        return buffer().getInt(OFFSET_GID);
    }

    /** Type and permissions, {@code inode(7)}. */
    public int mode() {
        return buffer().getShort(OFFSET_MODE) & 0xffff;
    }

    /** The permissions, such as {@code 0644}, with the bits for set-user-ID, set-group-ID and sticky. */
    public int permissions() {
        return mode() & PERMISSIONS;
    }

    /** Whether it is a regular file. */
    public boolean isRegularFile() {
        return (mode() & S_IFMT) == S_IFREG;
    }

    /** Whether it is a directory. */
    public boolean isDirectory() {
        return (mode() & S_IFMT) == S_IFDIR;
    }

    /** Whether it is a Unix socket. */
    public boolean isSocket() {
        return (mode() & S_IFMT) == S_IFSOCK;
    }

    /** The number of the file in its file system. */
    public long inode() {
        return buffer().getLong(OFFSET_INO);
    }

    /** The length in bytes. */
    public long size() {
        return buffer().getLong(OFFSET_SIZE);
    }

    /** How many blocks of 512 bytes it takes. */
    public long blocks() {
        return buffer().getLong(OFFSET_BLOCKS);
    }

    /** The upper part of the number of the device that it is on. */
    public int deviceMajor() {
        return buffer().getInt(OFFSET_DEV_MAJOR);
    }

    /** The lower part of the number of the device that it is on. */
    public int deviceMinor() {
        return buffer().getInt(OFFSET_DEV_MINOR);
    }

    /** When it was last read. */
    public Instant accessed() {
        return time(OFFSET_ATIME);
    }

    /** When it was made. */
    public Instant born() {
        return time(OFFSET_BTIME);
    }

    /** When anything of it last changed. */
    public Instant changed() {
        return time(OFFSET_CTIME);
    }

    /** When its contents last changed. */
    public Instant modified() {
        return time(OFFSET_MTIME);
    }

    private Instant time(int offset) {
        return Instant.ofEpochSecond(buffer().getLong(offset), buffer().getInt(offset + OFFSET_TV_NSEC));
    }
}

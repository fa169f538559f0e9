// SPDX-License-Identifier: Apache-2.0
package org.aioactors.file;

import org.aioactors.aio.linux.Fcntl;

/**
 * How to open a file, {@code open(2)}. Immutable: each method returns another one. The descriptor is always close-on-exec.
 *
 * <pre>{@code
 * OpenOptions.write().create(0644).truncate()
 * }</pre>
 */
public final class OpenOptions {
    private static final int DEFAULT_MODE = 0666;

    private final int flags;
    private final int mode;

    private OpenOptions(int flags, int mode) {
        this.flags = flags;
        this.mode = mode;
    }

    /** To read only. */
    public static OpenOptions read() {
        return new OpenOptions(Fcntl.O_RDONLY, DEFAULT_MODE);
    }

    /** To write at positions only. */
    public static OpenOptions write() {
        return new OpenOptions(Fcntl.O_WRONLY, DEFAULT_MODE);
    }

    /** To read and to write at positions. */
    public static OpenOptions readWrite() {
        return new OpenOptions(Fcntl.O_RDWR, DEFAULT_MODE);
    }

    /** To write at the end only, wherever that is by then ({@code O_APPEND}). */
    public static OpenOptions append() {
        return new OpenOptions(Fcntl.O_WRONLY | Fcntl.O_APPEND, DEFAULT_MODE);
    }

    /** To read, and to write at the end only ({@code O_APPEND}). */
    public static OpenOptions readAppend() {
        return new OpenOptions(Fcntl.O_RDWR | Fcntl.O_APPEND, DEFAULT_MODE);
    }

    /**
     * A directory, to have what it says about its files put on the disk by {@link Fs.Sync}, or be asked about: what is no
     * directory is refused with {@code ENOTDIR}.
     */
    public static OpenOptions directory() {
        return new OpenOptions(Fcntl.O_RDONLY | Fcntl.O_DIRECTORY, DEFAULT_MODE);
    }

    /**
     * A new file without a name in the directory that is opened, to read and write, gone when it is closed ({@code O_TMPFILE},
     * {@code EOPNOTSUPP} where the file system has none).
     */
    public static OpenOptions temporary() {
        return new OpenOptions(Fcntl.O_RDWR | Fcntl.O_TMPFILE, 0600);
    }

    /** Makes the file if there is none, with permissions {@code 0666} less those of the process's umask. */
    public OpenOptions create() {
        return with(Fcntl.O_CREAT);
    }

    /**
     * The same with other permissions.
     *
     * @param permissions such as {@code 0600}, less those of the process's umask
     */
    public OpenOptions create(int permissions) {
        return new OpenOptions(flags | Fcntl.O_CREAT, permissions);
    }

    /** Makes the file, and fails with {@code EEXIST} if there is one. */
    public OpenOptions createNew() {
        return with(Fcntl.O_CREAT | Fcntl.O_EXCL);
    }

    /** Cuts the file off to nothing. */
    public OpenOptions truncate() {
        return with(Fcntl.O_TRUNC);
    }

    /**
     * Past the page cache ({@code O_DIRECT}): positions and lengths must be multiples of what the device asks for, 4,096 is
     * enough for all there are, else {@code EINVAL}. Memory is aligned by us. Where the file system has none, opening fails
     * with {@code EINVAL}.
     */
    public OpenOptions direct() {
        return with(Fcntl.O_DIRECT);
    }

    /** Other flags of {@code open(2)}, see {@link Fcntl}; {@code O_NONBLOCK} means nothing for a file. */
    public OpenOptions with(int moreFlags) {
        return new OpenOptions(flags | moreFlags, mode);
    }

    /** The flags of {@code open(2)}. */
    public int flags() {
        return flags;
    }

    /** The permissions of a file that is made. */
    public int mode() {
        return mode;
    }

    boolean has(int flag) {
        return (flags & flag) == flag;
    }

    @Override
    public String toString() {
        return "OpenOptions(flags=0" + Integer.toOctalString(flags) + ", mode=0" + Integer.toOctalString(mode) + ")";
    }
}

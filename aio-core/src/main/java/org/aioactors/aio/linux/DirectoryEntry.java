// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.linux;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * A name in a directory. Immutable.
 *
 * @param name as {@link FileName} makes it of any bytes
 * @param type such as {@link #DT_REG}; {@link #DT_UNKNOWN} where the file system does not say, and {@code statx(2)} does
 * @param inode the number of the file in its file system
 */
public record DirectoryEntry(String name, int type, long inode) {
    /** Type: not known. */
    public static final int DT_UNKNOWN = 0;
    /** Type: a FIFO. */
    public static final int DT_FIFO = 1;
    /** Type: a character device. */
    public static final int DT_CHR = 2;
    /** Type: a directory. */
    public static final int DT_DIR = 4;
    /** Type: a block device. */
    public static final int DT_BLK = 6;
    /** Type: a regular file. */
    public static final int DT_REG = 8;
    /** Type: a symbolic link. */
    public static final int DT_LNK = 10;
    /** Type: a socket. */
    public static final int DT_SOCK = 12;

    /*
     * struct linux_dirent64 {
     *     ino64_t        d_ino;
     *     off64_t        d_off;
     *     unsigned short d_reclen;
     *     unsigned char  d_type;
     *     char           d_name[];     // ends with a zero byte
     * };
     */
    static final int OFFSET_INO = 0;
    static final int OFFSET_RECLEN = 16;
    static final int OFFSET_TYPE = 18;
    static final int OFFSET_NAME = 19;

    /** Adds what {@code getdents64(2)} has filled in, but for the directory itself and the one above it. */
    static void addAll(List<DirectoryEntry> out, ByteBuffer filled, int length) {
        for (int at = 0; at < length; at += filled.getShort(at + OFFSET_RECLEN) & 0xffff) {
            String name = FileName.decode(filled, at + OFFSET_NAME, Integer.MAX_VALUE);
            if (!name.equals(".") && !name.equals("..")) {
                out.add(new DirectoryEntry(name, filled.get(at + OFFSET_TYPE) & 0xff, filled.getLong(at + OFFSET_INO)));
            }
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.linux;

import java.nio.ByteBuffer;

/** Constants and the layout of {@code inotify(7)}. */
public final class Inotify {
    /** A file was changed. */
    public static final int IN_MODIFY = 0x2;
    /** What describes a file was changed: permissions, times, links, and so on. */
    public static final int IN_ATTRIB = 0x4;
    /** A file that was open for writing was closed. */
    public static final int IN_CLOSE_WRITE = 0x8;
    /** A file was moved from here; the other half has the same cookie. */
    public static final int IN_MOVED_FROM = 0x40;
    /** A file was moved to here; the other half has the same cookie. */
    public static final int IN_MOVED_TO = 0x80;
    /** There is a new file. */
    public static final int IN_CREATE = 0x100;
    /** A name is gone. */
    public static final int IN_DELETE = 0x200;
    /** The watched file itself is gone. */
    public static final int IN_DELETE_SELF = 0x400;
    /** The watched file itself was moved. */
    public static final int IN_MOVE_SELF = 0x800;
    /** News only: the file system that the watched file is on is not mounted any more. */
    public static final int IN_UNMOUNT = 0x2000;
    /** News only: there were more than the queue holds; of no watch. */
    public static final int IN_Q_OVERFLOW = 0x4000;
    /** News only: the watch is gone. */
    public static final int IN_IGNORED = 0x8000;
    /** Flag of a watch: only if it is a directory, else {@link Errno#ENOTDIR}. */
    public static final int IN_ONLYDIR = 0x1000000;
    /** Flag of a watch: of a symbolic link itself, not of what it leads to. */
    public static final int IN_DONT_FOLLOW = 0x2000000;
    /** Flag of a watch: nothing more of files without a name. */
    public static final int IN_EXCL_UNLINK = 0x4000000;
    /** Flag of news: what they are about is a directory. */
    public static final int IN_ISDIR = 0x40000000;
    /** Flag when made: reading returns {@link Errno#EAGAIN} where it would block. */
    public static final int IN_NONBLOCK = Fcntl.O_NONBLOCK;
    /** Flag when made: closed when the process executes another program. */
    public static final int IN_CLOEXEC = Fcntl.O_CLOEXEC;

    /*
     * struct inotify_event {
     *     int      wd;
     *     uint32_t mask;
     *     uint32_t cookie;
     *     uint32_t len;        // of the name, with the zero bytes after it
     *     char     name[];
     * };
     */
    static final int SIZE_INOTIFY_EVENT = 16;
    static final int OFFSET_WD = 0;
    static final int OFFSET_MASK = 4;
    static final int OFFSET_COOKIE = 8;
    static final int OFFSET_LEN = 12;

    private Inotify() {}

    /** The watch of the event that begins there. */
    public static int watch(ByteBuffer events, int at) {
        return events.getInt(at + OFFSET_WD);
    }

    /** What has happened. */
    public static int mask(ByteBuffer events, int at) {
        return events.getInt(at + OFFSET_MASK);
    }

    /** What the two halves of a move have in common. */
    public static int cookie(ByteBuffer events, int at) {
        return events.getInt(at + OFFSET_COOKIE);
    }

    /** The name in the watched directory, see {@link FileName}; empty if the event is about the directory itself. */
    public static String name(ByteBuffer events, int at) {
        return FileName.decode(events, at + SIZE_INOTIFY_EVENT, events.getInt(at + OFFSET_LEN));
    }

    /** Where the next event begins. */
    public static int next(ByteBuffer events, int at) {
        return at + SIZE_INOTIFY_EVENT + events.getInt(at + OFFSET_LEN);
    }
}

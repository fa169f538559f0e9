// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.linux;

import java.lang.invoke.MethodHandle;

/** What tells of directories and of time, and FIFOs, see {@link Libc}; any thread. */
final class LibcEvents {
    private static final MethodHandle INOTIFY_INIT1 = Libc.bind("inotify_init1");
    private static final MethodHandle INOTIFY_ADD_WATCH = Libc.bind("inotify_add_watch");
    private static final MethodHandle INOTIFY_RM_WATCH = Libc.bind("inotify_rm_watch");
    private static final MethodHandle TIMERFD_CREATE = Libc.bind("timerfd_create");
    private static final MethodHandle TIMERFD_SETTIME = Libc.bind("timerfd_settime");
    private static final MethodHandle MKFIFOAT = Libc.bind("mkfifoat");

    private LibcEvents() {}

    static int inotify_init1(int flags) {
        return (int) Libc.call(INOTIFY_INIT1, flags);
    }

    static int inotify_add_watch(int fd, long path, int mask) {
        return (int) Libc.call(INOTIFY_ADD_WATCH, fd, path, mask);
    }

    static int inotify_rm_watch(int fd, int watch) {
        return (int) Libc.call(INOTIFY_RM_WATCH, fd, watch);
    }

    static int timerfd_create(int clock, int flags) {
        return (int) Libc.call(TIMERFD_CREATE, clock, flags);
    }

    static int timerfd_settime(int fd, int flags, long newValue, long oldValue) {
        return (int) Libc.call(TIMERFD_SETTIME, fd, flags, newValue, oldValue);
    }

    static int mkfifoat(int directory, long path, int mode) {
        return (int) Libc.call(MKFIFOAT, directory, path, mode);
    }
}

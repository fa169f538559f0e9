// SPDX-License-Identifier: Apache-2.0
package org.aioactors.os.directory;

import org.aioactors.aio.linux.Errno;
import org.aioactors.aio.linux.Fd;
import org.aioactors.aio.linux.FileIo;
import org.aioactors.aio.linux.Inotify;
import org.aioactors.aio.linux.NativeMemory;
import org.aioactors.aio.linux.Statx;
import org.aioactors.aio.linux.SyscallException;
import org.aioactors.aio.linux.Syscalls;
import org.jspecify.annotations.Nullable;

/**
 * An inotify that watches a root; or, while there is none, the nearest directory on the way to it. Beside the root the
 * directory above it is watched, since a directory that somebody still uses is not told as deleted itself.
 *
 * @param inotify is the caller's to close
 * @param root the watch of the root; -1 if it is not there
 * @param guard the watch of the directory above, or of the nearest that there is; -1 if that can't be read, or there is none
 * @param awaited the name in that directory which is on the way to the root
 */
record Attachment(Fd inotify, int root, int guard, String awaited) {
    static final int NO_WATCH = -1;

    private static final int GUARD_MASK = Inotify.IN_CREATE
            | Inotify.IN_DELETE
            | Inotify.IN_MOVED_FROM
            | Inotify.IN_MOVED_TO
            | Inotify.IN_DELETE_SELF
            | Inotify.IN_MOVE_SELF
            | Inotify.IN_ONLYDIR;

    boolean isThere() {
        return root != NO_WATCH;
    }

    /** Blocks while the file system does. Throws {@link SyscallException} if nothing can be watched. */
    static Attachment of(Syscalls syscalls, Root root) {
        int number = syscalls.inotifyInit1(Inotify.IN_NONBLOCK | Inotify.IN_CLOEXEC);
        Fd inotify = Fd.adopt(syscalls, SyscallException.check(number, "inotify_init1"), "inotify");
        try (Statx status = Statx.allocate()) {
            return new Search(syscalls, inotify, root, status).run();
        } catch (Throwable failure) {
            inotify.closeAfter(failure);
            throw failure;
        }
    }

    /** Each directory is watched before it is looked into, so that nothing can come unseen. */
    private static final class Search {
        private final Syscalls syscalls;
        private final Fd inotify;
        private final Root root;
        private final Statx status;
        private int guard = NO_WATCH;

        Search(Syscalls syscalls, Fd inotify, Root root, Statx status) {
            this.syscalls = syscalls;
            this.inotify = inotify;
            this.root = root;
            this.status = status;
        }

        Attachment run() {
            while (true) {
                String parent = parent(root.path());
                moveGuard(parent == null ? -Errno.ENOENT : add(parent, GUARD_MASK));
                int watch = add(root.path(), root.mask());
                if (watch >= 0) {
                    return new Attachment(inotify, watch, guard, parent == null ? "" : name(root.path()));
                }
                requireMissing(watch, root.path());
                Attachment waiting = await(root.path());
                if (waiting != null) {
                    return waiting;
                }
            }
        }

        /** Watches the nearest directory above; null if the next one has come meanwhile. */
        private @Nullable Attachment await(String missing) {
            String below = missing;
            for (String above = parent(below); above != null; above = parent(below)) {
                int watch = add(above, GUARD_MASK);
                if (watch >= 0) {
                    moveGuard(watch);
                    return isDirectory(below) ? null : new Attachment(inotify, NO_WATCH, watch, name(below));
                }
                requireMissing(watch, above);
                below = above;
            }
            throw new SyscallException("inotify_add_watch('/')", inotify.value(), Errno.ENOENT);
        }

        private void moveGuard(int watch) {
            int next = Math.max(watch, NO_WATCH);
            if (guard != NO_WATCH && guard != next) {
                int unused = syscalls.inotifyRmWatch(inotify.value(), guard); // gone with its directory otherwise
            }
            guard = next;
        }

        private int add(String path, int mask) {
            try (NativeMemory name = FileIo.pathName("inotify_add_watch", path)) {
                return syscalls.inotifyAddWatch(inotify.value(), name.address(), mask);
            }
        }

        private boolean isDirectory(String path) {
            return FileIo.stat(syscalls, path, 0, status.address()) >= 0 && status.isDirectory();
        }

        private static void requireMissing(int result, String path) {
            if (result != -Errno.ENOENT && result != -Errno.ENOTDIR) {
                throw new SyscallException("inotify_add_watch('" + path + "')", SyscallException.NO_FD, -result);
            }
        }

        private static @Nullable String parent(String path) {
            int slash = path.lastIndexOf('/');
            return path.length() == 1 ? null : slash == 0 ? "/" : path.substring(0, slash);
        }

        private static String name(String path) {
            return path.substring(path.lastIndexOf('/') + 1);
        }
    }
}

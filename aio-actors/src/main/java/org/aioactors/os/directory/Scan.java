// SPDX-License-Identifier: Apache-2.0
package org.aioactors.os.directory;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.aioactors.aio.linux.DirectoryEntry;
import org.aioactors.aio.linux.DirectoryReader;
import org.aioactors.aio.linux.Errno;
import org.aioactors.aio.linux.Fcntl;
import org.aioactors.aio.linux.FileIo;
import org.aioactors.aio.linux.Inotify;
import org.aioactors.aio.linux.NativeMemory;
import org.aioactors.aio.linux.Statx;
import org.aioactors.aio.linux.SyscallException;
import org.aioactors.aio.linux.Syscalls;
import org.jspecify.annotations.Nullable;

/**
 * A piece of a scan: some directories are watched and then listed, in this order, so that what comes in between is found, told
 * as a change, or both. Made and looked at on the loop, called off it.
 */
final class Scan implements Callable<Scan> {
    /** When so many names were listed, the rest is for another one. */
    private static final int ENOUGH_NAMES = 1024;

    /** A directory to be scanned. */
    static final class Target {
        final WatchedTree.Node node;
        final String path;

        /** Of symbolic links only the root's is followed. */
        private final boolean follow;

        /** Its watch; -1 before it is begun. */
        int watch = Attachment.NO_WATCH;

        @Nullable SyscallException failure;

        final List<DirectoryEntry> entries = new ArrayList<>();

        /** Null before it is begun, and after its end. */
        private @Nullable DirectoryReader reader;

        boolean done;

        Target(WatchedTree.Node node, String path, boolean follow) {
            this.node = node;
            this.path = path;
            this.follow = follow;
        }

        boolean isBegun() {
            return watch != Attachment.NO_WATCH;
        }

        /** It, before it is begun, under the path that it has by now. */
        Target at(String newPath) {
            return new Target(node, newPath, follow);
        }

        /** Closes what is open of it; blocks as {@code close(2)} does, for a directory not at all. */
        void close() {
            if (reader != null) {
                reader.close();
                reader = null;
            }
        }
    }

    private final Syscalls syscalls;
    private final int inotify;
    private final Root root;
    private final List<Target> targets;
    private final List<Integer> stale;

    /** Set by the thread that calls it, read by the loop. */
    private volatile boolean begun;

    /**
     * A piece.
     *
     * @param targets what is to be scanned; after the call the first ones are done, or have failed, one may be half done
     * @param stale watches to be ended before
     */
    Scan(Syscalls syscalls, int inotify, Root root, List<Target> targets, List<Integer> stale) {
        this.syscalls = syscalls;
        this.inotify = inotify;
        this.root = root;
        this.targets = targets;
        this.stale = stale;
    }

    /** Whether it has nothing to do. */
    boolean isEmpty() {
        return targets.isEmpty() && stale.isEmpty();
    }

    /** Nobody goes on with it. */
    void close() {
        targets.forEach(Target::close);
    }

    /** Whether a thread has begun to call it. */
    boolean isBegun() {
        return begun;
    }

    List<Integer> stale() {
        return stale;
    }

    List<Target> targets() {
        return targets;
    }

    @Override
    public Scan call() {
        begun = true;
        for (int watch : stale) {
            int unused = syscalls.inotifyRmWatch(inotify, watch); // the kernel may have ended it already
        }
        int names = 0;
        for (Target target : targets) {
            if (names >= ENOUGH_NAMES) {
                break;
            }
            try {
                scan(target, ENOUGH_NAMES - names);
            } catch (SyscallException failure) {
                target.failure = failure;
                target.close();
            }
            names += 1 + target.entries.size();
        }
        return this;
    }

    private void scan(Target target, int most) {
        if (target.reader == null) {
            target.watch = watch(target);
            target.reader = DirectoryReader.open(syscalls, target.path, target.follow ? 0 : Fcntl.O_NOFOLLOW);
        }
        while (target.entries.size() < most) {
            List<DirectoryEntry> more = target.reader.next();
            if (more == null) {
                target.close();
                target.done = true;
                return;
            }
            for (DirectoryEntry entry : more) {
                if (root.isTold(entry.name())) {
                    target.entries.add(entry.type() == DirectoryEntry.DT_UNKNOWN ? withType(target, entry) : entry);
                }
            }
        }
    }

    private int watch(Target target) {
        int mask = root.mask() | (target.follow ? 0 : Inotify.IN_DONT_FOLLOW);
        try (NativeMemory name = FileIo.pathName("inotify_add_watch", target.path)) {
            int watch = syscalls.inotifyAddWatch(inotify, name.address(), mask);
            return SyscallException.check(watch, "inotify_add_watch('" + target.path + "')");
        }
    }

    /** Some file systems don't say. */
    private DirectoryEntry withType(Target target, DirectoryEntry entry) {
        try (Statx status = Statx.allocate()) {
            String path = target.path + "/" + entry.name();
            int result = FileIo.stat(syscalls, path, Fcntl.AT_SYMLINK_NOFOLLOW, status.address());
            boolean directory = result >= 0 && status.isDirectory();
            return new DirectoryEntry(
                    entry.name(), directory ? DirectoryEntry.DT_DIR : DirectoryEntry.DT_UNKNOWN, entry.inode());
        }
    }

    /** Whether that error only says that the directory was there and is not any more: which is told as a change. */
    static boolean isGone(SyscallException failure) {
        int errno = failure.errno();
        return errno == Errno.ENOENT || errno == Errno.ENOTDIR || errno == ELOOP || errno == ESTALE;
    }

    private static final int ELOOP = 40;
    private static final int ESTALE = 116;
}

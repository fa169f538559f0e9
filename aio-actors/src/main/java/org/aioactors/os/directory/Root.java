// SPDX-License-Identifier: Apache-2.0
package org.aioactors.os.directory;

import java.nio.file.Path;
import org.aioactors.aio.linux.FileIo;
import org.aioactors.aio.linux.Inotify;
import org.jspecify.annotations.Nullable;

/**
 * What is to be watched.
 *
 * @param path of the directory: absolute, without a slash at the end but for the very root
 * @param only the one name in it that is told; null for all
 */
record Root(String path, @Nullable String only, DirectoryOptions options) {
    static Root directory(Path path, DirectoryOptions options) {
        return new Root(checked(path).toString(), null, options);
    }

    static Root file(Path path, DirectoryOptions options) {
        Path file = checked(path);
        Path parent = file.getParent();
        Path name = file.getFileName();
        if (parent == null || name == null) {
            throw new IllegalArgumentException("not the path of a file: " + path);
        }
        return new Root(parent.toString(), name.toString(), options.flat());
    }

    private static Path checked(Path path) {
        FileIo.checkPath("watch", path.toString());
        return path.toAbsolutePath().normalize();
    }

    /** What to hear of. */
    int mask() {
        int mask = Inotify.IN_CREATE
                | Inotify.IN_DELETE
                | Inotify.IN_MOVED_FROM
                | Inotify.IN_MOVED_TO
                | Inotify.IN_DELETE_SELF
                | Inotify.IN_MOVE_SELF
                | Inotify.IN_ONLYDIR
                | Inotify.IN_EXCL_UNLINK;
        mask |= options.modified() ? Inotify.IN_MODIFY | Inotify.IN_CLOSE_WRITE : 0;
        return mask | (options.attributes() ? Inotify.IN_ATTRIB : 0);
    }

    boolean isTold(String name) {
        return only == null || only.equals(name);
    }
}

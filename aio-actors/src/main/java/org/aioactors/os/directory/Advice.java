// SPDX-License-Identifier: Apache-2.0
package org.aioactors.os.directory;

import org.aioactors.aio.linux.Errno;
import org.aioactors.aio.linux.SyscallException;

/** What to do when the kernel refuses. */
final class Advice {
    private Advice() {}

    static String on(SyscallException failure) {
        boolean begins = failure.call().equals("inotify_init1");
        boolean adds = failure.call().startsWith("inotify_add_watch");
        if (adds && failure.errno() == Errno.ENOSPC) {
            return failure.getMessage()
                    + ": this user watches as many files as fs.inotify.max_user_watches allows; raise it"
                    + " (sysctl fs.inotify.max_user_watches=524288), watch fewer directories, or not what is below them"
                    + " (DirectoryOptions.flat)";
        } else if (begins && failure.errno() == Errno.EMFILE) {
            return failure.getMessage()
                    + ": this user has as many inotifies as fs.inotify.max_user_instances allows, and each"
                    + " DirectoryWatch takes one, or the process has as many descriptors as it may (ulimit -n); raise the limit"
                    + " (sysctl fs.inotify.max_user_instances=1024), or watch a directory above several";
        }
        return String.valueOf(failure.getMessage());
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.aioactors.os.tty;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.aioactors.aio.linux.Errno;
import org.aioactors.aio.linux.Syscalls;
import org.aioactors.aio.linux.TtyIo;

/**
 * Whether this process may change its own terminal: one in the background that does is stopped by {@code SIGTTOU}, the whole
 * JVM with it. Any thread.
 */
final class Foreground {
    /** See {@code proc_pid_stat(5)}: what follows the name of the command, in which there may be blanks. */
    private static final Path STATUS = Path.of("/proc/self/stat");

    /** Of what follows: state, parent, process group. */
    private static final int GROUP = 2;

    private Foreground() {}

    /** Whether the terminal is another one, or ours and we are in its foreground. Not for the inner end of a pseudoterminal. */
    static boolean is(Syscalls syscalls, int fd) {
        int foreground = TtyIo.foregroundGroup(syscalls, fd);
        return foreground < 0 || foreground == ownGroup();
    }

    /** Throws if the process is in the background of the terminal. */
    static void require(Syscalls syscalls, int fd, String path) {
        if (!is(syscalls, fd)) {
            throw new TtyException(
                    "ioctl(TCSETS2)",
                    path,
                    Errno.EPERM,
                    "the process is in the background, where this would stop it; bring it to the foreground before");
        }
    }

    private static int ownGroup() {
        try {
            String status = Files.readString(STATUS);
            return Integer.parseInt(
                    status.substring(status.lastIndexOf(')') + 2).split(" ", GROUP + 2)[GROUP]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

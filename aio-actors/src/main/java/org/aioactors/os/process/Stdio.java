// SPDX-License-Identifier: Apache-2.0
package org.aioactors.os.process;

import java.nio.file.Path;
import org.aioactors.aio.linux.Fcntl;

/** What standard input, output or error of a child is. */
public sealed interface Stdio {
    /** A pipe, of which {@link Processes.Started} has the other end as a stream of bytes. */
    Stdio STREAM = new Stream();
    /** That of this process. */
    Stdio INHERIT = new Inherit();
    /** {@code /dev/null}: ends at once, takes all. */
    Stdio NULL = new File(Path.of("/dev/null"), Fcntl.O_RDWR, 0);
    /** For standard error: what standard output is. */
    Stdio SAME_AS_OUTPUT = new SameAsOutput();

    /** A file to read from. */
    static Stdio read(Path file) {
        return new File(file, Fcntl.O_RDONLY, 0);
    }

    /** A file to write to, made if there is none, and emptied. */
    static Stdio write(Path file) {
        return new File(file, Fcntl.O_WRONLY | Fcntl.O_CREAT | Fcntl.O_TRUNC, File.PERMISSIONS);
    }

    /** A file to write to, made if there is none, at its end. */
    static Stdio append(Path file) {
        return new File(file, Fcntl.O_WRONLY | Fcntl.O_CREAT | Fcntl.O_APPEND, File.PERMISSIONS);
    }

    /**
     * A terminal, opened by the child itself, to read and to write: with {@link ChildOptions#withOwnSession} it becomes the
     * child's controlling terminal.
     */
    static Stdio terminal(Path terminal) {
        return new Terminal(terminal);
    }

    /** An open descriptor of this process, which keeps it: it may be closed after {@link Processes.Started}. */
    static Stdio fd(int fd) {
        return new Descriptor(fd);
    }

    /** {@link #STREAM}. */
    record Stream() implements Stdio {}

    /** {@link #INHERIT}. */
    record Inherit() implements Stdio {}

    /** {@link #SAME_AS_OUTPUT}. */
    record SameAsOutput() implements Stdio {}

    /**
     * A file, opened by this process. {@code openat(2)}'s flags and mode.
     *
     * @param flags such as {@link Fcntl#O_RDONLY}
     * @param mode the permissions of a file that is made
     */
    record File(Path path, int flags, int mode) implements Stdio {
        private static final int PERMISSIONS = 0666;
    }

    /** {@link #terminal}. */
    record Terminal(Path path) implements Stdio {}

    /** {@link #fd}. */
    record Descriptor(int fd) implements Stdio {
        /** Checks the number; throws {@link IllegalArgumentException} if it is negative. */
        public Descriptor {
            if (fd < 0) {
                throw new IllegalArgumentException("not a file descriptor: " + fd);
            }
        }
    }
}

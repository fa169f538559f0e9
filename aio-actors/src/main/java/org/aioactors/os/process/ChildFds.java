// SPDX-License-Identifier: Apache-2.0
package org.aioactors.os.process;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.aioactors.aio.linux.Errno;
import org.aioactors.aio.linux.Fcntl;
import org.aioactors.aio.linux.Fd;
import org.aioactors.aio.linux.FileIo;
import org.aioactors.aio.linux.SpawnRequest;
import org.aioactors.aio.linux.SyscallException;
import org.aioactors.aio.linux.Syscalls;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The descriptors that a child is to have, and the ends of pipes that are ours. All are close-on-exec here, so that no other
 * child gets them. One thread at a time; opening a file blocks.
 */
final class ChildFds implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ChildFds.class);

    private final Syscalls syscalls;

    /** The child's: closed here once it has them. */
    private final List<Fd> childs = new ArrayList<>();

    /** Numbers there to numbers here. */
    private final SortedMap<Integer, Integer> sources = new TreeMap<>();

    /** The highest number of a descriptor of the child. */
    private int highest = ChildOptions.STANDARD_ERROR;

    /** What the child itself opens. */
    private final SortedMap<Integer, Path> terminals = new TreeMap<>();

    private final @Nullable Fd[] ours = new @Nullable Fd[ChildOptions.STANDARD_ERROR + 1];

    ChildFds(Syscalls syscalls) {
        this.syscalls = syscalls;
    }

    /** Opens what the options ask for; throws {@link SpawnException} for what can't be had. What is open by then is to be closed. */
    void open(ChildOptions options) {
        if (!options.fds().isEmpty()) {
            highest = options.fds().lastKey();
        }
        add(ChildOptions.STANDARD_INPUT, options.stdin());
        add(ChildOptions.STANDARD_OUTPUT, options.stdout());
        add(ChildOptions.STANDARD_ERROR, options.stderr());
        options.fds().forEach((target, source) -> sources.put(target, duplicate(source)));
        for (Map.Entry<Integer, Integer> entry : sources.entrySet()) {
            if (entry.getValue() <= highest) {
                entry.setValue(duplicate(entry.getValue())); // another would take its number before it is its turn
            }
        }
    }

    /** Of a number that no descriptor of the child has. */
    private int duplicate(int source) {
        int duplicate = syscalls.fcntl(source, Fcntl.F_DUPFD_CLOEXEC, highest + 1);
        check(duplicate, "fcntl(F_DUPFD_CLOEXEC)", "fd " + source);
        childs.add(Fd.adopt(syscalls, duplicate, "descriptor of a child"));
        return duplicate;
    }

    private void add(int target, Stdio stdio) {
        if (stdio instanceof Stdio.Stream) {
            openPipe(target);
        } else if (stdio instanceof Stdio.File file) {
            sources.put(target, openFile(file).value());
        } else if (stdio instanceof Stdio.Descriptor given) {
            sources.put(target, duplicate(given.fd()));
        } else if (stdio instanceof Stdio.Terminal terminal) {
            terminals.put(target, terminal.path());
        } else if (stdio instanceof Stdio.SameAsOutput) {
            addSameAsOutput();
        } // what is inherited is there
    }

    private void addSameAsOutput() {
        Path terminal = terminals.get(ChildOptions.STANDARD_OUTPUT);
        if (terminal != null) {
            terminals.put(ChildOptions.STANDARD_ERROR, terminal);
        } else {
            sources.put(
                    ChildOptions.STANDARD_ERROR,
                    sources.getOrDefault(ChildOptions.STANDARD_OUTPUT, ChildOptions.STANDARD_OUTPUT));
        }
    }

    private void openPipe(int target) {
        int[] fds = new int[2];
        check(syscalls.pipe2(fds, Fcntl.O_CLOEXEC), "pipe2", "pipe of a child");
        Fd reading = Fd.adopt(syscalls, fds[0], "pipe of a child");
        Fd writing = Fd.adopt(syscalls, fds[1], "pipe of a child");
        boolean toChild = target == ChildOptions.STANDARD_INPUT;
        Fd own = toChild ? writing : reading;
        Fd other = toChild ? reading : writing;
        ours[target] = own;
        childs.add(other);
        sources.put(target, other.value());
    }

    private Fd openFile(Stdio.File file) {
        String path = file.path().toString();
        try {
            Fd opened = FileIo.open(syscalls, path, file.flags(), file.mode());
            childs.add(opened);
            return opened;
        } catch (SyscallException e) {
            throw new SpawnException("open", path, e.errno());
        }
    }

    private static void check(int result, String call, String path) {
        if (result < 0) {
            throw new SpawnException(call, path, -result);
        }
    }

    /** Has the child get them, and no others. */
    void addTo(SpawnRequest request) {
        sources.forEach((target, source) -> request.duplicate(source, target));
        terminals.forEach((target, path) -> request.open(target, path.toString(), Fcntl.O_RDWR, 0));
        int next = ChildOptions.STANDARD_ERROR + 1;
        for (int target : sources.tailMap(next).keySet()) {
            for (; next < target; next++) {
                request.close(next);
            }
            next = target + 1;
        }
        request.closeFrom(next);
    }

    /** Our end of the pipe that is the child's descriptor of that number, which is the caller's now; null if there is none. */
    @Nullable Fd take(int target) {
        Fd own = ours[target];
        ours[target] = null;
        return own;
    }

    /**
     * Closes the child's, and what was not taken of ours. That a file system has an error to report does not concern the child, which
     * runs: it is logged.
     */
    @Override
    public void close() {
        childs.forEach(ChildFds::close);
        childs.clear();
        for (int target = 0; target < ours.length; target++) {
            Fd own = take(target);
            if (own != null) {
                close(own);
            }
        }
    }

    private static void close(Fd fd) {
        try {
            fd.close();
        } catch (SyscallException failure) {
            LOG.warn("closing what a child has: {}", failure.getMessage());
        }
    }

    /** Whether it is a directory that can't be entered that an error of spawning is about. */
    static boolean isAbout(int errno, Path directory) {
        return (errno == Errno.ENOENT || errno == Errno.ENOTDIR || errno == Errno.EACCES)
                && !(Files.isDirectory(directory) && Files.isExecutable(directory));
    }
}

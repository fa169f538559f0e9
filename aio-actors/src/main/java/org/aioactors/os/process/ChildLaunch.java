// SPDX-License-Identifier: Apache-2.0
package org.aioactors.os.process;

import java.nio.file.Path;
import org.aioactors.aio.linux.Errno;
import org.aioactors.aio.linux.Fd;
import org.aioactors.aio.linux.ProcessCalls;
import org.aioactors.aio.linux.Rusage;
import org.aioactors.aio.linux.SigInfo;
import org.aioactors.aio.linux.SpawnRequest;
import org.aioactors.aio.linux.SyscallException;
import org.aioactors.os.signal.Signal;
import org.jspecify.annotations.Nullable;

/**
 * Starts a child, on a thread that may block: opening files may, and spawning does until the program runs. One thread at a time,
 * which hands it to another by a queue.
 */
final class ChildLaunch implements Runnable {
    private final ProcessServices services;
    private final Processes.Spawn spawn;
    private @Nullable Launched launched;
    private @Nullable Throwable failure;

    ChildLaunch(ProcessServices services, Processes.Spawn spawn) {
        this.services = services;
        this.spawn = spawn;
    }

    Processes.Spawn spawn() {
        return spawn;
    }

    /** The child, once it runs. */
    @Nullable Launched launched() {
        return launched;
    }

    /** Why there is none; a {@link SpawnException} if it is the kernel that says so. */
    @Nullable Throwable failure() {
        return failure;
    }

    @Override
    public void run() {
        try {
            launched = launch();
        } catch (RuntimeException | Error e) {
            failure = e;
        }
    }

    /** It is not even tried. */
    void fail(Throwable reason) {
        failure = reason;
    }

    private Launched launch() {
        try (ChildFds fds = new ChildFds(services.syscalls())) {
            fds.open(spawn.options());
            int pid = spawn(fds);
            ChildProcess child = new ChildProcess(services, pid, pidfd(pid), spawn.options());
            return new Launched(
                    spawn,
                    child,
                    fds.take(ChildOptions.STANDARD_INPUT),
                    fds.take(ChildOptions.STANDARD_OUTPUT),
                    fds.take(ChildOptions.STANDARD_ERROR));
        }
    }

    private int spawn(ChildFds fds) {
        ChildOptions options = spawn.options();
        try (SpawnRequest request = SpawnRequest.of(spawn.program(), spawn.command(), options.environment())) {
            request.signalMask(0).defaultSignals(SpawnRequest.ALL_SIGNALS);
            if (options.hasOwnSession()) {
                request.newSession();
            } else if (options.hasOwnGroup()) {
                request.processGroup(0);
            }
            fds.addTo(request);
            Path directory = options.directory();
            if (directory != null) {
                request.changeDirectory(directory.toString());
            }
            int pid = services.calls().spawn(request);
            if (pid < 0) {
                throw failure(-pid, directory);
            }
            return pid;
        } catch (SyscallException e) {
            throw new SpawnException(e.call(), spawn.program(), e.errno());
        }
    }

    /** The C library does not say what has failed: most often the program, but the directory if it can't be entered. */
    private SpawnException failure(int errno, @Nullable Path directory) {
        return directory != null && ChildFds.isAbout(errno, directory)
                ? new SpawnException("chdir", directory.toString(), errno)
                : new SpawnException("exec", spawn.program(), errno);
    }

    private Fd pidfd(int pid) {
        int fd = services.calls().pidfdOpen(pid, 0);
        if (fd < 0) {
            killAndWait(pid);
            throw new SpawnException("pidfd_open", spawn.program(), -fd);
        }
        return Fd.adopt(services.syscalls(), fd, "pidfd of " + pid);
    }

    private void killAndWait(int pid) {
        ProcessCalls calls = services.calls();
        calls.kill(pid, Signal.KILL.number());
        try (SigInfo info = SigInfo.allocate();
                Rusage usage = Rusage.allocate()) {
            int result;
            do {
                result = calls.waitid(SigInfo.P_PID, pid, info, SigInfo.WEXITED, usage);
            } while (result == -Errno.EINTR);
        }
    }

    @Override
    public String toString() {
        return "spawn of " + spawn.program();
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.aioactors.aio.linux.Errno;
import org.aioactors.aio.linux.Fcntl;
import org.aioactors.aio.linux.Fd;
import org.aioactors.aio.linux.SyscallException;
import org.aioactors.aio.linux.Syscalls;
import org.jspecify.annotations.Nullable;

/**
 * Sockets that a service manager, such as systemd, has opened before it started this process: so clients can connect while
 * it starts, and while it is restarted. The protocol is that of {@code sd_listen_fds(3)}: the descriptors from 3 on are told
 * by the environment variables {@code LISTEN_FDS}, {@code LISTEN_PID} and {@code LISTEN_FDNAMES}.
 *
 * <p>To be used by {@link Tcp.Bind#adopt} or {@link UnixSocket.Bind#adopt}.
 */
public final class SocketActivation {
    /** {@code SD_LISTEN_FDS_START}. */
    private static final int FIRST_FD = 3;

    /** More than that is a mistake, and not so many sockets. */
    private static final int MOST_FDS = 4096;

    private static final String NO_NAME = "unknown";

    private static final AtomicBoolean TAKEN = new AtomicBoolean();

    private SocketActivation() {}

    /**
     * The sockets that were passed to this process; none if it was started otherwise. They are the caller's, and are given
     * only once: a second call gives none. Any thread; does not block.
     *
     * @throws IllegalStateException if the variables make no sense, or name a descriptor that is not open
     */
    public static List<ActivatedSocket> take() {
        if (!TAKEN.compareAndSet(false, true)) {
            return List.of();
        }
        return take(Syscalls.linux(), System.getenv(), ProcessHandle.current().pid(), FIRST_FD);
    }

    static List<ActivatedSocket> take(Syscalls syscalls, Map<String, String> environment, long pid, int firstFd) {
        if (!String.valueOf(pid).equals(environment.get("LISTEN_PID"))) {
            return List.of(); // meant for the process that has started us, or for nobody
        }
        int count = count(environment.getOrDefault("LISTEN_FDS", "0"));
        String[] names = names(environment.get("LISTEN_FDNAMES"), count);
        for (int fd = firstFd; fd < firstFd + count; fd++) {
            if (syscalls.fcntl(fd, Fcntl.F_GETFD, 0) == -Errno.EBADF) {
                throw new IllegalStateException("LISTEN_FDS=" + count + ", but descriptor " + fd
                        + " is not open: was the process started by a wrapper that closes descriptors?");
            }
        }
        List<ActivatedSocket> sockets = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int fd = firstFd + i;
            String name = names[i].isEmpty() ? NO_NAME : names[i];
            sockets.add(new ActivatedSocket(name, Fd.adopt(syscalls, fd, "activated socket " + name)));
            // What is not taken by a program of ours is not to be taken by one that it starts.
            int result = syscalls.fcntl(fd, Fcntl.F_SETFD, Fcntl.FD_CLOEXEC);
            SyscallException.check(result, "fcntl(F_SETFD)", fd);
        }
        return List.copyOf(sockets);
    }

    private static int count(String text) {
        int count;
        try {
            count = Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new IllegalStateException("LISTEN_FDS must be a number, not '" + text + "'", e);
        }
        if (count < 0 || count > MOST_FDS) {
            throw new IllegalStateException("LISTEN_FDS must be from 0 to " + MOST_FDS + ", not " + count);
        }
        return count;
    }

    /** As many as there are sockets; empty where there is none. */
    private static String[] names(@Nullable String text, int count) {
        String[] given = text == null ? new String[0] : text.split(":", -1);
        if (text != null && given.length != count) {
            throw new IllegalStateException(
                    "LISTEN_FDNAMES has " + given.length + " names for LISTEN_FDS=" + count + ": " + text);
        }
        String[] names = new String[count];
        for (int i = 0; i < count; i++) {
            names[i] = i < given.length ? given[i] : "";
        }
        return names;
    }
}

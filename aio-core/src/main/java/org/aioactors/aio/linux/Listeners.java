// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.linux;

/** Listening sockets for streams that somebody else has opened: a service manager, or the process before this one. Any thread. */
public final class Listeners {
    private Listeners() {}

    /**
     * Makes a socket that was taken over as ours are: non-blocking, which all who share it see, and closed on exec.
     *
     * @throws IllegalArgumentException if it does not listen, or not for streams; says what it is
     * @throws SyscallException if it is no socket ({@code ENOTSOCK}) or not open
     */
    public static void check(Syscalls syscalls, Fd listener) {
        int fd = listener.value();
        int domain = domain(syscalls, listener);
        int type = option(syscalls, fd, Sockets.SO_TYPE, "SO_TYPE");
        boolean listens = option(syscalls, fd, Sockets.SO_ACCEPTCONN, "SO_ACCEPTCONN") != 0;
        if (type != Sockets.SOCK_STREAM || !listens) {
            throw new IllegalArgumentException(listener + " is not a listening socket for streams: domain " + domain
                    + ", type " + type + (listens ? "" : ", does not listen"));
        }
        Fcntl.setNonBlocking(syscalls, fd);
        Fcntl.setCloseOnExec(syscalls, fd);
    }

    /** {@link Sockets#AF_INET}, {@link Sockets#AF_INET6}, {@link Sockets#AF_UNIX} or another. */
    public static int domain(Syscalls syscalls, Fd socket) {
        return option(syscalls, socket.value(), Sockets.SO_DOMAIN, "SO_DOMAIN");
    }

    private static int option(Syscalls syscalls, int fd, int option, String name) {
        int result = syscalls.getsockopt(fd, Sockets.SOL_SOCKET, option);
        return SyscallException.check(result, "getsockopt(" + name + ")", fd);
    }
}

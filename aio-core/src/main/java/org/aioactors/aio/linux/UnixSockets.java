// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.linux;

import java.util.function.Consumer;

/**
 * Unix sockets, {@code unix(7)}: between processes of one machine, of the types {@link Sockets#SOCK_STREAM}, {@link
 * Sockets#SOCK_SEQPACKET} and {@link Sockets#SOCK_DGRAM}. As for {@link Sockets}: non-blocking, closed on exec; any thread;
 * failures are {@link SyscallException}s. What is about paths may wait for the file system.
 */
public final class UnixSockets {
    /** The permissions of a new file are what the process's umask leaves. */
    public static final int UMASK_PERMISSIONS = -1;

    /** {@code struct ucred { pid_t pid; uid_t uid; gid_t gid; }}. */
    static final int SIZE_UCRED = 12;

    static final int OFFSET_PID = 0;
    static final int OFFSET_UID = 4;
    static final int OFFSET_GID = 8;

    private UnixSockets() {}

    /**
     * A new socket.
     *
     * @param type such as {@link Sockets#SOCK_STREAM}
     * @param what says in messages what it is
     */
    public static Fd open(Syscalls syscalls, int type, String what) {
        int number = syscalls.socket(Sockets.AF_UNIX, type | Sockets.SOCK_NONBLOCK | Sockets.SOCK_CLOEXEC, 0);
        return Fd.adopt(syscalls, SyscallException.check(number, "socket(AF_UNIX)"), what);
    }

    /**
     * Opens a listening socket. Before it listens nobody can connect, so permissions are right from the start.
     *
     * @param address as for {@link #bind}
     * @param type {@link Sockets#SOCK_STREAM} or {@link Sockets#SOCK_SEQPACKET}
     * @param backlog how many connections may wait to be accepted, capped by {@code net.core.somaxconn}
     * @param permissions of the file, such as {@code 0600}, or {@link #UMASK_PERMISSIONS}
     * @param configure sets options before the socket is bound
     * @throws SyscallException as {@link #bind}
     */
    public static Fd listen(
            Syscalls syscalls, UnixAddress address, int type, int backlog, int permissions, Consumer<Fd> configure) {
        Fd fd = open(syscalls, type, "listener " + address);
        boolean bound = false;
        try {
            configure.accept(fd);
            bind(syscalls, fd, address, type, permissions);
            bound = true;
            SyscallException.check(syscalls.listen(fd.value(), backlog), "listen(" + address + ")");
            return fd;
        } catch (RuntimeException | Error failure) {
            fd.closeAfter(failure);
            if (bound) {
                removeAfter(syscalls, address, failure);
            }
            throw failure;
        }
    }

    private static void removeAfter(Syscalls syscalls, UnixAddress address, Throwable failure) {
        try {
            SocketFile file = SocketFile.at(syscalls, address);
            if (file != null) {
                file.remove(syscalls);
            }
        } catch (SyscallException e) {
            failure.addSuppressed(e);
        }
    }

    /**
     * Binds a socket. A path makes a file, in place of the file of a socket that nobody has open any more; that of one that
     * somebody has, or another kind of file, is left alone.
     *
     * @param address {@link UnixAddress#UNNAMED} lets the kernel choose an abstract name
     * @param permissions of the file, such as {@code 0600}, or {@link #UMASK_PERMISSIONS}
     * @throws SyscallException such as {@code bind(/run/x.sock): EADDRINUSE (Address already in use)}
     */
    public static void bind(Syscalls syscalls, Fd fd, UnixAddress address, int type, int permissions) {
        boolean restricted = permissions != UMASK_PERMISSIONS && address.isPath();
        int number = fd.value();
        if (restricted) {
            // The file gets no more than the socket has, at no moment.
            SyscallException.check(syscalls.fchmod(number, permissions), "fchmod", number);
        }
        try (SockAddr sockAddr = SockAddr.allocate()) {
            sockAddr.set(address);
            int result = syscalls.bind(number, sockAddr);
            if (result == -Errno.EADDRINUSE && address.isPath() && removeStale(syscalls, address, type)) {
                result = syscalls.bind(number, sockAddr);
            }
            SyscallException.check(result, "bind(" + address + ")");
        }
        if (restricted) {
            chmod(syscalls, address, permissions);
        }
    }

    /** The umask may have taken some away. */
    private static void chmod(Syscalls syscalls, UnixAddress address, int permissions) {
        try (NativeMemory path = SocketFile.pathOf(address)) {
            int result = syscalls.fchmodat(Fcntl.AT_FDCWD, path.address(), permissions, 0);
            SyscallException.check(result, "chmod(" + address + ")");
        } catch (SyscallException failure) {
            removeAfter(syscalls, address, failure);
            throw failure;
        }
    }

    /** Removes the file of a socket that is closed; returns whether another may be bound there now. */
    private static boolean removeStale(Syscalls syscalls, UnixAddress address, int type) {
        SocketFile file = SocketFile.at(syscalls, address);
        if (file == null) {
            // gone meanwhile, or no socket: then binding again fails as before
            return true;
        }
        return isStale(syscalls, address, type) && (file.remove(syscalls) || SocketFile.at(syscalls, address) == null);
    }

    /**
     * Whether nobody has the socket of a file open. It is asked by a socket of another type: so one that is open says
     * {@code EPROTOTYPE}, even before it listens, and is not troubled by a connection that comes to nothing.
     */
    private static boolean isStale(Syscalls syscalls, UnixAddress address, int type) {
        int other = type == Sockets.SOCK_DGRAM ? Sockets.SOCK_STREAM : Sockets.SOCK_DGRAM;
        try (Fd probe = open(syscalls, other, "probe of " + address)) {
            return connect(syscalls, probe, address) == -Errno.ECONNREFUSED;
        }
    }

    /**
     * Connects a socket, at once or not at all.
     *
     * @return 0, or {@code -errno}: {@code -EAGAIN} if the listener has as many connections waiting as it may, and nothing
     *     tells when that changes; {@code -ECONNREFUSED} if nobody listens; {@code -EPROTOTYPE} if a socket of another type
     *     does
     */
    public static int connect(Syscalls syscalls, Fd fd, UnixAddress address) {
        try (SockAddr sockAddr = SockAddr.allocate()) {
            sockAddr.set(address);
            int result;
            do {
                result = syscalls.connect(fd.value(), sockAddr);
            } while (result == -Errno.EINTR); // a Unix socket that was interrupted is not connected
            return result;
        }
    }

    /**
     * The address that a socket is bound to.
     *
     * @throws SyscallException if the socket cannot be asked
     */
    public static UnixAddress localAddress(Syscalls syscalls, Fd fd) {
        return Sockets.localAddress(syscalls, fd, SockAddr::toUnixAddress);
    }

    /**
     * The address of the peer.
     *
     * @throws SyscallException if the socket is not connected ({@code ENOTCONN}), or no longer
     */
    public static UnixAddress peerAddress(Syscalls syscalls, Fd fd) {
        return Sockets.peerAddress(syscalls, fd, SockAddr::toUnixAddress);
    }

    /**
     * Who is at the other end of a connected socket.
     *
     * @throws SyscallException if the socket cannot be asked
     */
    public static PeerCredentials peerCredentials(Syscalls syscalls, Fd fd) {
        try (NativeMemory ucred = NativeMemory.allocate(SIZE_UCRED)) {
            int number = fd.value();
            int result =
                    syscalls.getsockopt(number, Sockets.SOL_SOCKET, Sockets.SO_PEERCRED, ucred.address(), SIZE_UCRED);
            SyscallException.check(result, "getsockopt(SO_PEERCRED)", number);
            return new PeerCredentials(
                    ucred.buffer().getInt(OFFSET_PID),
                    ucred.buffer().getInt(OFFSET_UID),
                    ucred.buffer().getInt(OFFSET_GID));
        }
    }
}

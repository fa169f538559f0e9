// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.linux;

import java.lang.invoke.MethodHandle;

/** Sockets, see {@link Libc}; any thread. */
final class LibcSockets {
    private static final MethodHandle SOCKET = Libc.bind("socket");
    private static final MethodHandle BIND = Libc.bind("bind");
    private static final MethodHandle LISTEN = Libc.bind("listen");
    private static final MethodHandle ACCEPT4 = Libc.bind("accept4");
    private static final MethodHandle CONNECT = Libc.bind("connect");
    private static final MethodHandle GETSOCKNAME = Libc.bind("getsockname");
    private static final MethodHandle GETPEERNAME = Libc.bind("getpeername");
    private static final MethodHandle GETSOCKOPT = Libc.bind("getsockopt");
    private static final MethodHandle SETSOCKOPT = Libc.bind("setsockopt");
    private static final MethodHandle SHUTDOWN = Libc.bind("shutdown");
    private static final MethodHandle SENDMSG = Libc.bind("sendmsg");
    private static final MethodHandle RECVMSG = Libc.bind("recvmsg");

    private LibcSockets() {}

    static int socket(int domain, int type, int protocol) {
        return (int) Libc.call(SOCKET, domain, type, protocol);
    }

    static int bind(int fd, long address, int length) {
        return (int) Libc.call(BIND, fd, address, length);
    }

    static int listen(int fd, int backlog) {
        return (int) Libc.call(LISTEN, fd, backlog);
    }

    static int accept4(int fd, long address, long length, int flags) {
        return (int) Libc.call(ACCEPT4, fd, address, length, flags);
    }

    static int connect(int fd, long address, int length) {
        return (int) Libc.call(CONNECT, fd, address, length);
    }

    static int getsockname(int fd, long address, long length) {
        return (int) Libc.call(GETSOCKNAME, fd, address, length);
    }

    static int getpeername(int fd, long address, long length) {
        return (int) Libc.call(GETPEERNAME, fd, address, length);
    }

    static int getsockopt(int fd, int level, int option, long value, long length) {
        return (int) Libc.call(GETSOCKOPT, fd, level, option, value, length);
    }

    static int setsockopt(int fd, int level, int option, long value, int length) {
        return (int) Libc.call(SETSOCKOPT, fd, level, option, value, length);
    }

    static int shutdown(int fd, int how) {
        return (int) Libc.call(SHUTDOWN, fd, how);
    }

    static long sendmsg(int fd, long message, int flags) {
        return Libc.call(SENDMSG, fd, message, flags);
    }

    static long recvmsg(int fd, long message, int flags) {
        return Libc.call(RECVMSG, fd, message, flags);
    }
}

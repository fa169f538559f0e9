// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.linux;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * TCP over IPv4 and IPv6, see {@code tcp(7)}, {@code ip(7)} and {@code ipv6(7)}.
 *
 * <p>All sockets are non-blocking and are closed when the process executes another program. Methods may
 * be called by any thread, one at a time for a given socket, and do not block. Failures are {@link
 * SyscallException}s that name the operation and the address or descriptor; where a result is an
 * everyday value that the caller decides on, such as {@code EAGAIN}, it is returned instead.
 */
public final class Sockets {
    /** Domain: sockets of this machine, {@code unix(7)}. */
    public static final int AF_UNIX = 1;
    /** Domain: IPv4. */
    public static final int AF_INET = 2;
    /** Domain: IPv6. */
    public static final int AF_INET6 = 10;
    /** Type: a stream of bytes, TCP. */
    public static final int SOCK_STREAM = 1;
    /** Type: datagrams, UDP. */
    public static final int SOCK_DGRAM = 2;
    /** Type: a stream of messages with their boundaries. */
    public static final int SOCK_SEQPACKET = 5;
    /** Flag of the type: non-blocking. */
    public static final int SOCK_NONBLOCK = Fcntl.O_NONBLOCK;
    /** Flag of the type: closed when the process executes another program. */
    public static final int SOCK_CLOEXEC = Fcntl.O_CLOEXEC;

    /** Level of the {@code SO_} options. */
    public static final int SOL_SOCKET = 1;
    /** Level of the {@code IP_} options. */
    public static final int IPPROTO_IP = 0;
    /** Option: the type of service in the packets of IPv4. */
    public static final int IP_TOS = 1;
    /** Option: bind to an address that old connections still use. */
    public static final int SO_REUSEADDR = 2;
    /** Option: the type of the socket, such as {@link #SOCK_STREAM}. */
    public static final int SO_TYPE = 3;
    /** Option: read and clear the pending error. */
    public static final int SO_ERROR = 4;
    /** Option: size of the send buffer in bytes. */
    public static final int SO_SNDBUF = 7;
    /** Option: size of the receive buffer in bytes. */
    public static final int SO_RCVBUF = 8;
    /** Option: send keep-alive probes. */
    public static final int SO_KEEPALIVE = 9;
    /** Option: what closing does with unsent data, see {@link Syscalls#setLinger}. */
    public static final int SO_LINGER = 13;
    /** Option: several listeners share an address. */
    public static final int SO_REUSEPORT = 15;
    /** Option: who is at the other end of a Unix socket. */
    public static final int SO_PEERCRED = 17;
    /** Option: whether the socket listens. */
    public static final int SO_ACCEPTCONN = 30;
    /** Option: the domain of the socket, such as {@link #AF_UNIX}. */
    public static final int SO_DOMAIN = 39;
    /** Level of the {@code TCP_} options. */
    public static final int IPPROTO_TCP = 6;
    /** Option: send small segments at once. */
    public static final int TCP_NODELAY = 1;
    /** Option: seconds of silence before the first keep-alive probe. */
    public static final int TCP_KEEPIDLE = 4;
    /** Option: seconds between two keep-alive probes. */
    public static final int TCP_KEEPINTVL = 5;
    /** Option: how many keep-alive probes are sent before the connection is given up. */
    public static final int TCP_KEEPCNT = 6;
    /** Level of the {@code IPV6_} options. */
    public static final int IPPROTO_IPV6 = 41;
    /** Option: an IPv6 socket takes no IPv4 traffic. */
    public static final int IPV6_V6ONLY = 26;

    /** Option: the traffic class in the packets of IPv6. */
    public static final int IPV6_TCLASS = 67;

    /** Shut the receiving side down. */
    public static final int SHUT_RD = 0;
    /** Shut the sending side down. */
    public static final int SHUT_WR = 1;
    /** Shut both sides down. */
    public static final int SHUT_RDWR = 2;

    private Sockets() {}

    /**
     * Opens a listening socket with {@code SO_REUSEADDR} and no other options, see {@link #listenTcp(Syscalls,
     * InetSocketAddress, int, Consumer)}.
     */
    public static Fd listenTcp(Syscalls syscalls, InetSocketAddress address, int backlog) {
        return listenTcp(syscalls, address, backlog, fd -> {});
    }

    /**
     * Opens a listening socket with {@code SO_REUSEADDR}. The wildcards {@code ::} and {@code 0.0.0.0} listen to IPv6 and
     * IPv4, as the JDK's channels do, unless there is no IPv6 or {@code java.net.preferIPv4Stack} is set; any other
     * address listens to its own kind only.
     *
     * @param address where to listen; port 0 lets the kernel choose, {@link #localAddress} tells
     * @param backlog how many connections may wait to be accepted, capped by {@code net.core.somaxconn}
     * @param configure sets options before the socket is bound
     * @throws IllegalArgumentException if the address is unresolved
     * @throws SyscallException such as {@code bind(127.0.0.1:9000): EADDRINUSE (Address already in use)}
     */
    public static Fd listenTcp(Syscalls syscalls, InetSocketAddress address, int backlog, Consumer<Fd> configure) {
        return atWildcardOr(address, actual -> listenAt(syscalls, actual, backlog, configure));
    }

    /** Opens a socket of both kinds at the IPv4 wildcard, where there are both; else at the address. */
    static Fd atWildcardOr(InetSocketAddress address, Function<InetSocketAddress, Fd> open) {
        if (SockAddr.requireResolved(address).isAnyLocalAddress()
                && address.getAddress() instanceof Inet4Address
                && !Boolean.getBoolean("java.net.preferIPv4Stack")) {
            try {
                return open.apply(new InetSocketAddress(ipv6Wildcard(), address.getPort()));
            } catch (SyscallException failure) {
                if (failure.errno() != Errno.EAFNOSUPPORT && failure.errno() != Errno.EADDRNOTAVAIL) {
                    throw failure;
                }
            }
        }
        return open.apply(address);
    }

    private static InetAddress ipv6Wildcard() {
        try {
            return InetAddress.getByAddress(new byte[16]);
        } catch (UnknownHostException e) {
            throw new AssertionError("an address of 16 bytes is always legal", e);
        }
    }

    private static Fd listenAt(Syscalls syscalls, InetSocketAddress address, int backlog, Consumer<Fd> configure) {
        Fd fd = open(syscalls, address, SOCK_STREAM, IPPROTO_TCP, "listener ");
        try {
            setOption(syscalls, fd, SOL_SOCKET, SO_REUSEADDR, 1, "setsockopt(SO_REUSEADDR)");
            restrictToOwnKind(syscalls, fd, address);
            configure.accept(fd);
            bind(syscalls, fd, address);
            checkAddress(syscalls.listen(fd.value(), backlog), "listen", address);
            return fd;
        } catch (RuntimeException | Error failure) {
            fd.closeAfter(failure);
            throw failure;
        }
    }

    /** The IPv6 wildcard takes IPv4 as well, any other address of IPv6 does not. */
    static void restrictToOwnKind(Syscalls syscalls, Fd fd, InetSocketAddress address) {
        if (address.getAddress() instanceof Inet6Address ipv6) {
            int only = ipv6.isAnyLocalAddress() ? 0 : 1;
            setOption(syscalls, fd, IPPROTO_IPV6, IPV6_V6ONLY, only, "setsockopt(IPV6_V6ONLY)");
        }
    }

    static void bind(Syscalls syscalls, Fd fd, InetSocketAddress address) {
        try (SockAddr sockAddr = SockAddr.allocate()) {
            sockAddr.set(address);
            checkAddress(syscalls.bind(fd.value(), sockAddr), "bind", address);
        }
    }

    /**
     * Accepts a connection that waits.
     *
     * @param peer receives the address of the peer
     * @return the descriptor, which the caller {@linkplain Fd#adopt adopts}; {@code -EAGAIN} if none
     *     waits; or another {@code -errno}: {@code accept(2)} says which of them concern that one
     *     connection only ({@code ECONNABORTED} and network errors, try again) and which the machine
     *     ({@code EMFILE} and {@code ENFILE}, which stay until a descriptor is closed)
     */
    public static int accept(Syscalls syscalls, Fd listener, SockAddr peer) {
        int result;
        do {
            result = syscalls.accept4(listener.value(), peer, SOCK_NONBLOCK | SOCK_CLOEXEC);
        } while (result == -Errno.EINTR);
        return result;
    }

    /**
     * Starts to connect. When the socket becomes writable the outcome is decided, and {@link
     * #pendingError} tells it.
     *
     * @throws IllegalArgumentException if the address is unresolved
     * @throws SyscallException if it fails at once, such as {@code connect(127.0.0.1:9000): ECONNREFUSED
     *     (Connection refused)}
     */
    public static Fd connectTcp(Syscalls syscalls, InetSocketAddress address) {
        return connectTcp(syscalls, address, null, fd -> {});
    }

    /**
     * The same, from an address of one's own.
     *
     * @param localAddress where from, of the same kind as {@code address}; null lets the kernel choose
     * @param configure sets options before the socket is bound and connected
     */
    public static Fd connectTcp(
            Syscalls syscalls,
            InetSocketAddress address,
            @Nullable InetSocketAddress localAddress,
            Consumer<Fd> configure) {
        Fd fd = open(syscalls, address, SOCK_STREAM, IPPROTO_TCP, "connection to ");
        try (SockAddr sockAddr = SockAddr.allocate()) {
            configure.accept(fd);
            if (localAddress != null) {
                setOption(syscalls, fd, SOL_SOCKET, SO_REUSEADDR, 1, "setsockopt(SO_REUSEADDR)");
                bind(syscalls, fd, localAddress);
            }
            sockAddr.set(address);
            int result = syscalls.connect(fd.value(), sockAddr);
            // An interrupted connect goes on like one in progress, connect(2); it must not be repeated.
            if (result != -Errno.EINPROGRESS && result != -Errno.EINTR) {
                checkAddress(result, "connect", address);
            }
            return fd;
        } catch (RuntimeException | Error failure) {
            fd.closeAfter(failure);
            throw failure;
        }
    }

    /**
     * Reads and clears the error that a socket has pending, {@code SO_ERROR} in {@code socket(7)}.
     *
     * @return the positive error number, or 0 if there is none
     * @throws SyscallException if the socket cannot be asked
     */
    public static int pendingError(Syscalls syscalls, Fd fd) {
        int number = fd.value();
        return SyscallException.check(
                syscalls.getsockopt(number, SOL_SOCKET, SO_ERROR), "getsockopt(SO_ERROR)", number);
    }

    /**
     * The address that a socket is bound to.
     *
     * @throws SyscallException if the socket cannot be asked
     */
    public static InetSocketAddress localAddress(Syscalls syscalls, Fd fd) {
        return localAddress(syscalls, fd, SockAddr::toInetSocketAddress);
    }

    static <A> A localAddress(Syscalls syscalls, Fd fd, Function<SockAddr, A> read) {
        try (SockAddr address = SockAddr.allocate()) {
            int number = fd.value();
            SyscallException.check(syscalls.getsockname(number, address), "getsockname", number);
            return read.apply(address);
        }
    }

    /**
     * The address of the peer.
     *
     * @throws SyscallException if the socket is not connected ({@code ENOTCONN}), or no longer
     */
    public static InetSocketAddress peerAddress(Syscalls syscalls, Fd fd) {
        return peerAddress(syscalls, fd, SockAddr::toInetSocketAddress);
    }

    static <A> A peerAddress(Syscalls syscalls, Fd fd, Function<SockAddr, A> read) {
        try (SockAddr address = SockAddr.allocate()) {
            int number = fd.value();
            SyscallException.check(syscalls.getpeername(number, address), "getpeername", number);
            return read.apply(address);
        }
    }

    /**
     * Sends small segments at once ({@code TCP_NODELAY}), or lets the kernel collect them.
     *
     * @throws SyscallException if the option cannot be set
     */
    public static void setNoDelay(Syscalls syscalls, Fd fd, boolean on) {
        setOption(syscalls, fd, IPPROTO_TCP, TCP_NODELAY, on ? 1 : 0, "setsockopt(TCP_NODELAY)");
    }

    /**
     * Ends the sending side of a connection: the peer reads the end of the stream after all that was
     * written.
     *
     * @return false if the connection is gone already ({@code ENOTCONN}), as after a reset
     * @throws SyscallException if it fails otherwise
     */
    public static boolean shutdownOutput(Syscalls syscalls, Fd fd) {
        int number = fd.value();
        int result = syscalls.shutdown(number, SHUT_WR);
        if (result == -Errno.ENOTCONN) {
            return false;
        }
        SyscallException.check(result, "shutdown", number);
        return true;
    }

    /**
     * Closes a connection with a reset: unsent data is dropped, and the peer gets {@code ECONNRESET}. Does
     * nothing if the socket is closed already.
     *
     * @throws SyscallException if no reset can be sent; the socket is closed nevertheless
     */
    public static void abort(Syscalls syscalls, Fd fd) {
        if (!fd.isOpen()) {
            return;
        }
        try {
            int number = fd.value();
            SyscallException.check(syscalls.setLinger(number, true, 0), "setsockopt(SO_LINGER)", number);
        } catch (SyscallException failure) {
            fd.closeAfter(failure);
            throw failure;
        }
        fd.close();
    }

    /** An address for messages: {@code 127.0.0.1:9000} or {@code [0:0:0:0:0:0:0:1]:9000}. */
    public static String format(InetSocketAddress address) {
        InetAddress host = address.getAddress();
        if (host == null) {
            return address.getHostString() + ":" + address.getPort();
        }
        String text = host.getHostAddress();
        return (host instanceof Inet6Address ? "[" + text + "]" : text) + ":" + address.getPort();
    }

    /** The same for an address of any kind. */
    public static String format(SocketAddress address) {
        return address instanceof InetSocketAddress internet ? format(internet) : address.toString();
    }

    static Fd open(Syscalls syscalls, InetSocketAddress address, int type, int protocol, String what) {
        boolean ipv6 = SockAddr.requireResolved(address) instanceof Inet6Address;
        int number = syscalls.socket(ipv6 ? AF_INET6 : AF_INET, type | SOCK_NONBLOCK | SOCK_CLOEXEC, protocol);
        SyscallException.check(number, ipv6 ? "socket(AF_INET6)" : "socket(AF_INET)");
        return Fd.adopt(syscalls, number, what + format(address));
    }

    private static void setOption(Syscalls syscalls, Fd fd, int level, int option, int value, String call) {
        int number = fd.value();
        SyscallException.check(syscalls.setsockopt(number, level, option, value), call, number);
    }

    static void checkAddress(int result, String call, InetSocketAddress address) {
        if (result < 0) {
            throw new SyscallException(call + "(" + format(address) + ")", SyscallException.NO_FD, -result);
        }
    }
}

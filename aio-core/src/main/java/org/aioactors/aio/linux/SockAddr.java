// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.linux;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A {@code struct sockaddr_storage} and its length in native memory: the address of a socket, in either
 * direction, used again and again. It holds addresses of IPv4, IPv6 and Unix sockets, see {@code ip(7)}, {@code
 * ipv6(7)} and {@code unix(7)}. Used by one thread at a time; throws {@link IllegalStateException} once it is closed.
 */
public final class SockAddr extends NativeStruct {
    /*
     * struct sockaddr_in {                 struct sockaddr_in6 {
     *     sa_family_t    sin_family;           sa_family_t     sin6_family;
     *     in_port_t      sin_port;             in_port_t       sin6_port;        // both big-endian
     *     struct in_addr sin_addr;             uint32_t        sin6_flowinfo;
     *     unsigned char  sin_zero[8];          struct in6_addr sin6_addr;
     * };                                       uint32_t        sin6_scope_id;    // native order
     *                                      };
     * struct sockaddr_un {
     *     sa_family_t sun_family;
     *     char        sun_path[108];
     * };
     */
    static final int OFFSET_FAMILY = 0;
    static final int OFFSET_PORT = 2;
    static final int SIZE_SOCKADDR_IN = 16;
    static final int OFFSET_SIN_ADDR = 4;
    static final int SIZE_SOCKADDR_IN6 = 28;
    static final int OFFSET_SIN6_FLOWINFO = 4;
    static final int OFFSET_SIN6_ADDR = 8;
    static final int OFFSET_SIN6_SCOPE_ID = 24;
    static final int OFFSET_SUN_PATH = 2;
    static final int SIZE_SUN_PATH = 108;
    static final int SIZE_SOCKADDR_STORAGE = 128;

    /** Where the {@code socklen_t} is that goes with the address: behind it. */
    private static final int OFFSET_LENGTH = SIZE_SOCKADDR_STORAGE;

    private static final int IPV4_BYTES = 4;
    private static final int IPV6_BYTES = 16;

    private SockAddr() {
        super(SIZE_SOCKADDR_STORAGE + Integer.BYTES);
    }

    /**
     * Allocates an empty address.
     *
     * @throws OutOfMemoryError if there is no native memory left
     */
    public static SockAddr allocate() {
        return new SockAddr();
    }

    /**
     * Writes an address.
     *
     * @throws IllegalArgumentException if the address is unresolved
     */
    public void set(InetSocketAddress address) {
        ByteBuffer buffer = buffer();
        InetAddress host = requireResolved(address);
        if (host instanceof Inet6Address ipv6) {
            set(ipv6.getAddress(), ipv6.getScopeId());
        } else {
            buffer.putShort(OFFSET_FAMILY, (short) Sockets.AF_INET)
                    .put(OFFSET_SIN_ADDR, host.getAddress())
                    .putLong(OFFSET_SIN_ADDR + IPV4_BYTES, 0)
                    .putInt(OFFSET_LENGTH, SIZE_SOCKADDR_IN);
        }
        buffer.putShort(OFFSET_PORT, bigEndian((short) address.getPort()));
    }

    /** Writes the host of an IPv6 address, and leaves the port as it is. */
    void set(byte[] ipv6, int scopeId) {
        buffer().putShort(OFFSET_FAMILY, (short) Sockets.AF_INET6)
                .putInt(OFFSET_SIN6_FLOWINFO, 0)
                .put(OFFSET_SIN6_ADDR, ipv6)
                .putInt(OFFSET_SIN6_SCOPE_ID, scopeId)
                .putInt(OFFSET_LENGTH, SIZE_SOCKADDR_IN6);
    }

    /** Takes an address over from elsewhere. */
    void read(ByteBuffer from, int at, int length) {
        buffer().put(0, from, at, Math.min(length, SIZE_SOCKADDR_IN6)).putInt(OFFSET_LENGTH, length);
    }

    /**
     * Reads the address. An IPv4 address mapped into IPv6 comes back as IPv4.
     *
     * @throws IllegalStateException if there is none, or it is neither IPv4 nor IPv6
     */
    public InetSocketAddress toInetSocketAddress() {
        ByteBuffer buffer = buffer();
        int port = bigEndian(buffer.getShort(OFFSET_PORT)) & 0xffff;
        int family = buffer.getShort(OFFSET_FAMILY) & 0xffff;
        try {
            if (family == Sockets.AF_INET && length() >= SIZE_SOCKADDR_IN) {
                byte[] bytes = new byte[IPV4_BYTES];
                buffer.get(OFFSET_SIN_ADDR, bytes);
                return new InetSocketAddress(InetAddress.getByAddress(bytes), port);
            }
            if (family == Sockets.AF_INET6 && length() >= SIZE_SOCKADDR_IN6) {
                byte[] bytes = new byte[IPV6_BYTES];
                buffer.get(OFFSET_SIN6_ADDR, bytes);
                return new InetSocketAddress(ipv6(bytes, buffer.getInt(OFFSET_SIN6_SCOPE_ID)), port);
            }
        } catch (UnknownHostException e) {
            throw new AssertionError("an address of 4 or 16 bytes is always legal", e);
        }
        throw new IllegalStateException(
                "not an internet address: address family " + family + ", " + length() + " bytes");
    }

    /** Writes the address of a Unix socket. */
    public void set(UnixAddress address) {
        byte[] name = address.bytes();
        int at = address.isAbstract() ? OFFSET_SUN_PATH + 1 : OFFSET_SUN_PATH;
        int zeroBehind = address.isPath() ? 1 : 0;
        buffer().putShort(OFFSET_FAMILY, (short) Sockets.AF_UNIX)
                .put(OFFSET_SUN_PATH, (byte) 0)
                .put(at, name)
                .put(at + name.length, (byte) 0)
                .putInt(OFFSET_LENGTH, at + name.length + zeroBehind);
    }

    /**
     * Reads the address of a Unix socket. A path ends at its first zero byte, whether or not the kernel has counted that.
     *
     * @throws IllegalStateException if it is of another kind
     */
    public UnixAddress toUnixAddress() {
        ByteBuffer buffer = buffer();
        int family = buffer.getShort(OFFSET_FAMILY) & 0xffff;
        int end = Math.min(length(), SIZE_SOCKADDR_STORAGE);
        if (end <= OFFSET_SUN_PATH) {
            return UnixAddress.UNNAMED; // of datagrams there is not even a family
        }
        if (family != Sockets.AF_UNIX) {
            throw new IllegalStateException("not the address of a Unix socket: address family " + family);
        }
        if (buffer.get(OFFSET_SUN_PATH) == 0) {
            return UnixAddress.abstractName(bytes(OFFSET_SUN_PATH + 1, end));
        }
        int zero = OFFSET_SUN_PATH;
        while (zero < end && buffer.get(zero) != 0) {
            zero++;
        }
        return UnixAddress.path(bytes(OFFSET_SUN_PATH, zero));
    }

    private byte[] bytes(int from, int to) {
        byte[] bytes = new byte[to - from];
        buffer().get(from, bytes);
        return bytes;
    }

    /** The address family, such as {@link Sockets#AF_INET}; 0 if there is no address. */
    public int family() {
        return length() < Short.BYTES ? 0 : buffer().getShort(OFFSET_FAMILY) & 0xffff;
    }

    private static InetAddress ipv6(byte[] bytes, int scopeId) throws UnknownHostException {
        // With scope 0 the JDK would print "%0"; an address that needs no scope is made without one.
        return scopeId == 0 ? InetAddress.getByAddress(bytes) : Inet6Address.getByAddress(null, bytes, scopeId);
    }

    /** The length of the address in bytes; 0 if there is none. */
    public int length() {
        return buffer().getInt(OFFSET_LENGTH);
    }

    /** The kernel has told the length elsewhere than where {@link #lengthAddressForKernel} is. */
    void length(int length) {
        buffer().putInt(OFFSET_LENGTH, length);
    }

    /**
     * The address of the {@code socklen_t}, which now says how much room the kernel has. The kernel
     * replaces it by the length of what it wrote; should it write nothing, there is no address.
     */
    public long lengthAddressForKernel() {
        buffer().putShort(OFFSET_FAMILY, (short) 0).putInt(OFFSET_LENGTH, SIZE_SOCKADDR_STORAGE);
        return address() + OFFSET_LENGTH;
    }

    /** The host of an address, which must be resolved. */
    static InetAddress requireResolved(InetSocketAddress address) {
        InetAddress host = address.getAddress();
        if (host == null) {
            throw new IllegalArgumentException("unresolved address " + address.getHostString() + ":" + address.getPort()
                    + ": look the host name up first, with new InetSocketAddress(host, port)");
        }
        if (!(host instanceof Inet4Address) && !(host instanceof Inet6Address)) {
            throw new IllegalArgumentException("neither IPv4 nor IPv6: " + address);
        }
        return host;
    }

    private static short bigEndian(short value) {
        return ByteOrder.nativeOrder() == ByteOrder.BIG_ENDIAN ? value : Short.reverseBytes(value);
    }
}

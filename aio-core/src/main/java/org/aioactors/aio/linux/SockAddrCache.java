// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.linux;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Addresses of peers, with the bytes that the kernel has for them, so that a datagram from or to a peer that was there before
 * needs no new object. For sockets of one domain. Bounded: an address has a few places, by its hash, and takes another's when
 * all are taken. One thread.
 */
public final class SockAddrCache implements AutoCloseable {
    /** Spreads the bits of a hash: the odd number next to 2^64 divided by the golden ratio. */
    private static final long SPREAD = 0x9E37_79B9_7F4A_7C15L;

    /** How many places an address may have: with one, two of a few dozens would take each other's all the time. */
    private static final int PLACES = 4;

    private static final int IPV4_BYTES = 4;

    /** How an IPv6 address begins that stands for an IPv4 one (RFC 4291, 2.5.5.2). */
    private static final byte[] IPV4_MAPPED = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1, 0, 0, 0, 0};

    /** An address, in both forms. Immutable. */
    public static final class Entry {
        private final InetSocketAddress address;
        private final int scopeId;
        private final int length;
        private final int index;
        private final long word0;
        private final long word1;
        private final long word2;
        private final int rest;

        private Entry(InetSocketAddress address, int length, int index, ByteBuffer bytes, int at) {
            this.address = address;
            this.scopeId = scopeId(address);
            this.length = length;
            this.index = index;
            this.word0 = bytes.getLong(at);
            boolean ipv6 = length > SockAddr.SIZE_SOCKADDR_IN;
            this.word1 = ipv6 ? bytes.getLong(at + Long.BYTES) : 0;
            this.word2 = ipv6 ? bytes.getLong(at + 2 * Long.BYTES) : 0;
            this.rest = ipv6 ? bytes.getInt(at + 3 * Long.BYTES) : 0;
        }

        /** The address. */
        public InetSocketAddress address() {
            return address;
        }

        /** Less than the cache's capacity; two entries that are in the cache at the same time have different ones. */
        public int index() {
            return index;
        }

        int length() {
            return length;
        }

        void write(ByteBuffer to, int at) {
            to.putLong(at, word0).putLong(at + Long.BYTES, word1);
            if (length > SockAddr.SIZE_SOCKADDR_IN) {
                to.putLong(at + 2 * Long.BYTES, word2).putInt(at + 3 * Long.BYTES, rest);
            }
        }

        private boolean hasBytes(int otherLength, long a, long b, long c, int d) {
            return a == word0 && b == word1 && c == word2 && d == rest && otherLength == length;
        }
    }

    private final boolean ipv6;
    private final int shift;
    private final @Nullable Entry[] byBytes;
    private final @Nullable Entry[] byAddress;
    private final SockAddr scratch = SockAddr.allocate();

    /** Which of its places the next one takes, if all are taken. */
    private int victim;

    /**
     * An empty cache.
     *
     * @param domain {@link Sockets#AF_INET} or {@link Sockets#AF_INET6}
     * @param capacity how many addresses at most: a power of two, 4 or more
     * @throws IllegalArgumentException if a number is none of these
     */
    public SockAddrCache(int domain, int capacity) {
        if (domain != Sockets.AF_INET && domain != Sockets.AF_INET6) {
            throw new IllegalArgumentException("neither AF_INET nor AF_INET6: " + domain);
        }
        if (capacity < PLACES || Integer.bitCount(capacity) != 1) {
            throw new IllegalArgumentException("not a power of two, 4 or more: " + capacity);
        }
        this.ipv6 = domain == Sockets.AF_INET6;
        this.shift = Long.SIZE - Integer.numberOfTrailingZeros(capacity);
        this.byBytes = new @Nullable Entry[capacity];
        this.byAddress = new @Nullable Entry[capacity];
    }

    /** How many addresses there may be. */
    public int capacity() {
        return byAddress.length;
    }

    /**
     * Who has sent a message that was received.
     *
     * @throws IllegalStateException if there is no address, as on some errors, or none of this domain
     */
    public InetSocketAddress sender(MmsgHdrs.Message message) {
        ByteBuffer buffer = message.buffer();
        int at = message.nameOffset();
        int length = message.nameLength();
        boolean long6 = length > SockAddr.SIZE_SOCKADDR_IN;
        long word0 = buffer.getLong(at);
        long word1 = long6 ? buffer.getLong(at + Long.BYTES) : 0;
        long word2 = long6 ? buffer.getLong(at + 2 * Long.BYTES) : 0;
        int rest = long6 ? buffer.getInt(at + 3 * Long.BYTES) : 0;
        int home = place(word0 ^ (word1 * 31) ^ (word2 * 961) ^ rest);
        for (int i = 0; i < PLACES; i++) {
            Entry known = byBytes[near(home, i)];
            if (known != null && known.hasBytes(length, word0, word1, word2, rest)) {
                return known.address;
            }
        }
        scratch.read(buffer, at, length);
        Entry made = remember(scratch.toInetSocketAddress(), length);
        byBytes[placeFor(byBytes, home)] = made;
        return made.address;
    }

    /**
     * The entry of an address that is to be sent to.
     *
     * @throws IllegalArgumentException if it is unresolved, or an IPv6 address and the domain is IPv4
     */
    public Entry of(InetSocketAddress address) {
        Entry known = known(address);
        if (known != null) {
            return known;
        }
        write(address);
        return remember(address, scratch.length());
    }

    private @Nullable Entry known(InetSocketAddress address) {
        int home = place(address.hashCode());
        for (int i = 0; i < PLACES; i++) {
            Entry known = byAddress[near(home, i)];
            if (known != null && isSame(known, address)) {
                return known;
            }
        }
        return null;
    }

    /** An IPv6 address equals the same one on another link, which its scope tells apart. */
    @SuppressWarnings(
            "ReferenceEquality") // most often it is the same object, and that is known without looking into it
    private static boolean isSame(Entry known, InetSocketAddress address) {
        return known.address == address || (known.address.equals(address) && known.scopeId == scopeId(address));
    }

    private static int scopeId(InetSocketAddress address) {
        return address.getAddress() instanceof Inet6Address host ? host.getScopeId() : 0;
    }

    private int place(long hash) {
        return (int) ((hash * SPREAD) >>> shift);
    }

    private int near(int home, int distance) {
        return (home + distance) & (byAddress.length - 1);
    }

    /** The first that is free, or else one in turn. */
    private int placeFor(@Nullable Entry[] entries, int home) {
        for (int i = 0; i < PLACES; i++) {
            if (entries[near(home, i)] == null) {
                return near(home, i);
            }
        }
        victim = (victim + 1) % PLACES;
        return near(home, victim);
    }

    private Entry remember(InetSocketAddress address, int length) {
        Entry before = known(address); // it has come in another form of bytes
        int index = before != null ? before.index : placeFor(byAddress, place(address.hashCode()));
        Entry made = new Entry(address, length, index, scratch.buffer(), 0);
        byAddress[index] = made;
        return made;
    }

    private void write(InetSocketAddress address) {
        InetAddress host = SockAddr.requireResolved(address);
        if (host instanceof Inet6Address && !ipv6) {
            throw new IllegalArgumentException("an IPv6 address, but the socket is for IPv4: " + address);
        }
        scratch.set(address);
        if (ipv6 && !(host instanceof Inet6Address)) {
            byte[] mapped = IPV4_MAPPED.clone();
            System.arraycopy(host.getAddress(), 0, mapped, mapped.length - IPV4_BYTES, IPV4_BYTES);
            scratch.set(mapped, 0);
        }
    }

    /** Frees its memory. */
    @Override
    public void close() {
        scratch.close();
    }
}

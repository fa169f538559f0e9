// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The address of a peer in few bytes, for very many connections: what the JDK makes of one of the Internet takes 96, this 24.
 * Without the scope of an IPv6 address. Others stay as they are.
 */
final class CompactAddress {
    private CompactAddress() {}

    /** What to keep of an address. */
    static Object of(SocketAddress address) {
        return address instanceof InetSocketAddress internet ? bytes(internet) : address;
    }

    /** The bytes of a resolved address, with its port before them. */
    private static byte[] bytes(InetSocketAddress address) {
        byte[] ip = address.getAddress().getAddress();
        return ByteBuffer.allocate(Short.BYTES + ip.length)
                .putShort((short) address.getPort())
                .put(ip)
                .array();
    }

    /** The address that {@link #of} was given. */
    static SocketAddress toAddress(Object compact) {
        return compact instanceof byte[] bytes ? internet(bytes) : (SocketAddress) compact;
    }

    private static InetSocketAddress internet(byte[] bytes) {
        int port = Short.toUnsignedInt(ByteBuffer.wrap(bytes).getShort());
        byte[] ip = Arrays.copyOfRange(bytes, Short.BYTES, bytes.length);
        try {
            return new InetSocketAddress(InetAddress.getByAddress(ip), port);
        } catch (UnknownHostException wrongLength) {
            throw new IllegalArgumentException("not an address: " + Arrays.toString(bytes), wrongLength);
        }
    }
}

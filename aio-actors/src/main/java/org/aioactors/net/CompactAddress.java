// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The address of a peer in few bytes, for very many connections: what the JDK makes of one takes 96, this 24. Without the scope
 * of an IPv6 address.
 */
final class CompactAddress {
    private CompactAddress() {}

    /** The bytes of a resolved address, with its port before them. */
    static byte[] of(InetSocketAddress address) {
        byte[] ip = address.getAddress().getAddress();
        return ByteBuffer.allocate(Short.BYTES + ip.length)
                .putShort((short) address.getPort())
                .put(ip)
                .array();
    }

    /** The address that {@link #of} was given. */
    static InetSocketAddress toInetSocketAddress(byte[] compact) {
        int port = Short.toUnsignedInt(ByteBuffer.wrap(compact).getShort());
        byte[] ip = Arrays.copyOfRange(compact, Short.BYTES, compact.length);
        try {
            return new InetSocketAddress(InetAddress.getByAddress(ip), port);
        } catch (UnknownHostException wrongLength) {
            throw new IllegalArgumentException("not an address: " + Arrays.toString(compact), wrongLength);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.limit;

import java.net.InetAddress;
import java.nio.ByteBuffer;

/**
 * Who counts as one by their address: an address of IPv4, and of IPv6 the network of 64 bits, of which a customer has at least
 * one.
 *
 * @param bits of the address, or of the network
 * @param ipv6 which of the two
 */
public record AddressKey(long bits, boolean ipv6) {
    private static final int IPV6_BYTES = 16;

    /** Of an address. One of IPv4 that is mapped to IPv6 is one of IPv4 for Java. */
    public static AddressKey of(InetAddress address) {
        ByteBuffer bytes = ByteBuffer.wrap(address.getAddress());
        boolean ipv6 = bytes.remaining() == IPV6_BYTES;
        return new AddressKey(ipv6 ? bytes.getLong() : bytes.getInt(), ipv6);
    }
}

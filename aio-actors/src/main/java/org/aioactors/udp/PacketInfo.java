// SPDX-License-Identifier: Apache-2.0
package org.aioactors.udp;

import java.net.InetAddress;
import java.net.NetworkInterface;
import org.jspecify.annotations.Nullable;

/**
 * An address of this machine and an interface: where a datagram came in, or is to leave. Any thread.
 *
 * @param destination of a datagram received, the address to which it was sent, which may be a multicast or broadcast address; not
 *     used for one that is sent
 * @param local this machine's own address, of which an answer is to come; null lets the kernel choose
 * @param interfaceIndex as in {@link NetworkInterface#getIndex}; 0 lets the kernel choose
 */
public record PacketInfo(
        @Nullable InetAddress destination, @Nullable InetAddress local, int interfaceIndex) {
    /** By an interface, from whichever of its addresses. For multicast, the one into whose network it is sent. */
    public static PacketInfo of(NetworkInterface networkInterface) {
        return new PacketInfo(null, null, networkInterface.getIndex());
    }

    /** From an address. */
    public static PacketInfo of(InetAddress local) {
        return new PacketInfo(null, local, 0);
    }

    /** The way back, which goes by the same interface only if the address has a meaning on its link alone. */
    PacketInfo forReply() {
        boolean onLink = local != null && local.isLinkLocalAddress();
        return new PacketInfo(null, local, onLink ? interfaceIndex : 0);
    }
}

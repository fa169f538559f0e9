// SPDX-License-Identifier: Apache-2.0
package org.aioactors.udp;

import java.util.List;
import org.aioactors.net.SocketOption;
import org.jspecify.annotations.Nullable;

/**
 * How a socket is to be, for {@link Udp.Bind} and {@link Udp.Connect}. Immutable.
 *
 * @param socketOptions see {@link UdpSO}
 * @param packetInfo whether {@link Udp.Received#info} is told
 * @param segmentation whether datagrams of one size to one peer that leave together are given to the kernel as one ({@code
 *     UDP_SEGMENT}); null stands for {@code aio.net.udp.segmentation}
 * @param receiveOffload whether the kernel gives us datagrams of one sender that came together as one ({@code UDP_GRO}); null
 *     stands for {@code aio.net.udp.receive-offload}
 * @param maxDatagramBytes how long a datagram may be that is received whole, no longer than {@code aio.net.udp.max-datagram}; 0
 *     stands for that
 * @param readingSuspended whether nothing is read before {@link Udp.ResumeReading}
 */
public record UdpOptions(
        List<SocketOption> socketOptions,
        boolean packetInfo,
        @Nullable Boolean segmentation,
        @Nullable Boolean receiveOffload,
        int maxDatagramBytes,
        boolean readingSuspended) {
    /** As the configuration has it. */
    public static final UdpOptions DEFAULT = new UdpOptions(List.of(), false, null, null, 0, false);

    /** Checks the values; throws {@link IllegalArgumentException} for one out of range. */
    public UdpOptions {
        if (maxDatagramBytes < 0) {
            throw new IllegalArgumentException("maxDatagramBytes must not be negative: " + maxDatagramBytes);
        }
        socketOptions = List.copyOf(socketOptions);
    }

    /** With these socket options. */
    public UdpOptions withSocketOptions(SocketOption... others) {
        return new UdpOptions(
                List.of(others), packetInfo, segmentation, receiveOffload, maxDatagramBytes, readingSuspended);
    }

    /** Has told to which address each datagram was sent, and by which interface it came. */
    public UdpOptions withPacketInfo() {
        return new UdpOptions(socketOptions, true, segmentation, receiveOffload, maxDatagramBytes, readingSuspended);
    }

    /** With segmentation or without. */
    public UdpOptions withSegmentation(boolean on) {
        return new UdpOptions(socketOptions, packetInfo, on, receiveOffload, maxDatagramBytes, readingSuspended);
    }

    /** With receive offload or without. */
    public UdpOptions withReceiveOffload(boolean on) {
        return new UdpOptions(socketOptions, packetInfo, segmentation, on, maxDatagramBytes, readingSuspended);
    }

    /** With another bound on what is received whole. */
    public UdpOptions withMaxDatagramBytes(int bytes) {
        return new UdpOptions(socketOptions, packetInfo, segmentation, receiveOffload, bytes, readingSuspended);
    }

    /** Reads nothing before {@link Udp.ResumeReading}. */
    public UdpOptions withReadingSuspended() {
        return new UdpOptions(socketOptions, packetInfo, segmentation, receiveOffload, maxDatagramBytes, true);
    }
}

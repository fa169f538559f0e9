// SPDX-License-Identifier: Apache-2.0
package org.aioactors.os.kernel;

import akka.util.ByteString;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import org.aioactors.aio.linux.FileName;
import org.jspecify.annotations.Nullable;

/** The layout of messages of {@code netlink(7)} and {@code rtnetlink(7)}, all in native byte order. */
final class Netlink {
    static final int AF_NETLINK = 16;
    static final int SOCK_RAW = 3;
    static final int NETLINK_ROUTE = 0;
    static final int SOL_NETLINK = 270;
    static final int NETLINK_ADD_MEMBERSHIP = 1;

    static final int RTNLGRP_LINK = 1;
    static final int RTNLGRP_IPV4_IFADDR = 5;
    static final int RTNLGRP_IPV6_IFADDR = 9;

    static final int NLMSG_ERROR = 2;
    static final int NLMSG_DONE = 3;
    static final int NLMSG_OVERRUN = 4;
    static final int RTM_NEWLINK = 16;
    static final int RTM_DELLINK = 17;
    static final int RTM_GETLINK = 18;
    static final int RTM_NEWADDR = 20;
    static final int RTM_DELADDR = 21;
    static final int RTM_GETADDR = 22;

    static final int NLM_F_REQUEST = 1;
    static final int NLM_F_DUMP_INTR = 0x10;
    static final int NLM_F_DUMP = 0x300;

    /*
     * struct nlmsghdr {                    struct ifinfomsg {
     *     __u32 nlmsg_len;                     unsigned char  ifi_family;
     *     __u16 nlmsg_type;                    unsigned short ifi_type;
     *     __u16 nlmsg_flags;                   int            ifi_index;
     *     __u32 nlmsg_seq;                     unsigned int   ifi_flags;
     *     __u32 nlmsg_pid;                     unsigned int   ifi_change;
     * };                                   };
     *
     * struct ifaddrmsg {                   struct rtattr {
     *     __u8  ifa_family;                    unsigned short rta_len;
     *     __u8  ifa_prefixlen;                 unsigned short rta_type;
     *     __u8  ifa_flags;                 };
     *     __u8  ifa_scope;
     *     __u32 ifa_index;
     * };
     */
    static final int SIZE_NLMSGHDR = 16;
    static final int OFFSET_LEN = 0;
    static final int OFFSET_TYPE = 4;
    static final int OFFSET_FLAGS = 6;
    static final int OFFSET_SEQ = 8;
    static final int SIZE_IFINFOMSG = 16;
    static final int OFFSET_IFI_INDEX = 4;
    static final int OFFSET_IFI_FLAGS = 8;
    static final int SIZE_IFADDRMSG = 8;
    static final int OFFSET_IFA_PREFIXLEN = 1;
    static final int OFFSET_IFA_INDEX = 4;
    static final int SIZE_RTATTR = 4;

    static final int IFLA_ADDRESS = 1;
    static final int IFLA_IFNAME = 3;
    static final int IFLA_MTU = 4;
    static final int IFA_ADDRESS = 1;
    static final int IFA_LOCAL = 2;

    static final int IFF_UP = 1;
    static final int IFF_LOOPBACK = 8;
    static final int IFF_RUNNING = 0x40;

    private static final int UNSIGNED_BYTE = 0xff;
    private static final int UNSIGNED_SHORT = 0xffff;
    private static final int ATTRIBUTE_TYPE = 0x3fff;
    private static final int NOTHING = -1;

    private Netlink() {}

    static int align(int length) {
        return (length + 3) & ~3;
    }

    /** Writes the request for all of a kind; returns its length. */
    static int putDumpRequest(ByteBuffer buffer, int type, int sequence) {
        int length = SIZE_NLMSGHDR + SIZE_IFINFOMSG;
        for (int i = 0; i < length; i++) {
            buffer.put(i, (byte) 0);
        }
        buffer.putInt(OFFSET_LEN, length)
                .putShort(OFFSET_TYPE, (short) type)
                .putShort(OFFSET_FLAGS, (short) (NLM_F_REQUEST | NLM_F_DUMP))
                .putInt(OFFSET_SEQ, sequence);
        return length;
    }

    /** What a message about a link or an address says; null if it is about something else. */
    static NetworkLinks.@Nullable Event event(ByteBuffer buffer, int at, int end) {
        int type = buffer.getShort(at + OFFSET_TYPE) & UNSIGNED_SHORT;
        int body = at + SIZE_NLMSGHDR;
        if (type == RTM_NEWLINK || type == RTM_DELLINK) {
            return end - body < SIZE_IFINFOMSG ? null : link(buffer, body, end, type == RTM_NEWLINK);
        } else if (type == RTM_NEWADDR || type == RTM_DELADDR) {
            return end - body < SIZE_IFADDRMSG ? null : address(buffer, body, end, type == RTM_NEWADDR);
        }
        return null;
    }

    /** News of a bridge's ports have the family of bridges, and are not about the link. */
    private static NetworkLinks.@Nullable Event link(ByteBuffer buffer, int body, int end, boolean there) {
        if (buffer.get(body) != 0) {
            return null;
        }
        int attributes = body + SIZE_IFINFOMSG;
        int index = buffer.getInt(body + OFFSET_IFI_INDEX);
        int flags = buffer.getInt(body + OFFSET_IFI_FLAGS);
        int nameAt = find(buffer, attributes, end, IFLA_IFNAME);
        String name = nameAt == NOTHING ? "" : FileName.decode(buffer, nameAt, length(buffer, nameAt));
        if (!there) {
            return new NetworkLinks.LinkGone(index, name);
        }
        int mtuAt = find(buffer, attributes, end, IFLA_MTU);
        int hardwareAt = find(buffer, attributes, end, IFLA_ADDRESS);
        return new NetworkLinks.Link(
                index,
                name,
                (flags & IFF_UP) != 0,
                (flags & IFF_RUNNING) != 0,
                (flags & IFF_LOOPBACK) != 0,
                mtuAt == NOTHING ? 0 : buffer.getInt(mtuAt),
                hardwareAt == NOTHING
                        ? ByteString.emptyByteString()
                        : ByteString.fromArrayUnsafe(bytes(buffer, hardwareAt)));
    }

    /** On a line between two the other end's address is IFA_ADDRESS, and ours IFA_LOCAL. */
    private static NetworkLinks.@Nullable Event address(ByteBuffer buffer, int body, int end, boolean there) {
        int attributes = body + SIZE_IFADDRMSG;
        int localAt = find(buffer, attributes, end, IFA_LOCAL);
        int addressAt = localAt != NOTHING ? localAt : find(buffer, attributes, end, IFA_ADDRESS);
        if (addressAt == NOTHING) {
            return null;
        }
        try {
            int link = buffer.getInt(body + OFFSET_IFA_INDEX);
            int prefix = buffer.get(body + OFFSET_IFA_PREFIXLEN) & UNSIGNED_BYTE;
            InetAddress address = InetAddress.getByAddress(bytes(buffer, addressAt));
            return there
                    ? new NetworkLinks.Address(link, address, prefix)
                    : new NetworkLinks.AddressGone(link, address, prefix);
        } catch (UnknownHostException e) {
            return null; // neither IPv4 nor IPv6
        }
    }

    /** Where the value of an attribute is; -1 if there is none. */
    private static int find(ByteBuffer buffer, int begin, int end, int wanted) {
        int at = begin;
        while (end - at >= SIZE_RTATTR) {
            int length = buffer.getShort(at) & UNSIGNED_SHORT;
            if (length < SIZE_RTATTR || length > end - at) {
                return NOTHING;
            }
            if ((buffer.getShort(at + 2) & ATTRIBUTE_TYPE) == wanted) {
                return at + SIZE_RTATTR;
            }
            at += align(length);
        }
        return NOTHING;
    }

    private static int length(ByteBuffer buffer, int valueAt) {
        return (buffer.getShort(valueAt - SIZE_RTATTR) & UNSIGNED_SHORT) - SIZE_RTATTR;
    }

    private static byte[] bytes(ByteBuffer buffer, int valueAt) {
        byte[] bytes = new byte[length(buffer, valueAt)];
        buffer.get(valueAt, bytes);
        return bytes;
    }
}

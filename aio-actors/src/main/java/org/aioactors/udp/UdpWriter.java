// SPDX-License-Identifier: Apache-2.0
package org.aioactors.udp;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.aioactors.aio.linux.Errno;
import org.aioactors.aio.linux.Fd;
import org.aioactors.aio.linux.MsgHdr;
import org.aioactors.aio.linux.SockAddrCache;
import org.aioactors.aio.linux.Sockets;
import org.aioactors.aio.linux.SyscallException;
import org.aioactors.aio.linux.Syscalls;
import org.aioactors.net.FlushList;
import org.jspecify.annotations.Nullable;

/**
 * Sends a socket's datagrams, together at the end of a turn. What the kernel has no room for waits, up to a bound; what it refuses
 * is told, and keeps no other from being sent. Loop thread only.
 */
final class UdpWriter implements FlushList.Member {
    /** Who hears how it goes. */
    interface Events {
        /** The kernel has no room, or has room again: whether to be told when it has. */
        void blocked(boolean on);

        /** The kernel has taken one that asked for an acknowledgement. */
        void sent(Object ack);

        /** One was not sent. */
        void failed(Udp.Send send, RuntimeException cause);
    }

    /** The longest that 16 bits can say ({@code udp(7)}), less the header's 8 bytes; IPv4's header has less room still. */
    private static final int MOST_DATAGRAM_BYTES = 65_527;

    private final Syscalls syscalls;
    private final Fd fd;
    private final int domain;
    private final boolean connected;
    private final long maxPendingBytes;
    private final SendBatch batch;
    private final SockAddrCache peers;
    private final FlushList flushes;
    private final UdpTally tally;
    private final Events events;
    private final SendQueue queue = new SendQueue();

    /** Longer datagrams are sent one by one; shrinks when the network turns out to be too narrow. */
    private int longestSegment;

    private boolean dirty;
    private boolean blocked;

    UdpWriter(UdpSettings settings, UdpLoop home, Fd fd, SocketShape shape, UdpTally tally, Events events) {
        this.syscalls = settings.syscalls();
        this.fd = fd;
        this.domain = shape.domain();
        this.connected = shape.connected();
        this.maxPendingBytes = settings.maxPendingSendBytes();
        this.batch = home.sends();
        this.peers = home.peers(domain);
        this.flushes = home.flushes();
        this.tally = tally;
        this.events = events;
        this.longestSegment = shape.segmentation() ? MOST_DATAGRAM_BYTES : 0;
    }

    /** To be sent soon; or {@link Events#failed} is told at once. */
    void send(Udp.Send send) {
        String refusal = refusal(send);
        if (refusal != null) {
            fail(send, new IllegalStateException("datagram refused: " + refusal));
            return;
        }
        queue.add(send);
        if (!blocked) {
            if (!dirty) {
                dirty = true;
                flushes.add(this);
            }
            flushes.written(queue.bytes());
        }
    }

    /** Why one can't be sent; null if it can. */
    private @Nullable String refusal(Udp.Send send) {
        InetSocketAddress target = send.target();
        if (target == null) {
            if (!connected) {
                return "it has no target, and the socket is not connected";
            }
        } else {
            InetAddress host = target.getAddress();
            if (host == null) {
                return "unknown host: " + target.getHostString();
            }
            if (domain == Sockets.AF_INET && host instanceof Inet6Address) {
                return "the target " + Sockets.format(target) + " is of IPv6, and the socket is for IPv4";
            }
        }
        InetAddress local = send.from() == null ? null : send.from().local();
        if (local != null && local instanceof Inet6Address != isToIpv6(target)) {
            return "it can't leave by " + local.getHostAddress() + ", which is of the other kind than its target";
        }
        if (send.data().size() > MOST_DATAGRAM_BYTES) {
            return "it has " + send.data().size() + " bytes, and UDP carries " + MOST_DATAGRAM_BYTES + " at most";
        }
        if (queue.bytes() + SendQueue.memoryBytes(send) > maxPendingBytes && !queue.isEmpty()) {
            return queue.size() + " datagrams with " + queue.bytes()
                    + " bytes of memory wait, aio.net.udp.max-pending-send is " + maxPendingBytes;
        }
        return null;
    }

    private boolean isToIpv6(@Nullable InetSocketAddress target) {
        return target == null ? domain == Sockets.AF_INET6 : target.getAddress() instanceof Inet6Address;
    }

    @Override
    public void flush() {
        dirty = false;
        if (fd.isOpen() && !blocked) {
            sendAll();
        }
    }

    /** The kernel has room again. */
    void writable() {
        blocked = false;
        events.blocked(false);
        sendAll();
    }

    private void sendAll() {
        while (!queue.isEmpty() && !blocked && fd.isOpen()) {
            int taken = batch.fill(queue, peers, domain, longestSegment);
            int done = 0;
            while (done < batch.runCount() && !blocked) {
                int result = syscalls.sendmmsg(
                        fd.value(), batch.address(done), batch.runCount() - done, MsgHdr.MSG_DONTWAIT);
                if (result > 0) {
                    sent(done, result);
                    done += result;
                } else if (result == -Errno.EAGAIN) {
                    blocked = true;
                } else if (result != -Errno.EINTR && !sendsApart(done, -result)) {
                    failed(done++, -result);
                } else if (result != -Errno.EINTR) {
                    break; // what is left is put together anew
                }
            }
            queue.closeGaps(taken);
        }
        if (blocked) {
            events.blocked(true);
        }
    }

    private void sent(int first, int count) {
        int datagrams = 0;
        long bytes = 0;
        for (int run = first; run < first + count; run++) {
            sent(run);
            datagrams += batch.datagrams(run);
            bytes += batch.bytes(run);
        }
        tally.sent(datagrams, bytes);
    }

    private void sent(int run) {
        for (int i = batch.first(run); i >= 0; i = batch.next(i)) {
            Object ack = queue.take(i).ack();
            if (ack != null) {
                events.sent(ack);
            }
        }
    }

    /**
     * Some of the network's ways can't cut a run up: those that encrypt, or that would have to make fragments of the parts.
     *
     * @return whether the datagrams of this run are to be sent one by one
     */
    private boolean sendsApart(int run, int errno) {
        if (batch.datagrams(run) == 1) {
            return false;
        }
        if (errno == Errno.EIO || errno == Errno.EOPNOTSUPP) {
            longestSegment = 0;
        } else if (errno == Errno.EINVAL || errno == Errno.EMSGSIZE) {
            longestSegment = batch.segmentBytes(run) - 1;
        } else {
            return false;
        }
        return true;
    }

    private void failed(int run, int errno) {
        SyscallException cause = new SyscallException("sendmmsg", fd.value(), errno);
        for (int i = batch.first(run); i >= 0; i = batch.next(i)) {
            fail(queue.take(i), cause);
        }
    }

    /** The socket is about to be closed: what the kernel does not take now fails. */
    void finish() {
        sendAll();
        while (!queue.isEmpty()) {
            Udp.Send send = queue.take(0);
            queue.closeGaps(1);
            fail(send, new IllegalStateException("datagram not sent: the socket was closed"));
        }
    }

    private void fail(Udp.Send send, RuntimeException cause) {
        tally.refused();
        events.failed(send, cause);
    }
}

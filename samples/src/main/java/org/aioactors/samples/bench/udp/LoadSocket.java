// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.bench.udp;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.aioactors.aio.linux.ControlMessages;
import org.aioactors.aio.linux.Errno;
import org.aioactors.aio.linux.Fd;
import org.aioactors.aio.linux.MmsgHdrs;
import org.aioactors.aio.linux.MsgHdr;
import org.aioactors.aio.linux.NativeMemory;
import org.aioactors.aio.linux.PollFds;
import org.aioactors.aio.linux.SockAddr;
import org.aioactors.aio.linux.SockAddrCache;
import org.aioactors.aio.linux.Sockets;
import org.aioactors.aio.linux.SyscallException;
import org.aioactors.aio.linux.Syscalls;
import org.aioactors.aio.linux.UdpSockets;

/**
 * The socket that all peers of a load share, though each has an address of its own, 127.0.1.1 and so on: so many datagrams go by
 * one system call, and the load is faster than what it loads. One thread; blocks.
 */
final class LoadSocket implements AutoCloseable {
    /** How many are received at a time. */
    static final int BATCH = 512;

    private static final int BUFFER_BYTES = 1 << 20;
    private static final byte[] FIRST_HOST = {127, 0, 1, 1};
    private static final int PKTINFO_BYTES = 12;
    private static final int OFFSET_SPEC_DST = 4;
    private static final int OFFSET_LAST_OF_DST = 11;

    private final Syscalls syscalls = Syscalls.linux();
    private final int bytes;
    private final int mostInRun;
    private final Fd fd;
    private final SockAddrCache addresses = new SockAddrCache(Sockets.AF_INET, 4);
    private final SockAddrCache.Entry server;
    private final MmsgHdrs received = MmsgHdrs.allocate(BATCH, ControlMessages.space(PKTINFO_BYTES));
    private final MmsgHdrs runs;
    private final NativeMemory receiveMemory;
    private final NativeMemory sendMemory;
    private final PollFds poll = PollFds.allocate(1);
    private int runCount;
    private int used = BATCH;

    LoadSocket(UdpShape shape, int port) {
        bytes = shape.bytes();
        mostInRun = shape.inFlight();
        fd = open();
        server = addresses.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        runs = MmsgHdrs.allocate(
                shape.peers(), ControlMessages.space(PKTINFO_BYTES) + ControlMessages.space(Short.BYTES));
        receiveMemory = NativeMemory.allocate((long) BATCH * bytes);
        sendMemory = NativeMemory.allocate((long) shape.peers() * mostInRun * bytes);
        for (int i = 0; i < BATCH; i++) {
            received.get(i).bytes(receiveMemory.address() + (long) i * bytes, bytes);
        }
        poll.set(0, fd.value(), PollFds.POLLIN);
    }

    /** For IPv4 alone, which the wildcard of {@link UdpSockets#bind} is not. */
    private Fd open() {
        int type = Sockets.SOCK_DGRAM | Sockets.SOCK_NONBLOCK | Sockets.SOCK_CLOEXEC;
        Fd opened = Fd.adopt(
                syscalls,
                SyscallException.check(syscalls.socket(Sockets.AF_INET, type, UdpSockets.IPPROTO_UDP), "socket"),
                "load");
        try (SockAddr any = SockAddr.allocate()) {
            option(opened, Sockets.SOL_SOCKET, Sockets.SO_RCVBUF, BUFFER_BYTES);
            option(opened, Sockets.SOL_SOCKET, Sockets.SO_SNDBUF, BUFFER_BYTES);
            option(opened, Sockets.IPPROTO_IP, UdpSockets.IP_PKTINFO, 1);
            any.set(new InetSocketAddress(InetAddress.getByAddress(new byte[FIRST_HOST.length]), 0));
            SyscallException.check(syscalls.bind(opened.value(), any), "bind", opened.value());
        } catch (UnknownHostException e) {
            throw new AssertionError("an address of 4 bytes is always legal", e);
        }
        return opened;
    }

    private void option(Fd socket, int level, int option, int value) {
        SyscallException.check(syscalls.setsockopt(socket.value(), level, option, value), "setsockopt", socket.value());
    }

    /** Waits for something to receive; returns how much there is, 0 if nothing comes for so long. */
    int receive(long patienceNs) {
        for (int i = 0; i < used; i++) {
            received.get(i).prepareToReceive();
        }
        int count = syscalls.recvmmsg(fd.value(), received.address(0), BATCH, MsgHdr.MSG_DONTWAIT);
        if (count == -Errno.EAGAIN) {
            SyscallException.check(syscalls.ppoll(poll, 1, patienceNs), "ppoll");
            count = syscalls.recvmmsg(fd.value(), received.address(0), BATCH, MsgHdr.MSG_DONTWAIT);
        }
        if (count != -Errno.EAGAIN) {
            SyscallException.check(count, "recvmmsg", fd.value());
        }
        used = Math.max(1, count);
        return Math.max(0, count);
    }

    /** Whose a datagram is: the number of the peer to whose address it was sent. */
    int peer(int index) {
        ControlMessages control = received.get(index).control();
        int data = control.data(control.first());
        return control.buffer().get(data + OFFSET_LAST_OF_DST) - FIRST_HOST[3] & 0xff;
    }

    /** How many bytes a datagram has. */
    int length(int index) {
        return received.get(index).length();
    }

    /** Where all datagrams received are, in pieces of the length that they should have. */
    ByteBuffer receivedBytes() {
        return receiveMemory.buffer();
    }

    /** Where to write a peer's datagrams that it sends next, one behind the other. */
    ByteBuffer bytesToSend() {
        return sendMemory.buffer();
    }

    /** Where in {@link #bytesToSend} a peer's begin. */
    int placeOf(int peer) {
        return peer * mostInRun * bytes;
    }

    /** So many datagrams of a peer are written, and go out with {@link #flush}. */
    void add(int peer, int count) {
        MmsgHdrs.Message run = runs.get(runCount++);
        run.prepareToSend(server);
        run.bytes(sendMemory.address() + placeOf(peer), count * bytes);
        ControlMessages control = run.control();
        int from = control.data(control.add(Sockets.IPPROTO_IP, UdpSockets.IP_PKTINFO, PKTINFO_BYTES));
        control.buffer().putInt(from, 0).putLong(from + OFFSET_SPEC_DST, 0);
        control.buffer().put(from + OFFSET_SPEC_DST, FIRST_HOST);
        control.buffer().put(from + OFFSET_SPEC_DST + 3, (byte) (FIRST_HOST[3] + peer));
        if (count > 1) {
            int data = control.data(control.add(UdpSockets.IPPROTO_UDP, UdpSockets.UDP_SEGMENT, Short.BYTES));
            control.buffer().putShort(data, (short) bytes);
        }
    }

    /** Sends what was added. */
    void flush() {
        int done = 0;
        while (done < runCount) {
            int result = syscalls.sendmmsg(fd.value(), runs.address(done), runCount - done, MsgHdr.MSG_DONTWAIT);
            if (result == -Errno.EAGAIN) {
                poll.set(0, fd.value(), PollFds.POLLOUT);
                SyscallException.check(syscalls.ppoll(poll, 1, TimeUnit.SECONDS.toNanos(1)), "ppoll");
                poll.set(0, fd.value(), PollFds.POLLIN);
            } else {
                done += SyscallException.check(result, "sendmmsg", fd.value());
            }
        }
        runCount = 0;
    }

    @Override
    public void close() {
        fd.close();
        poll.close();
        addresses.close();
        received.close();
        runs.close();
        receiveMemory.close();
        sendMemory.close();
    }
}

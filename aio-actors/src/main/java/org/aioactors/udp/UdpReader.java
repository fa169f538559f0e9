// SPDX-License-Identifier: Apache-2.0
package org.aioactors.udp;

import org.aioactors.aio.linux.Errno;
import org.aioactors.aio.linux.Fd;
import org.aioactors.aio.linux.MmsgHdrs;
import org.aioactors.aio.linux.MsgHdr;
import org.aioactors.aio.linux.SockAddrCache;
import org.aioactors.aio.linux.SyscallException;
import org.aioactors.aio.linux.Syscalls;
import org.aioactors.aio.linux.UdpSockets;

/** Receives a socket's datagrams, many at a time, and tells each. Loop thread only. */
final class UdpReader {
    /** Who hears of what has come. */
    interface Events {
        /** Whether more is wanted. */
        boolean mayRead();

        /** An event with so many bytes. */
        void tell(Udp.Event event, int bytes);
    }

    /** Bounds how long one socket that never runs dry may keep the others of its loop waiting. */
    private static final int MOST_CALLS_A_TURN = 4;

    private final Syscalls syscalls;
    private final Fd fd;
    private final int pieceBytes;
    private final ReceiveBatch batch;
    private final SockAddrCache peers;
    private final Events events;
    private final ReceivedControl control;
    private final UdpTally tally;

    /** How many the kernel has dropped, as far as that was told. */
    private long drops;

    UdpReader(UdpSettings settings, UdpLoop home, Fd fd, SocketShape shape, UdpTally tally, Events events) {
        this.syscalls = settings.syscalls();
        this.fd = fd;
        this.pieceBytes = shape.maxDatagramBytes();
        this.batch = home.receives();
        this.peers = home.peers(shape.domain());
        this.events = events;
        this.control = new ReceivedControl();
        this.tally = tally;
    }

    /** Something may have come. */
    void read() {
        for (int i = 0; i < MOST_CALLS_A_TURN && fd.isOpen() && events.mayRead(); i++) {
            int count = batch.receive(syscalls, fd.value(), pieceBytes);
            deliverAll(count);
            if (count == -Errno.EAGAIN || (count >= 0 && count < batch.count())) {
                return;
            }
            if (count < 0 && count != -Errno.EINTR) {
                String cause = String.valueOf(new SyscallException("recvmmsg", fd.value(), -count).getMessage());
                events.tell(new Udp.ErrorReported(cause), 0);
            }
        }
    }

    private void deliverAll(int count) {
        int datagrams = 0;
        long bytes = 0;
        for (int i = 0; i < count; i++) {
            datagrams += deliver(i);
            bytes += Math.min(batch.message(i).length(), pieceBytes);
        }
        if (count > 0) {
            tally.received(datagrams, bytes);
        }
    }

    /** Returns how many datagrams it was. */
    private int deliver(int index) {
        MmsgHdrs.Message message = batch.message(index);
        control.read(message);
        if (control.hasDrops()) {
            dropped(control.drops());
        }
        int length = message.length();
        if ((message.flags() & MsgHdr.MSG_TRUNC) != 0) {
            tally.truncated();
            events.tell(new Udp.Truncated(received(index, message, 0, pieceBytes), length), pieceBytes);
            return 1;
        }
        int part = control.partBytes();
        if (part == 0 || part >= length) {
            events.tell(received(index, message, 0, length), length);
            return 1;
        }
        for (int from = 0; from < length; from += part) {
            int bytes = Math.min(part, length - from);
            events.tell(received(index, message, from, bytes), bytes);
        }
        return (length + part - 1) / part;
    }

    private Udp.Received received(int index, MmsgHdrs.Message message, int from, int length) {
        return new Udp.Received(batch.copy(index, from, length), peers.sender(message), control.packetInfo());
    }

    /** The kernel's count goes from 2^32 - 1 to 0, and that of a datagram may be older than what it told when asked. */
    private void dropped(long kernelCount) {
        int count = (int) kernelCount - (int) drops;
        if (count > 0) {
            drops += count;
            tally.dropped(count);
            events.tell(new Udp.Dropped(count, drops), 0);
        }
    }

    /** Looks for datagrams that were dropped and have none behind them that would tell. */
    void askForDrops() {
        long kernelCount = UdpSockets.drops(syscalls, fd);
        if (kernelCount >= 0) {
            dropped(kernelCount);
        }
    }
}

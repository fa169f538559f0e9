// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import akka.util.ByteString;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.aioactors.aio.linux.ControlMessages;
import org.aioactors.aio.linux.Fd;
import org.aioactors.aio.linux.MsgHdr;
import org.aioactors.aio.linux.NativeMemory;
import org.aioactors.aio.linux.Syscalls;
import org.aioactors.aio.linux.UnixAddress;
import org.aioactors.dispatcher.AioLoop;

/**
 * The memory through which the message sockets of a loop exchange with the kernel: one message at a time, which is copied
 * at once. Loop thread only.
 */
final class MessageBuffers implements AutoCloseable {
    /** {@code SCM_MAX_FD}: the kernel takes no more. So there is always room for what comes. */
    static final int MOST_FDS = 253;

    private static final int FIRST_BYTES = 64 * 1024;

    private final MsgHdr header;

    /** As large as the largest message so far could be. */
    private NativeMemory memory;

    private MessageBuffers() {
        header = MsgHdr.allocate(1, ControlMessages.space(MOST_FDS * Integer.BYTES));
        try {
            memory = NativeMemory.allocate(FIRST_BYTES);
        } catch (Throwable failure) {
            header.close();
            throw failure;
        }
    }

    static MessageBuffers of(AioLoop loop) {
        return loop.resource(MessageBuffers.class, MessageBuffers::new);
    }

    private void ensure(int bytes) {
        if (memory.size() < bytes) {
            NativeMemory larger = NativeMemory.allocate(bytes);
            memory.close();
            memory = larger;
        }
    }

    /**
     * Receives a message, of which at most so many bytes are kept.
     *
     * @return how many bytes it had; 0 also for the end; or {@code -errno}
     */
    long receive(Syscalls syscalls, int fd, int most) {
        ensure(most);
        header.clear().add(memory, 0, most).prepareToReceive();
        return syscalls.recvmsg(fd, header, MsgHdr.MSG_DONTWAIT | MsgHdr.MSG_CMSG_CLOEXEC | MsgHdr.MSG_TRUNC);
    }

    /**
     * The message that was received last, once.
     *
     * @param length what {@link #receive} has returned
     */
    UnixMessages.Received received(Syscalls syscalls, long length, int most) {
        List<Fd> fds = fds(syscalls); // first: from here on they have an owner
        boolean lost = (header.flags() & MsgHdr.MSG_CTRUNC) != 0;
        PassedFds passed = PassedFds.of(fds);
        if (lost) {
            passed.close();
            passed = PassedFds.NONE;
        }
        byte[] data = new byte[(int) Math.min(length, most)];
        memory.buffer().get(0, data);
        return new UnixMessages.Received(ByteString.fromArrayUnsafe(data), header.unixName(), passed, length, lost);
    }

    private List<Fd> fds(Syscalls syscalls) {
        ControlMessages control = header.control();
        if (control.first() == ControlMessages.NONE) {
            return List.of();
        }
        List<Fd> fds = new ArrayList<>();
        for (int number : control.rights()) {
            fds.add(Fd.adopt(syscalls, number, "received descriptor"));
        }
        return fds;
    }

    /**
     * Sends a message.
     *
     * @return how many bytes, which is all, or {@code -errno}
     * @throws IllegalStateException if a descriptor was taken or closed
     * @throws IllegalArgumentException if there are too many
     */
    long send(Syscalls syscalls, int fd, UnixMessages.Send send) {
        int length = send.data().size();
        ensure(Math.max(length, 1));
        ByteBuffer room = memory.buffer().duplicate().clear();
        send.data().copyToBuffer(room);
        header.clear().add(memory, 0, length);
        UnixAddress to = send.to();
        if (to != null) {
            header.name(to);
        }
        if (send.fds().size() > MOST_FDS) {
            throw new IllegalArgumentException("a message has at most " + MOST_FDS + " descriptors, not "
                    + send.fds().size());
        }
        if (send.fds().size() > 0) {
            header.control().addRights(send.fds().numbers());
        }
        return syscalls.sendmsg(fd, header, MsgHdr.MSG_DONTWAIT);
    }

    @Override
    public void close() {
        header.close();
        memory.close();
    }
}

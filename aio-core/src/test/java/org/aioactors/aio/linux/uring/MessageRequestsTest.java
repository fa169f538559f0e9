// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.linux.uring;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import org.aioactors.aio.linux.ControlMessages;
import org.aioactors.aio.linux.Errno;
import org.aioactors.aio.linux.Fd;
import org.aioactors.aio.linux.FdIo;
import org.aioactors.aio.linux.MsgHdr;
import org.aioactors.aio.linux.NativeMemory;
import org.aioactors.aio.linux.SockAddr;
import org.aioactors.aio.linux.SocketPair;
import org.aioactors.aio.linux.Sockets;
import org.aioactors.aio.linux.SyscallException;
import org.aioactors.aio.linux.Syscalls;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** {@code sendmsg(2)} and {@code recvmsg(2)}. */
@WithEveryKindOfRing
class MessageRequestsTest {
    private static final Syscalls LINUX = Syscalls.linux();
    private static final int IPPROTO_IP = 0;
    private static final int IP_TTL = 2;
    private static final int IP_RECVTTL = 12;

    private final TestRing test;
    private final NativeMemory memory = NativeMemory.allocate(1024);
    private final MsgHdr message = MsgHdr.allocate(3, ControlMessages.space(2 * Integer.BYTES));

    MessageRequestsTest(RingKind kind) {
        test = kind.open(8);
    }

    @AfterEach
    void close() {
        test.cancelAll();
        test.close();
        message.close();
        memory.close();
    }

    private void put(int offset, String text) {
        memory.buffer().put(offset, text.getBytes(StandardCharsets.US_ASCII));
    }

    private String text(int offset, int length) {
        byte[] bytes = new byte[length];
        memory.buffer().get(offset, bytes);
        return new String(bytes, StandardCharsets.US_ASCII);
    }

    private static Fd udp() {
        int type = Sockets.SOCK_DGRAM | Sockets.SOCK_CLOEXEC;
        Fd fd = Fd.adopt(LINUX, SyscallException.check(LINUX.socket(Sockets.AF_INET, type, 0), "socket"), "UDP");
        try (SockAddr any = SockAddr.allocate()) {
            any.set(FdIo.address("127.0.0.1", 0));
            SyscallException.check(LINUX.bind(fd.value(), any), "bind");
        }
        return fd;
    }

    @Test
    void aDatagramIsGatheredAndScatteredAndHasASender() {
        try (Fd sender = udp();
                Fd receiver = udp()) {
            InetSocketAddress to = Sockets.localAddress(LINUX, receiver);
            put(0, "one");
            put(10, "two");
            put(20, "three");
            message.add(memory, 20, 5).add(memory, 0, 3).add(memory, 10, 3).name(to);
            SocketOps.sendmsg(test.sqe(1), sender.value(), message, 0);
            assertThat(test.awaitResult(1)).isEqualTo(11);

            message.clear().add(memory, 100, 4).add(memory, 200, 50).prepareToReceive();
            SocketOps.recvmsg(test.sqe(2), receiver.value(), message, 0);
            assertThat(test.awaitResult(2)).isEqualTo(11);
            assertThat(text(100, 4)).isEqualTo("thre");
            assertThat(text(200, 7)).isEqualTo("eonetwo");
            assertThat(message.name()).isEqualTo(Sockets.localAddress(LINUX, sender));
            assertThat(message.flags()).isZero();
            assertThat(message.control().first()).isEqualTo(ControlMessages.NONE);
        }
    }

    @Test
    void aDatagramThatIsTooLongSaysSo() {
        try (Fd sender = udp();
                Fd receiver = udp()) {
            message.add(memory, 0, 100).name(Sockets.localAddress(LINUX, receiver));
            SocketOps.sendmsg(test.sqe(1), sender.value(), message, 0);
            assertThat(test.awaitResult(1)).isEqualTo(100);
            message.clear().add(memory, 100, 10).prepareToReceive();
            SocketOps.recvmsg(test.sqe(2), receiver.value(), message, 0);
            assertThat(test.awaitResult(2)).isEqualTo(10);
            assertThat(message.flags()).isEqualTo(MsgHdr.MSG_TRUNC);
        }
    }

    @Test
    void controlMessagesArriveWithADatagram() {
        try (Fd sender = udp();
                Fd receiver = udp()) {
            assertThat(LINUX.setsockopt(receiver.value(), IPPROTO_IP, IP_RECVTTL, 1))
                    .isZero();
            message.add(memory, 0, 1).name(Sockets.localAddress(LINUX, receiver));
            ControlMessages control = message.control();
            int ttl = control.add(IPPROTO_IP, IP_TTL, Integer.BYTES);
            control.buffer().putInt(control.data(ttl), 42);
            SocketOps.sendmsg(test.sqe(1), sender.value(), message, 0);
            assertThat(test.awaitResult(1)).isEqualTo(1);

            message.clear().add(memory, 0, 10).prepareToReceive();
            SocketOps.recvmsg(test.sqe(2), receiver.value(), message, 0);
            assertThat(test.awaitResult(2)).isEqualTo(1);
            int at = control.first();
            assertThat(control.level(at)).isEqualTo(IPPROTO_IP);
            assertThat(control.type(at)).isEqualTo(IP_TTL);
            assertThat(control.length(at)).isEqualTo(Integer.BYTES);
            assertThat(control.buffer().getInt(control.data(at))).isEqualTo(42);
            assertThat(control.next(at)).isEqualTo(ControlMessages.NONE);
        }
    }

    @Test
    void descriptorsAreHandedOver() {
        int[] ends = SocketPair.open();
        try (Fd left = Fd.adopt(LINUX, ends[0], "left");
                Fd right = Fd.adopt(LINUX, ends[1], "right");
                Fd first = FdIo.newEventFd();
                Fd second = FdIo.newEventFd()) {
            message.add(memory, 0, 1).control().addRights(first.value(), second.value());
            SocketOps.sendmsg(test.sqe(1), left.value(), message, 0);
            assertThat(test.awaitResult(1)).isEqualTo(1);

            message.clear().add(memory, 0, 1).prepareToReceive();
            SocketOps.recvmsg(test.sqe(2), right.value(), message, MsgHdr.MSG_CMSG_CLOEXEC);
            assertThat(test.awaitResult(2)).isEqualTo(1);
            int[] received = message.control().rights();
            assertThat(received).hasSize(2).doesNotContain(first.value(), second.value());
            try (Fd copyOfFirst = Fd.adopt(LINUX, received[0], "copy");
                    Fd copyOfSecond = Fd.adopt(LINUX, received[1], "copy")) {
                FdIo.writeLong(copyOfSecond.value(), 1);
                assertThat(FdIo.readLong(second.value())).isEqualTo(Long.BYTES);
                assertThat(FdIo.readLong(first.value())).isEqualTo(-Errno.EAGAIN);
                assertThat(copyOfFirst.isOpen()).isTrue();
            }
        }
    }

    @Test
    void controlMessagesForWhichThereIsNoRoomAreLostAndTold() {
        int[] ends = SocketPair.open();
        try (Fd left = Fd.adopt(LINUX, ends[0], "left");
                Fd right = Fd.adopt(LINUX, ends[1], "right");
                MsgHdr small = MsgHdr.allocate(1, 0)) {
            message.add(memory, 0, 1).control().addRights(left.value());
            SocketOps.sendmsg(test.sqe(1), left.value(), message, 0);
            assertThat(test.awaitResult(1)).isEqualTo(1);
            small.add(memory, 0, 1).prepareToReceive();
            SocketOps.recvmsg(test.sqe(2), right.value(), small, 0);
            assertThat(test.awaitResult(2)).isEqualTo(1);
            assertThat(small.flags() & MsgHdr.MSG_CTRUNC).isEqualTo(MsgHdr.MSG_CTRUNC);
            assertThat(small.control().rights()).isEmpty();
        }
    }
}

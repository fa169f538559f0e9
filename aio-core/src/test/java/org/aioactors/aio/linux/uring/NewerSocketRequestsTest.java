// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.linux.uring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.aioactors.aio.linux.Errno;
import org.aioactors.aio.linux.Fcntl;
import org.aioactors.aio.linux.Fd;
import org.aioactors.aio.linux.FdIo;
import org.aioactors.aio.linux.NativeMemory;
import org.aioactors.aio.linux.SockAddr;
import org.aioactors.aio.linux.SocketPair;
import org.aioactors.aio.linux.Sockets;
import org.aioactors.aio.linux.SyscallException;
import org.aioactors.aio.linux.Syscalls;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** {@code socket(2)}, {@code bind(2)}, {@code listen(2)}, and sending without a copy. */
@WithEveryKindOfRing
class NewerSocketRequestsTest {
    private static final Syscalls LINUX = Syscalls.linux();
    private static final int TYPE = Sockets.SOCK_STREAM | Sockets.SOCK_CLOEXEC;

    private final TestRing test;

    NewerSocketRequestsTest(RingKind kind) {
        test = kind.open(8);
    }

    @AfterEach
    void close() {
        test.cancelAll();
        test.close();
    }

    private Fd socket() {
        assumeTrue(test.ring.probe().supports(Opcode.IORING_OP_SOCKET), "Linux 5.19");
        SocketOps.socket(test.sqe(10), Sockets.AF_INET, TYPE, Sockets.IPPROTO_TCP);
        int number = SyscallException.check(test.awaitResult(10), "socket");
        return Fd.adopt(LINUX, number, "socket of a test");
    }

    @Test
    void aSocketIsWhatWasAskedFor() {
        try (Fd fd = socket()) {
            assertThat(LINUX.fcntl(fd.value(), Fcntl.F_GETFD, 0)).isEqualTo(Fcntl.FD_CLOEXEC);
            assertThat(Sockets.localAddress(LINUX, fd).getPort()).isZero();
            Sockets.setNoDelay(LINUX, fd, true); // which only TCP has
        }
        SocketOps.socket(test.sqe(2), 9999, TYPE, 0);
        assertThat(test.awaitResult(2)).isEqualTo(-Errno.EAFNOSUPPORT);
    }

    @Test
    void aBoundSocketListens() {
        assumeTrue(test.ring.probe().supports(Opcode.IORING_OP_LISTEN), "Linux 6.11");
        try (Fd listener = socket();
                SockAddr address = SockAddr.allocate()) {
            address.set(FdIo.address("127.0.0.1", 0));
            SocketOps.bind(test.sqe(1), listener.value(), address).with(Sqe.IOSQE_IO_LINK);
            SocketOps.listen(test.sqe(2), listener.value(), 5);
            assertThat(test.awaitAll(2)).extracting(TestRing.Completion::result).containsExactly(0, 0);
            assertThat(Sockets.localAddress(LINUX, listener).getPort()).isPositive();
            try (Fd client = Sockets.connectTcp(LINUX, Sockets.localAddress(LINUX, listener));
                    Fd other = socket()) {
                assertThat(client.isOpen()).isTrue();
                address.set(Sockets.localAddress(LINUX, listener));
                SocketOps.bind(test.sqe(3), other.value(), address);
                assertThat(test.awaitResult(3)).isEqualTo(-Errno.EADDRINUSE);
            }
        }
    }

    @Test
    void whatIsSentWithoutACopyHasAResultAndThenANotification() {
        assumeTrue(test.ring.probe().supports(Opcode.IORING_OP_SEND_ZC), "Linux 6.0");
        try (Fd listener = Sockets.listenTcp(LINUX, FdIo.address("127.0.0.1", 0), 1);
                Fd client = Sockets.connectTcp(LINUX, Sockets.localAddress(LINUX, listener));
                SockAddr peer = SockAddr.allocate();
                NativeMemory memory = NativeMemory.allocate(5)) {
            FdIo.await(listener.value(), 1);
            try (Fd server = Fd.adopt(LINUX, Sockets.accept(LINUX, listener, peer), "server")) {
                memory.buffer().put(0, new byte[] {'h', 'e', 'l', 'l', 'o'});
                SocketOps.sendZc(test.sqe(1), client.value(), memory.address(), 5, 0);
                TestRing.Completion result = test.await();
                assertThat(result.result()).isEqualTo(5);
                assertThat(result.flags()).isEqualTo(CompletionQueue.IORING_CQE_F_MORE);
                assertThat(test.ring.inFlight()).isEqualTo(1);
                assertThat(FdIo.readText(server.value(), 10)).isEqualTo("hello");
                TestRing.Completion notification = test.await();
                assertThat(notification.userData()).isEqualTo(1);
                assertThat(notification.result()).isZero();
                assertThat(notification.flags()).isEqualTo(CompletionQueue.IORING_CQE_F_NOTIF);
                assertThat(test.ring.inFlight()).isZero();
            }
        }
    }

    @Test
    void aUnixSocketDoesNotSendWithoutACopy() {
        assumeTrue(test.ring.probe().supports(Opcode.IORING_OP_SEND_ZC), "Linux 6.0");
        int[] ends = SocketPair.open();
        try (Fd left = Fd.adopt(LINUX, ends[0], "left");
                Fd right = Fd.adopt(LINUX, ends[1], "right");
                NativeMemory memory = NativeMemory.allocate(5)) {
            assertThat(right.isOpen()).isTrue();
            SocketOps.sendZc(test.sqe(1), left.value(), memory.address(), 5, 0);
            TestRing.Completion result = test.await();
            assertThat(result.result()).isEqualTo(-Errno.EOPNOTSUPP);
            if (result.hasMore()) {
                assertThat(test.await().flags()).isEqualTo(CompletionQueue.IORING_CQE_F_NOTIF);
            }
            assertThat(test.ring.inFlight()).isZero();
        }
    }
}

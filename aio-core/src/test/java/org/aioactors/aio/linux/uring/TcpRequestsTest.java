// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.linux.uring;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.aioactors.aio.linux.Errno;
import org.aioactors.aio.linux.Fd;
import org.aioactors.aio.linux.FdIo;
import org.aioactors.aio.linux.NativeMemory;
import org.aioactors.aio.linux.SockAddr;
import org.aioactors.aio.linux.Sockets;
import org.aioactors.aio.linux.SyscallException;
import org.aioactors.aio.linux.Syscalls;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Connections over the loopback interface, both ends on one ring. */
@WithEveryKindOfRing
class TcpRequestsTest {
    private static final int GROUP = 3;
    private static final int BUFFER_SIZE = 1024;

    private final Syscalls syscalls = Syscalls.linux();
    private final TestRing test;
    private final BufferRing buffers;
    private final Fd listener;
    private final NativeMemory memory;

    TcpRequestsTest(RingKind kind) {
        test = kind.open(16);
        buffers = BufferRing.open(test.ring, GROUP, 4, BUFFER_SIZE);
        listener = Sockets.listenTcp(syscalls, FdIo.address("127.0.0.1", 0), 16);
        memory = NativeMemory.allocate(64 * 1024);
    }

    @AfterEach
    void close() {
        test.cancelAll();
        buffers.close();
        test.close();
        listener.close();
        memory.close();
    }

    private Fd socket() {
        int type = Sockets.SOCK_STREAM | Sockets.SOCK_CLOEXEC;
        return Fd.adopt(
                syscalls, SyscallException.check(syscalls.socket(Sockets.AF_INET, type, 0), "socket"), "socket");
    }

    private Fd connect(long userData) {
        Fd client = socket();
        try (SockAddr address = SockAddr.allocate()) {
            address.set(Sockets.localAddress(syscalls, listener));
            SocketOps.connect(test.sqe(userData), client.value(), address);
            assertThat(test.awaitResult(userData)).isZero();
        }
        return client;
    }

    private Fd accept() {
        SocketOps.accept(test.sqe(1), listener.value(), null, Sockets.SOCK_CLOEXEC);
        return Fd.adopt(syscalls, SyscallException.check(test.awaitResult(1), "accept"), "connection");
    }

    private void send(Fd fd, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        memory.buffer().put(0, bytes);
        SocketOps.send(test.sqe(1000), fd.value(), memory.address(), bytes.length, 0);
        test.submit();
    }

    private String text(TestRing.Completion completion) {
        byte[] bytes = new byte[completion.result()];
        int id = buffers.take(completion.flags());
        buffers.buffer(id).get(0, bytes);
        buffers.recycle(id);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** Takes the completion of {@link #send}, which comes before that of what was sent, or after it. */
    private TestRing.Completion awaitOther() {
        TestRing.Completion first = test.await();
        return first.userData() == 1000 ? test.await() : first;
    }

    @Test
    void oneRequestAcceptsManyConnections() {
        SocketOps.acceptMultishot(test.sqe(1), listener.value(), Sockets.SOCK_CLOEXEC | Sockets.SOCK_NONBLOCK);
        test.assertNothing();
        for (int i = 0; i < 3; i++) {
            try (Fd client = Sockets.connectTcp(syscalls, Sockets.localAddress(syscalls, listener))) {
                TestRing.Completion completion = test.await();
                assertThat(completion.hasMore()).isTrue();
                try (Fd server = Fd.adopt(syscalls, completion.result(), "connection")) {
                    assertThat(Sockets.peerAddress(syscalls, server)).isEqualTo(Sockets.localAddress(syscalls, client));
                }
            }
        }
        assertThat(test.ring.inFlight()).isEqualTo(1);
    }

    @Test
    void anAcceptTellsThePeer() {
        try (SockAddr peer = SockAddr.allocate()) {
            SocketOps.accept(test.sqe(1), listener.value(), peer, Sockets.SOCK_CLOEXEC);
            test.assertNothing();
            try (Fd client = Sockets.connectTcp(syscalls, Sockets.localAddress(syscalls, listener));
                    Fd server = Fd.adopt(syscalls, test.awaitResult(1), "connection")) {
                assertThat(peer.toInetSocketAddress()).isEqualTo(Sockets.localAddress(syscalls, client));
                assertThat(server.isOpen()).isTrue();
            }
        }
    }

    @Test
    void aRefusedConnectionIsAResult() {
        try (Fd socket = socket();
                SockAddr nobody = SockAddr.allocate()) {
            try (Fd unused = Sockets.listenTcp(syscalls, FdIo.address("127.0.0.1", 0), 1)) {
                nobody.set(Sockets.localAddress(syscalls, unused));
            }
            SocketOps.connect(test.sqe(1), socket.value(), nobody);
            assertThat(test.awaitResult(1)).isEqualTo(-Errno.ECONNREFUSED);
        }
    }

    @Test
    void oneRequestReceivesUntilTheEnd() {
        try (Fd client = connect(1);
                Fd server = accept()) {
            SocketOps.recvMultishot(test.sqe(7), server.value(), GROUP, 0);
            test.assertNothing();
            for (int i = 0; i < 20; i++) {
                send(client, "message " + i);
                TestRing.Completion completion = awaitOther();
                assertThat(completion.userData()).isEqualTo(7);
                assertThat(completion.hasMore()).isTrue();
                assertThat(text(completion)).isEqualTo("message " + i);
                while (test.ring.inFlight() > 1) {
                    test.await();
                }
            }
            SocketOps.shutdown(test.sqe(8), client.value(), Sockets.SHUT_WR);
            for (TestRing.Completion completion : test.awaitAll(2)) {
                assertThat(completion.result()).isZero();
                assertThat(completion.hasMore()).isFalse();
            }
            assertThat(test.ring.inFlight()).isZero();
        }
    }

    @Test
    void aReceiveEndsWhenThereAreNoBuffersAndCanBeRepeated() {
        try (Fd client = connect(1);
                Fd server = accept()) {
            int total = 10 * BUFFER_SIZE;
            SocketOps.send(test.sqe(1), client.value(), memory.address(), total, 0);
            assertThat(test.awaitResult(1)).isEqualTo(total);
            int received = 0;
            int rounds = 0;
            while (received < total) {
                rounds++;
                SocketOps.pollFirst(SocketOps.recvMultishot(test.sqe(7), server.value(), GROUP, 0));
                TestRing.Completion completion = test.await();
                int held = 0;
                int heldBits = 0;
                while (completion.result() > 0) {
                    received += completion.result();
                    heldBits |= 1 << buffers.take(completion.flags());
                    held++;
                    if (!completion.hasMore() || received == total) {
                        break;
                    }
                    completion = test.await();
                }
                if (received < total) {
                    assertThat(completion.result()).isEqualTo(-Errno.ENOBUFS);
                    assertThat(completion.hasMore()).isFalse();
                    assertThat(held).isEqualTo(buffers.count());
                }
                for (int id = 0; id < buffers.count(); id++) {
                    if ((heldBits & 1 << id) != 0) {
                        buffers.recycle(id);
                    }
                }
            }
            assertThat(received).isEqualTo(total);
            assertThat(rounds).isGreaterThanOrEqualTo(3);
        }
    }

    @Test
    void aReceiveIntoMemoryOfOurs() {
        try (Fd client = connect(1);
                Fd server = accept()) {
            send(client, "hello");
            SocketOps.recv(test.sqe(7), server.value(), memory.address() + 100, 100, 0);
            assertThat(test.awaitAll(2)).extracting(TestRing.Completion::result).containsExactly(5, 5);
            assertThat((char) memory.buffer().get(104)).isEqualTo('o');
        }
    }

    @Test
    void aReceiveThatChoosesItsBufferOnce() {
        try (Fd client = connect(1);
                Fd server = accept()) {
            SocketOps.recvSelect(test.sqe(7), server.value(), GROUP, 3, 0);
            test.assertNothing();
            send(client, "hello");
            TestRing.Completion completion = awaitOther();
            assertThat(completion.hasMore()).isFalse();
            assertThat(completion.flags() & CompletionQueue.IORING_CQE_F_SOCK_NONEMPTY)
                    .isNotZero();
            assertThat(text(completion)).isEqualTo("hel");
        }
    }

    @Test
    void aResetIsAResult() {
        try (Fd client = connect(1);
                Fd server = accept()) {
            SocketOps.recvMultishot(test.sqe(7), server.value(), GROUP, 0);
            test.assertNothing();
            Sockets.abort(syscalls, client);
            assertThat(test.awaitResult(7)).isEqualTo(-Errno.ECONNRESET);
            SocketOps.send(test.sqe(8), server.value(), memory.address(), 1, 0);
            assertThat(test.awaitResult(8)).isEqualTo(-Errno.EPIPE);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.aioactors.aio.linux.Errno;
import org.aioactors.aio.linux.Fd;
import org.aioactors.aio.linux.FdIo;
import org.aioactors.aio.linux.MsgHdr;
import org.aioactors.aio.linux.SockAddr;
import org.aioactors.aio.linux.SocketPair;
import org.aioactors.aio.linux.Sockets;
import org.aioactors.aio.linux.SyscallException;
import org.aioactors.aio.linux.Syscalls;
import org.aioactors.aio.linux.uring.BufferRing;
import org.junit.jupiter.api.Test;

/** Requests on sockets (B9). */
class SocketRequestTest extends RequestTest {
    private static final Syscalls LINUX = Syscalls.linux();
    private static final int BUFFER_SIZE = 64;

    private final Fd listener = closing(Sockets.listenTcp(LINUX, FdIo.address("127.0.0.1", 0), 64));

    private InetSocketAddress address() {
        return Sockets.localAddress(LINUX, listener);
    }

    private Fd socket() {
        int type = Sockets.SOCK_STREAM | Sockets.SOCK_CLOEXEC;
        return adopt(SyscallException.check(LINUX.socket(Sockets.AF_INET, type, 0), "socket"));
    }

    private Fd adopt(int number) {
        return closing(Fd.adopt(LINUX, number, "socket of a test"));
    }

    private Fd[] pair() {
        int[] ends = SocketPair.open();
        return new Fd[] {adopt(ends[0]), adopt(ends[1])};
    }

    @Test
    void aConnectionIsMadeAcceptedUsedAndShutDown() {
        Fd client = socket();
        Answer connect = new Answer();
        requests.sockets()
                .connect(client.value(), address(), connect); // its address may be gone before it is submitted
        SockAddr peer = closing(SockAddr.allocate());
        Answer accept = new Answer();
        requests.sockets().accept(listener.value(), peer, accept);
        Fd server = adopt(accept.await());
        assertThat(connect.await()).isZero();
        assertThat(peer.toInetSocketAddress()).isEqualTo(Sockets.localAddress(LINUX, client));

        put(0, "hello");
        Answer send = new Answer();
        requests.sockets().send(client.value(), memory, 0, 5, send);
        Answer recv = new Answer();
        requests.sockets().recv(server.value(), memory, 100, 50, recv);
        assertThat(recv.await()).isEqualTo(5);
        assertThat(send.await()).isEqualTo(5);
        assertThat(text(100, 5)).isEqualTo("hello");

        Answer end = new Answer();
        requests.sockets().recv(server.value(), memory, 100, 50, end);
        Answer shutdown = new Answer();
        requests.sockets().shutdown(client.value(), Sockets.SHUT_WR, shutdown);
        assertThat(end.await()).isZero();
        assertThat(shutdown.await()).isZero();
    }

    @Test
    void aSendThatShallNotWaitTakesWhatThereIsRoomFor() {
        Fd[] pair = pair();
        int result;
        do {
            Answer send = new Answer();
            requests.sockets().send(pair[0].value(), memory, 0, 100, MsgHdr.MSG_DONTWAIT, send);
            result = send.await();
        } while (result > 0);
        assertThat(result).isEqualTo(-Errno.EAGAIN);
    }

    @Test
    void anAddressMayBeClosedAtOnce() {
        SockAddr address = SockAddr.allocate();
        address.set(address());
        Answer connect = new Answer();
        requests.sockets().connect(socket().value(), address, connect);
        address.close();
        assertThat(connect.await()).isZero();
        assertThatIllegalStateException().isThrownBy(() -> requests.sockets().connect(1, address, connect));
    }

    @Test
    void aRefusedConnectionIsAResult() {
        InetSocketAddress nobody = address();
        listener.close();
        Answer connect = new Answer();
        requests.sockets().connect(socket().value(), nobody, connect);
        assertThat(connect.await()).isEqualTo(-Errno.ECONNREFUSED);
    }

    @Test
    void anUnresolvedAddressIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> requests.sockets()
                        .connect(1, InetSocketAddress.createUnresolved("example.invalid", 1), new Answer()))
                .withMessageContaining("unresolved");
        assertThat(requests.outstanding()).isZero();
    }

    @Test
    void oneRequestAcceptsManyConnections() {
        Answer accept = new Answer();
        AioRequest request = requests.sockets().acceptMultishot(listener.value(), accept);
        for (int i = 1; i <= 20; i++) {
            closing(Sockets.connectTcp(LINUX, address()));
            accept.await(i);
            adopt(accept.results.get(i - 1));
            assertThat(accept.ended).isFalse();
        }
        assertThat(request.isDone()).isFalse();
        assertThat(request.cancel()).isTrue();
        assertThat(accept.await()).isEqualTo(-Errno.ECANCELED);
        assertThat(request.isDone()).isTrue();
        assertThat(request.cancel()).isFalse();
    }

    @Test
    void aReceiveSelectsOneBuffer() {
        Fd[] pair = pair();
        BufferRing buffers = requests.openBuffers(1, BUFFER_SIZE);
        for (int i = 0; i < 3; i++) {
            FdIo.writeText(pair[1].value(), "message " + i);
            List<String> received = new ArrayList<>();
            Answer recv = new Answer();
            requests.sockets().recvSelect(pair[0].value(), buffers, (result, flags) -> {
                received.add(take(buffers, result, flags));
                recv.onCompletion(result, flags);
            });
            recv.await();
            assertThat(received).containsExactly("message " + i);
            assertThat(recv.ended).isTrue();
        }
    }

    @Test
    void aMultishotReceiveEndsWithTheStream() {
        Fd[] pair = pair();
        BufferRing buffers = requests.openBuffers(4, BUFFER_SIZE);
        List<String> received = new ArrayList<>();
        Answer recv = new Answer();
        requests.sockets().recvMultishot(pair[0].value(), buffers, (result, flags) -> {
            if (result > 0) {
                received.add(take(buffers, result, flags));
            }
            recv.onCompletion(result, flags);
        });
        for (int i = 1; i <= 20; i++) {
            FdIo.writeText(pair[1].value(), "message " + i);
            recv.await(i);
            assertThat(received).hasSize(i).last().isEqualTo("message " + i);
            assertThat(recv.ended).isFalse();
        }
        pair[1].close();
        assertThat(recv.await()).isZero();
    }

    private static String take(BufferRing buffers, int length, int flags) {
        int id = buffers.take(flags);
        byte[] bytes = new byte[length];
        buffers.buffer(id).get(0, bytes);
        buffers.recycle(id);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @Test
    void aMultishotReceiveEndsWhenThereAreNoBuffersAndCanBeRepeated() {
        Fd[] pair = pair();
        BufferRing buffers = requests.openBuffers(2, BUFFER_SIZE);
        List<Integer> held = new ArrayList<>();
        Answer recv = new Answer();
        requests.sockets().recvMultishot(pair[0].value(), buffers, (result, flags) -> {
            if (result > 0) {
                held.add(buffers.take(flags));
            }
            recv.onCompletion(result, flags);
        });
        FdIo.writeText(pair[1].value(), "x".repeat(3 * BUFFER_SIZE));
        assertThat(recv.await()).isEqualTo(-Errno.ENOBUFS);
        assertThat(recv.results).containsExactly(BUFFER_SIZE, BUFFER_SIZE, -Errno.ENOBUFS);
        held.forEach(buffers::recycle);
        Answer again = new Answer();
        AioRequest second = requests.sockets().recvMultishot(pair[0].value(), buffers, (result, flags) -> {
            if (result > 0) {
                buffers.recycle(buffers.take(flags));
            }
            again.onCompletion(result, flags);
        });
        again.await(1);
        assertThat(again.results).containsExactly(BUFFER_SIZE);
        second.cancel();
        assertThat(again.await()).isEqualTo(-Errno.ECANCELED);
    }

    @Test
    void buffersClosedWhileARequestSelectsFromThemAreFreedAfterIt() {
        Fd[] pair = pair();
        BufferRing buffers = requests.openBuffers(2, BUFFER_SIZE);
        Answer recv = new Answer();
        AioRequest request = requests.sockets().recvMultishot(pair[0].value(), buffers, recv);
        settle();
        buffers.close();
        assertThat(buffers.isOpen()).isFalse();
        assertThat(buffers.isFreed()).isFalse();
        assertThatIllegalStateException()
                .isThrownBy(() -> requests.sockets().recvMultishot(pair[0].value(), buffers, recv))
                .withMessageContaining("closed");
        FdIo.writeText(pair[1].value(), "still has a place");
        recv.await(1);
        assertThat(buffers.isFreed()).isFalse();
        request.cancel();
        recv.await();
        assertThat(buffers.isFreed()).isTrue();
        assertThat(requests.openBuffers(2, BUFFER_SIZE).group()).isEqualTo(buffers.group());
    }

    @Test
    void severalRingsOfBuffersHaveGroupsOfTheirOwn() {
        BufferRing first = requests.openBuffers(2, BUFFER_SIZE);
        BufferRing second = requests.openBuffers(2, BUFFER_SIZE);
        assertThat(first.group()).isNotEqualTo(second.group());
        first.close();
        assertThat(first.isFreed()).isTrue();
        assertThat(requests.openBuffers(2, BUFFER_SIZE).group()).isEqualTo(first.group());
        context.close();
        assertThat(second.isFreed()).isTrue();
    }

    @Test
    void buffersOfAnotherContextAreRefused() {
        AioContext other = context;
        BufferRing buffers = other.requests().openBuffers(2, BUFFER_SIZE);
        open(builder());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> requests.sockets().recvMultishot(0, buffers, new Answer()))
                .withMessageContaining("openBuffers");
    }

    @Test
    void aMultishotAcceptEndsWithItsListener() {
        Answer accept = new Answer();
        requests.sockets().acceptMultishot(listener.value(), accept);
        settle();
        Answer shutdown = new Answer();
        requests.sockets().shutdown(listener.value(), Sockets.SHUT_RDWR, shutdown);
        assertThat(accept.await()).isEqualTo(-Errno.EINVAL);
        assertThat(shutdown.await()).isZero();
    }
}

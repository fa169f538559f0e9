// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.DispatcherSelector;
import akka.util.ByteString;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.aioactors.aio.linux.Errno;
import org.aioactors.aio.linux.Fd;
import org.aioactors.aio.linux.SockAddr;
import org.aioactors.aio.linux.Sockets;
import org.aioactors.aio.linux.SyscallException;
import org.aioactors.aio.linux.Syscalls;
import org.aioactors.aio.linux.UnixAddress;
import org.aioactors.aio.linux.UnixSockets;
import org.junit.jupiter.api.Test;

/** Binding, unbinding and connecting. */
@EachTransport
class UnixListenerTest extends UnixTest {
    private Tcp.CommandFailed bindFails() {
        unix().tell(UnixSocket.Bind.of(server.ref(), address));
        return server.expectMessageClass(Tcp.CommandFailed.class);
    }

    @Test
    void aStaleFileIsReplacedAndALiveOneIsNot() throws IOException {
        UnixSockets.listen(Syscalls.linux(), address, Sockets.SOCK_STREAM, 1, UnixSockets.UMASK_PERMISSIONS, fd -> {})
                .close();
        assertThat(file).exists();
        UnixSocket.Bound bound = bindUnix(address);
        assertThat(bindFails().cause())
                .isInstanceOf(SyscallException.class)
                .hasMessage("bind(" + file + "): EADDRINUSE (Address already in use)");
        bound.listener().tell(new Tcp.Unbind());
        server.expectMessage(new Tcp.Unbound());
        assertThat(file).doesNotExist();
        Files.writeString(file, "precious");
        assertThat(bindFails().cause()).hasMessageContaining("EADDRINUSE");
        assertThat(file).hasContent("precious");
    }

    @Test
    void theFileOfAnotherIsNotRemoved() throws IOException {
        UnixSocket.Bound first = bindUnix(address);
        Files.delete(file);
        UnixSocket.Bound second = bindUnix(address);
        first.listener().tell(new Tcp.Unbind());
        server.expectMessage(new Tcp.Unbound());
        assertThat(file).exists();
        connectUnix(probe(), address);
        server.expectMessageClass(UnixSocket.Connected.class);
        second.listener().tell(new Tcp.Unbind());
        server.expectMessage(new Tcp.Unbound());
        assertThat(file).doesNotExist();
    }

    @Test
    void theFileGoesWithAHandlerThatStops() {
        TestProbe<Tcp.Event> handler = probe();
        unix().tell(UnixSocket.Bind.of(handler.ref(), address));
        UnixSocket.Bound bound = handler.expectMessageClass(UnixSocket.Bound.class);
        handler.stop();
        server.expectTerminated(bound.listener());
        assertThat(file).doesNotExist();
    }

    @Test
    void permissionsAreAsWanted() throws IOException {
        unix().tell(UnixSocket.Bind.of(server.ref(), address).withPermissions("rw-rw-rw-"));
        server.expectMessageClass(UnixSocket.Bound.class);
        assertThat(Files.getPosixFilePermissions(file)).isEqualTo(PosixFilePermissions.fromString("rw-rw-rw-"));
    }

    @Test
    void whyThereIsNoConnectionIsTold() throws IOException {
        TestProbe<Tcp.Event> client = probe();
        UnixSocket.Connect connect = UnixSocket.Connect.of(client.ref(), address);
        unix().tell(connect);
        Tcp.CommandFailed failed = client.expectMessageClass(Tcp.CommandFailed.class);
        assertThat(failed.command()).isSameAs(connect);
        assertThat(failed.cause()).hasMessage("connect(" + file + "): ENOENT (No such file or directory)");
        try (Fd other = UnixSockets.open(Syscalls.linux(), Sockets.SOCK_DGRAM, "test")) {
            UnixSockets.bind(Syscalls.linux(), other, address, Sockets.SOCK_DGRAM, UnixSockets.UMASK_PERMISSIONS);
            unix().tell(connect);
            assertThat(client.expectMessageClass(Tcp.CommandFailed.class).cause())
                    .hasMessage("connect(" + file + "): EPROTOTYPE (Protocol wrong type for socket)");
        }
        unix().tell(connect);
        assertThat(client.expectMessageClass(Tcp.CommandFailed.class).cause())
                .hasMessage("connect(" + file + "): ECONNREFUSED (Connection refused)");
    }

    @Test
    void aFullBacklogIsWaitedFor() {
        Syscalls linux = Syscalls.linux();
        List<Fd> open = new ArrayList<>();
        try (Fd listener =
                UnixSockets.listen(linux, address, Sockets.SOCK_STREAM, 1, UnixSockets.UMASK_PERMISSIONS, fd -> {})) {
            int result = 0;
            while (result == 0) {
                Fd filler = UnixSockets.open(linux, Sockets.SOCK_STREAM, "test");
                open.add(filler);
                result = UnixSockets.connect(linux, filler, address);
            }
            TestProbe<Tcp.Event> client = probe();
            unix().tell(UnixSocket.Connect.of(client.ref(), address).withTimeout(Duration.ofMillis(20)));
            assertThat(client.expectMessageClass(Tcp.CommandFailed.class).cause())
                    .isInstanceOf(SocketTimeoutException.class)
                    .hasMessage("connect(" + file + "): its listener has not made room within PT0.02S");
            unix().tell(UnixSocket.Connect.of(client.ref(), address).withTimeout(PATIENCE));
            client.expectNoMessage(Duration.ofMillis(20));
            try (SockAddr peer = SockAddr.allocate()) {
                open.add(Fd.adopt(linux, Sockets.accept(linux, listener, peer), "accepted"));
                client.expectMessageClass(UnixSocket.Connected.class, PATIENCE);
            }
        }
        open.forEach(Fd::close);
    }

    @Test
    void whoGivesUpBeforeThereIsRoomLeavesNothingOpen() {
        Syscalls linux = Syscalls.linux();
        try (Fd listener =
                UnixSockets.listen(linux, address, Sockets.SOCK_STREAM, 1, UnixSockets.UMASK_PERMISSIONS, fd -> {})) {
            assertThat(listener.isOpen()).isTrue();
            for (int i = 0; i < 5; i++) {
                TestProbe<Tcp.Event> client = probe();
                unix().tell(UnixSocket.Connect.of(client.ref(), address));
                client.stop();
            }
        }
    }

    @Test
    void aListenerIsTakenOver() throws IOException {
        UnixSocket.Bound first = bindUnix(address);
        TestProbe<Tcp.Event> asker = probe();
        first.listener().tell(new Tcp.DuplicateListener(asker.ref()));
        Fd duplicate =
                asker.expectMessageClass(Tcp.ListenerDuplicate.class).fds().take(0);
        first.listener().tell(new Tcp.Unbind());
        server.expectMessage(new Tcp.Unbound());
        assertThat(file).as("the other one's now").exists();
        try (SocketChannel waiting = SocketChannel.open(UnixDomainSocketAddress.of(file))) {
            TestProbe<Tcp.Event> next = probe();
            unix().tell(UnixSocket.Bind.adopt(next.ref(), duplicate).withRemovesFile(true));
            UnixSocket.Bound second = next.expectMessageClass(UnixSocket.Bound.class);
            assertThat(second.localAddress()).isEqualTo(address);
            UnixSocket.Connected connected = next.expectMessageClass(UnixSocket.Connected.class);
            register(connected);
            connected.connection().tell(Tcp.Write.of(ByteString.fromString("x")));
            assertThat(waiting.read(ByteBuffer.allocate(1))).isEqualTo(1);
            second.listener().tell(new Tcp.Unbind());
            next.expectMessage(new Tcp.Unbound());
            assertThat(file).doesNotExist();
        }
    }

    @Test
    void aListenerOfTcpIsTakenOver() throws IOException {
        Tcp.Bound first = bind();
        TestProbe<Tcp.Event> asker = probe();
        first.listener().tell(new Tcp.DuplicateListener(asker.ref()));
        Fd duplicate =
                asker.expectMessageClass(Tcp.ListenerDuplicate.class).fds().take(0);
        first.listener().tell(new Tcp.Unbind());
        server.expectMessage(new Tcp.Unbound());
        Peer waiting = connectTo(first.localAddress());
        waiting.send("hello");
        TestProbe<Tcp.Event> next = probe();
        tcp().tell(Tcp.Bind.adopt(next.ref(), duplicate));
        assertThat(next.expectMessageClass(Tcp.Bound.class).localAddress()).isEqualTo(first.localAddress());
        TestProbe<Tcp.Event> handler = register(next.expectMessageClass(Tcp.Connected.class));
        expectReceived(handler, "hello");
    }

    @Test
    void whatCannotBeTakenOverIsToldAndClosed() {
        Syscalls linux = Syscalls.linux();
        Fd unbound = UnixSockets.open(linux, Sockets.SOCK_STREAM, "passed");
        unix().tell(UnixSocket.Bind.adopt(server.ref(), unbound));
        assertThat(server.expectMessageClass(Tcp.CommandFailed.class).cause())
                .hasMessageContaining("is not a listening socket")
                .hasMessageContaining("does not listen");
        assertThat(unbound.isOpen()).isFalse();
        Fd seqpacket = UnixSockets.listen(
                linux, UnixAddress.UNNAMED, Sockets.SOCK_SEQPACKET, 1, UnixSockets.UMASK_PERMISSIONS, fd -> {});
        unix().tell(UnixSocket.Bind.adopt(server.ref(), seqpacket));
        assertThat(server.expectMessageClass(Tcp.CommandFailed.class).cause()).hasMessageContaining("type 5");
        assertThat(seqpacket.isOpen()).isFalse();
    }

    @Test
    void aDuplicateThatThereIsNoRoomForIsToldAndTheListenerGoesOn() throws IOException {
        TestKernel kernel = new TestKernel();
        kernel.answer(call -> call.name().equals("fcntl") ? -Errno.EMFILE : null);
        kit.spawn(
                TcpListener.create(
                        settings(kernel.syscalls()), new UnixListening(UnixSocket.Bind.of(server.ref(), address))),
                DispatcherSelector.fromConfig(AIO));
        UnixSocket.Bound bound = server.expectMessageClass(UnixSocket.Bound.class);
        TestProbe<Tcp.Event> asker = probe();
        bound.listener().tell(new Tcp.DuplicateListener(asker.ref()));
        assertThat(asker.expectMessageClass(Tcp.CommandFailed.class).cause())
                .hasMessageMatching("fcntl\\(F_DUPFD_CLOEXEC, fd=\\d+\\): EMFILE \\(Too many open files\\)");
        connectUnix(probe(), address);
        server.expectMessageClass(UnixSocket.Connected.class);
        bound.listener().tell(new Tcp.Unbind());
        server.expectMessage(new Tcp.Unbound());
        assertThat(file).as("it was not given away").doesNotExist();
        bound.listener().tell(new Tcp.DuplicateListener(asker.ref()));
        assertThat(asker.expectMessageClass(Tcp.CommandFailed.class).cause()).hasMessageContaining("closed");
    }

    @Test
    void whatCannotBeSetUpIsToldAndClosed() {
        for (String failing : new String[] {"socket", "bind", "listen", "getsockname", "statx"}) {
            TestKernel kernel = new TestKernel();
            kernel.answer(call -> call.name().equals(failing) ? -Errno.ENOBUFS : null);
            UnixSocket.Bind bind = UnixSocket.Bind.of(server.ref(), address);
            kit.spawn(
                    TcpListener.create(settings(kernel.syscalls()), new UnixListening(bind)),
                    DispatcherSelector.fromConfig(AIO));
            Tcp.CommandFailed failed = server.expectMessageClass(Tcp.CommandFailed.class);
            assertThat(failed.command()).isSameAs(bind);
            assertThat(failed.cause()).hasMessageContaining(failing).hasMessageContaining("ENOBUFS");
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import org.aioactors.aio.linux.EventNotifier;
import org.aioactors.aio.linux.Fd;
import org.aioactors.aio.linux.FdEvents;
import org.aioactors.aio.linux.FdIo;
import org.aioactors.aio.linux.PollFds;
import org.aioactors.aio.linux.SockAddr;
import org.aioactors.aio.linux.SocketPair;
import org.aioactors.aio.linux.Sockets;
import org.aioactors.aio.linux.Syscalls;
import org.junit.jupiter.api.Test;

/** What a handler hears: which fd it is, what was reported, urgent data, and that a peer has stopped sending. */
class FdCallbackTest extends MonitorContract {
    private static final Syscalls LINUX = Syscalls.linux();

    FdCallbackTest(MonitorSetup setup) {
        super(setup);
    }

    private FdCallback logging(String name, int... fds) {
        return (fd, events) -> {
            int index = 0;
            while (fds[index] != fd) {
                index++;
            }
            log.add(name + " " + index + " " + FdEvents.describe(events));
        };
    }

    @Test
    void oneHandlerMayServeManyFds() {
        EventNotifier first = source();
        EventNotifier second = setSource();
        FdHandler shared = FdHandler.builder()
                .onReadable(logging("read", first.fd(), second.fd()))
                .build();
        context.setFdHandler(first.fd(), shared);
        context.setFdHandler(second.fd(), shared);
        assertThat(turn()).containsExactly("read 1 IN");
        first.set();
        assertThat(turn()).containsExactlyInAnyOrder("read 0 IN", "read 1 IN");
    }

    @Test
    void eachCallbackHearsWhatWasReported() {
        EventNotifier source = setSource();
        FdHandler handler = FdHandler.builder()
                .onReadable(logging("read", source.fd()))
                .onWritable(logging("write", source.fd()))
                .build();
        context.setFdHandler(source.fd(), handler);
        assertThat(turn()).containsExactly("read 0 IN|OUT", "write 0 IN|OUT");
    }

    @Test
    void anErrorIsHeardWithItsFd() {
        Pipe pipe = pipe();
        FdHandler handler = FdHandler.builder()
                .onPriority(logging("priority", pipe.readFd()))
                .onError(logging("error", pipe.readFd()))
                .build();
        context.setFdHandler(pipe.readFd(), handler);
        assertThat(turn()).isEmpty();
        pipe.closeWriter();
        assertThat(turn()).containsExactly("error 0 HUP");
    }

    @Test
    void withoutAnErrorCallbackAnotherOneHears() {
        Pipe pipe = pipe();
        FdHandler handler = FdHandler.builder()
                .onPriority(logging("priority", pipe.readFd()))
                .build();
        context.setFdHandler(pipe.readFd(), handler);
        context.poll(false);
        pipe.closeWriter();
        assertThat(turn()).containsExactly("priority 0 HUP");
    }

    @Test
    void aSharedTestHearsWhichFdItIs() {
        context.setPollParams(new PollParams(1_000_000_000, 0, 0));
        EventNotifier first = setSource();
        EventNotifier second = setSource();
        boolean[] ready = new boolean[2];
        FdHandler shared = FdHandler.builder()
                .onReadable((fd, events) -> {
                    log.add(fd == first.fd() ? "first" : "second");
                    (fd == first.fd() ? first : second).testAndClear();
                    ready[0] = false;
                    ready[1] = false;
                })
                .isReady(fd -> ready[fd == first.fd() ? 0 : 1])
                .build();
        context.setFdHandler(first.fd(), shared);
        context.setFdHandler(second.fd(), shared);
        assertThat(turn()).hasSize(2); // and so they are busy-polled from now on
        kernel.onNextWait(context::notifyContext);
        context.poll(true);
        context.poll(false); // the time to busy-poll grows from 0
        ready[1] = true;
        pollUntilProgress(context);
        assertThat(takeLog()).containsExactly("second");
    }

    @Test
    void urgentDataIsHeard() throws IOException {
        try (Fd listener = Sockets.listenTcp(LINUX, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1);
                SockAddr peer = SockAddr.allocate();
                Socket client = new Socket()) {
            client.connect(Sockets.localAddress(LINUX, listener));
            FdIo.await(listener.value(), PollFds.POLLIN);
            Fd server = closing(Fd.adopt(LINUX, Sockets.accept(LINUX, listener, peer), "server"));
            FdHandler handler = FdHandler.builder()
                    .onPriority(logging("urgent", server.value()))
                    .onReadable(logging("read", server.value()))
                    .oneShot()
                    .build();
            context.setFdHandler(server.value(), handler);
            context.poll(false);
            client.sendUrgentData('!');
            FdIo.await(server.value(), PollFds.POLLPRI);
            pollUntilProgress(context);
            assertThat(takeLog()).first().asString().startsWith("urgent 0 ").endsWith("PRI");
            context.removeFdHandler(server.value());
        }
    }

    @Test
    void thatThePeerHasStoppedSendingIsHeard() {
        int[] ends = SocketPair.open();
        Fd ours = closing(Fd.adopt(LINUX, ends[0], "ours"));
        Fd peers = closing(Fd.adopt(LINUX, ends[1], "the peer's"));
        FdHandler handler = FdHandler.builder()
                .onPeerClosed(logging("closed", ours.value()))
                .build();
        context.setFdHandler(ours.value(), handler);
        FdIo.writeText(peers.value(), "bye");
        assertThat(turn()).isEmpty();
        Sockets.shutdownOutput(LINUX, peers);
        assertThat(turn()).containsExactly("closed 0 RDHUP");
        peers.close();
        assertThat(turn()).containsExactly("closed 0 HUP|RDHUP");
        context.removeFdHandler(ours.value());
    }

    @Test
    void theOrderOfCallbacksIsFixed() {
        int[] ends = SocketPair.open();
        Fd ours = closing(Fd.adopt(LINUX, ends[0], "ours"));
        Fd peers = closing(Fd.adopt(LINUX, ends[1], "the peer's"));
        FdHandler handler = FdHandler.builder()
                .onPeerClosed(() -> log.add("closed"))
                .onWritable(() -> log.add("write"))
                .onReadable(() -> log.add("read"))
                .onPriority(() -> log.add("priority"))
                .build();
        Sockets.shutdownOutput(LINUX, peers);
        context.setFdHandler(ours.value(), handler);
        assertThat(turn()).containsExactly("read", "write", "closed");
    }

    @Test
    void aHandlerThatAsksForNothingIsRefused() {
        assertThatThrownBy(() -> FdHandler.builder().onError((fd, events) -> {}).build())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("onPeerClosed");
    }
}

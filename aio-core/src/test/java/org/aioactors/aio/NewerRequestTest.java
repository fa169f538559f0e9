// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import org.aioactors.aio.linux.ChildProcess;
import org.aioactors.aio.linux.ControlMessages;
import org.aioactors.aio.linux.Errno;
import org.aioactors.aio.linux.Fcntl;
import org.aioactors.aio.linux.Fd;
import org.aioactors.aio.linux.FdIo;
import org.aioactors.aio.linux.MsgHdr;
import org.aioactors.aio.linux.NativeMemory;
import org.aioactors.aio.linux.NativeMemoryProbe;
import org.aioactors.aio.linux.PollFds;
import org.aioactors.aio.linux.SigInfo;
import org.aioactors.aio.linux.SocketPair;
import org.aioactors.aio.linux.Sockets;
import org.aioactors.aio.linux.Statx;
import org.aioactors.aio.linux.Syscalls;
import org.aioactors.aio.linux.uring.CompletionQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requests that not every kernel with io_uring has (B9). */
class NewerRequestTest extends RequestTest {
    private static final Syscalls LINUX = Syscalls.linux();
    private static final long HERE = FileRequests.CURRENT_POSITION;

    @TempDir
    Path folder;

    private Fd adopt(int number) {
        assertThat(number).isNotNegative();
        return closing(Fd.adopt(LINUX, number, "fd of a test"));
    }

    private Fd[] pair() {
        int[] ends = SocketPair.open();
        return new Fd[] {adopt(ends[0]), adopt(ends[1])};
    }

    /** Skips the test where the kernel lacks what the request asks for; the message has to say which kernel has it. */
    private static void orSkip(Runnable request) {
        try {
            request.run();
        } catch (UnsupportedOperationException older) {
            assertThat(older).hasMessageMatching("'.*': the io_uring of this kernel lacks .*: Linux \\d.* is needed");
            assumeTrue(false, older.getMessage());
        }
    }

    @Test
    void statxTellsOfAFile() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "twelve bytes");
        Statx statx = Statx.allocate();
        Answer answer = new Answer();
        AioRequest request =
                requests.files().statx(Fcntl.AT_FDCWD, file.toString(), 0, Statx.STATX_BASIC_STATS, statx, answer);
        assertThat(request).hasToString("statx '" + file + "'");
        statx.close(); // freed when the kernel has written it
        assertThat(answer.await()).isZero();
        Statx again = closing(Statx.allocate());
        Answer second = new Answer();
        requests.files().statx(Fcntl.AT_FDCWD, file.toString(), 0, Statx.STATX_BASIC_STATS, again, second);
        assertThat(second.await()).isZero();
        assertThat(again.size()).isEqualTo(12);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> requests.files().statx(Fcntl.AT_FDCWD, "a\0b", 0, 0, again, new Answer()))
                .withMessage("statx: a path has no zero character: a?b");
    }

    @Test
    void spliceMovesWhatIsInAPipe() throws IOException {
        Pipe pipe = blockingPipe();
        Path file = folder.resolve("file");
        Answer open = new Answer();
        requests.files().openat(Fcntl.AT_FDCWD, file.toString(), Fcntl.O_RDWR | Fcntl.O_CREAT, 0600, open);
        int fd = adopt(open.await()).value();
        pipe.write(100);
        Answer splice = new Answer();
        requests.files().splice(pipe.readFd(), HERE, fd, 5, 1000, 0, splice);
        assertThat(splice.await()).isEqualTo(100);
        assertThat(Files.size(file)).isEqualTo(105);
        Answer truncate = new Answer();
        orSkip(() -> requests.files().ftruncate(fd, 7, truncate));
        assertThat(truncate.await()).isZero();
        assertThat(Files.size(file)).isEqualTo(7);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> requests.files().splice(-1, HERE, fd, 0, 1, 0, new Answer()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> requests.files().splice(fd, 0, fd, 0, -1, 0, new Answer()));
    }

    @Test
    void aServerIsMadeOfRequestsOnly() {
        SocketRequests sockets = requests.sockets();
        Answer socket = new Answer();
        orSkip(() -> sockets.socket(Sockets.AF_INET, Sockets.SOCK_STREAM, 0, socket));
        Fd listener = adopt(socket.await());
        assertThat(LINUX.fcntl(listener.value(), Fcntl.F_GETFD, 0)).isEqualTo(Fcntl.FD_CLOEXEC);
        assertThat(LINUX.fcntl(listener.value(), Fcntl.F_GETFL, 0) & Fcntl.O_NONBLOCK)
                .isEqualTo(Fcntl.O_NONBLOCK);
        Answer bind = new Answer();
        orSkip(() -> sockets.bind(listener.value(), FdIo.address("127.0.0.1", 0), bind));
        assertThat(bind.await()).isZero();
        Answer listen = new Answer();
        sockets.listen(listener.value(), 5, listen);
        assertThat(listen.await()).isZero();

        InetSocketAddress address = Sockets.localAddress(LINUX, listener);
        Answer accept = new Answer();
        sockets.accept(listener.value(), null, accept);
        Answer clientSocket = new Answer();
        sockets.socket(Sockets.AF_INET, Sockets.SOCK_STREAM, 0, clientSocket);
        Fd client = adopt(clientSocket.await());
        Answer connect = new Answer();
        sockets.connect(client.value(), address, connect);
        assertThat(connect.await()).as("though the socket is non-blocking").isZero();
        adopt(accept.await());
    }

    @Test
    void aMessageIsKeptUntilItHasArrived() {
        Fd[] pair = pair();
        NativeMemory bytes = NativeMemory.allocate(64);
        MsgHdr message = MsgHdr.allocate(1, 0);
        message.add(bytes, 0, 64);
        Answer recv = new Answer();
        AioRequest request = requests.sockets().recvmsg(pair[0].value(), message, 0, recv);
        assertThat(request).hasToString("recvmsg(fd=" + pair[0].value() + ")");
        settle();
        assertThatIllegalStateException()
                .isThrownBy(() -> requests.sockets().recvmsg(pair[0].value(), message, 0, new Answer()))
                .withMessageContaining("in use by the kernel");
        assertThatIllegalStateException().isThrownBy(message::clear);
        bytes.close();
        message.close();
        assertThat(NativeMemoryProbe.isFreed(bytes)).isFalse();

        MsgHdr sent = closing(MsgHdr.allocate(2, 0));
        put(0, "kept");
        sent.add(memory, 2, 2).add(memory, 0, 2);
        Answer send = new Answer();
        requests.sockets().sendmsg(pair[1].value(), sent, 0, send);
        assertThat(send.await()).isEqualTo(4);
        sent.clear();
        assertThat(recv.await()).isEqualTo(4);
        assertThat(NativeMemoryProbe.isFreed(bytes)).isTrue();
    }

    @Test
    void aMessageCanBeReceivedAgainFromItsCallback() {
        Fd[] pair = pair();
        MsgHdr message = closing(MsgHdr.allocate(1, ControlMessages.space(Integer.BYTES)));
        message.add(memory, 0, 16);
        int fd = pair[0].value();
        Completion[] again = new Completion[1];
        again[0] = (result, flags) -> {
            log.add(text(0, result));
            for (int right : message.control().rights()) {
                adopt(right);
                log.add("a descriptor" + (LINUX.fcntl(right, Fcntl.F_GETFD, 0) == Fcntl.FD_CLOEXEC ? "" : ", leaking"));
            }
            if (log.size() < 5) {
                requests.sockets().recvmsg(fd, message, 0, again[0]);
            }
        };
        requests.sockets().recvmsg(fd, message, 0, again[0]);
        MsgHdr sent = closing(MsgHdr.allocate(1, ControlMessages.space(Integer.BYTES)));
        for (String text : new String[] {"one", "two", "three", "four"}) {
            put(100, text);
            sent.clear().add(memory, 100, text.length());
            if (text.equals("two")) {
                sent.control().addRights(fd);
            }
            Answer send = new Answer();
            requests.sockets().sendmsg(pair[1].value(), sent, 0, send);
            send.await();
            pollUntil(() -> log.contains(text));
        }
        assertThat(takeLog()).containsExactly("one", "two", "a descriptor", "three", "four");
        assertThat(requests.outstanding()).isZero();
    }

    @Test
    void memorySentWithoutACopyIsKeptUntilTheNotification() {
        int length = 1 << 20;
        NativeMemory large = NativeMemory.allocate(length);
        for (int i = 0; i < length; i += Long.BYTES) {
            large.buffer().putLong(i, i);
        }
        Fd listener = closing(Sockets.listenTcp(LINUX, FdIo.address("127.0.0.1", 0), 1));
        LINUX.setsockopt(
                listener.value(), Sockets.SOL_SOCKET, Sockets.SO_RCVBUF, 16 * 1024); // what it accepts has the same
        Fd client = closing(Sockets.connectTcp(LINUX, Sockets.localAddress(LINUX, listener)));
        LINUX.setsockopt(client.value(), Sockets.SOL_SOCKET, Sockets.SO_SNDBUF, 1 << 20);
        Answer accept = new Answer();
        requests.sockets().accept(listener.value(), null, accept);
        Fd server = adopt(accept.await());
        Answer send = new Answer();
        orSkip(() -> requests.sockets().sendZc(client.value(), large, 0, length, send));
        send.await(1);
        int sent = send.results.get(0);
        assertThat(sent).as("more than fits at the receiver").isGreaterThan(64 * 1024);
        assertThat(send.flags).isEqualTo(CompletionQueue.IORING_CQE_F_MORE);
        settle();
        assertThat(send.ended).as("nobody has read it").isFalse();
        assertThat(requests.outstanding()).isEqualTo(1);
        large.close();
        assertThat(NativeMemoryProbe.isFreed(large)).isFalse();

        // With so small a window the transfer would take long.
        LINUX.setsockopt(server.value(), Sockets.SOL_SOCKET, Sockets.SO_RCVBUF, 1 << 20);
        long expected = 0;
        for (int received = 0; received < sent; ) {
            Answer recv = new Answer();
            requests.sockets().recv(server.value(), memory, 0, Math.min(64 * 1024, sent - received), recv);
            int count = recv.await();
            assertThat(count).isPositive();
            for (int i = 0; i < count; i++, expected++) {
                byte wanted = (byte) ((expected & -Long.BYTES) >>> (8 * (expected & 7)));
                if (memory.buffer().get(i) != wanted) {
                    assertThat(memory.buffer().get(i)).as("byte " + expected).isEqualTo(wanted);
                }
            }
            received += count;
        }
        assertThat(send.await()).as("the notification").isZero();
        assertThat(send.flags).isEqualTo(CompletionQueue.IORING_CQE_F_NOTIF);
        assertThat(send.results).hasSize(2);
        assertThat(NativeMemoryProbe.isFreed(large)).isTrue();
    }

    @Test
    void aFutexIsWaitedForAndWoken() {
        NativeMemory word = NativeMemory.allocate(16);
        Answer wait = new Answer();
        orSkip(() -> requests.futexWait(word, 4, 0, wait));
        Answer notEqual = new Answer();
        requests.futexWait(word, 8, 1, notEqual);
        assertThat(notEqual.await()).isEqualTo(-Errno.EAGAIN);
        Answer wake = new Answer();
        requests.futexWake(word, 4, 10, wake);
        word.close();
        assertThat(wake.await()).isEqualTo(1);
        assertThat(wait.await()).isZero();
        assertThat(NativeMemoryProbe.isFreed(word)).isTrue();
    }

    @Test
    void aWaitForAFutexIsCancelled() {
        Answer wait = new Answer();
        AioRequest[] request = new AioRequest[1];
        orSkip(() -> request[0] = requests.futexWait(memory, 0, 0, wait));
        settle();
        assertThat(request[0].cancel()).isTrue();
        assertThat(wait.await()).isEqualTo(-Errno.ECANCELED);
        settle();
        assertThat(requests.outstanding()).isZero();
    }

    @Test
    void aChildIsWaitedFor() {
        SigInfo info = closing(SigInfo.allocate());
        int pid = ChildProcess.spawn("exit 3");
        Answer wait = new Answer();
        orSkip(() -> requests.waitid(SigInfo.P_PID, pid, info, SigInfo.WEXITED, wait));
        assertThat(wait.await()).isZero();
        assertThat(info.pid()).isEqualTo(pid);
        assertThat(info.code()).isEqualTo(SigInfo.CLD_EXITED);
        assertThat(info.status()).isEqualTo(3);
    }

    @Test
    void aPollHearsOnceAndAMultishotPollAgainAndAgain() {
        Fd eventFd = blockingEventFd();
        Answer once = new Answer();
        Answer often = new Answer();
        requests.poll(eventFd.value(), PollFds.POLLIN, once);
        AioRequest[] request = new AioRequest[1];
        orSkip(() -> request[0] = requests.pollMultishot(eventFd.value(), PollFds.POLLIN, often));
        for (int i = 1; i <= 3; i++) {
            FdIo.writeLong(eventFd.value(), 1);
            often.await(i);
            assertThat(often.results.get(i - 1) & PollFds.POLLIN).isEqualTo(PollFds.POLLIN);
            assertThat(often.ended).isFalse();
        }
        assertThat(once.results).containsExactly(PollFds.POLLIN);
        request[0].cancel();
        assertThat(often.await()).isEqualTo(-Errno.ECANCELED);
    }
}

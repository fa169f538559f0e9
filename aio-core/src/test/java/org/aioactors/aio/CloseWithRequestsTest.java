// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.aioactors.aio.linux.ChildProcess;
import org.aioactors.aio.linux.Errno;
import org.aioactors.aio.linux.Fd;
import org.aioactors.aio.linux.FdIo;
import org.aioactors.aio.linux.MsgHdr;
import org.aioactors.aio.linux.NativeMemory;
import org.aioactors.aio.linux.NativeMemoryProbe;
import org.aioactors.aio.linux.SigInfo;
import org.aioactors.aio.linux.SocketPair;
import org.aioactors.aio.linux.Sockets;
import org.aioactors.aio.linux.Syscalls;
import org.aioactors.aio.linux.uring.BufferRing;
import org.aioactors.aio.linux.uring.FileOps;
import org.aioactors.aio.linux.uring.PollOps;
import org.aioactors.aio.linux.uring.Sqe;
import org.junit.jupiter.api.Test;

/** A context that is closed while requests are outstanding. */
class CloseWithRequestsTest extends RequestTest {
    private static final long HERE = FileRequests.CURRENT_POSITION;
    private static final Syscalls LINUX = Syscalls.linux();
    private static final int SIGKILL = 9;

    private final List<Answer> answers = new ArrayList<>();

    private Answer answer() {
        Answer answer = new Answer();
        answers.add(answer);
        return answer;
    }

    private void assertAllCancelled() {
        assertThat(answers).allSatisfy(answer -> {
            assertThat(answer.results).hasSize(1);
            assertThat(answer.results.get(0)).isIn(-Errno.ECANCELED, -Errno.EINTR);
            assertThat(answer.ended).isTrue();
        });
    }

    @Test
    void everyRequestHearsOfTheEndOnce() {
        Fd listener = closing(Sockets.listenTcp(LINUX, FdIo.address("127.0.0.1", 0), 4));
        int[] pair = SocketPair.open();
        Fd socket = closing(Fd.adopt(LINUX, pair[0], "socket"));
        closing(Fd.adopt(LINUX, pair[1], "peer"));
        Fd eventFd = blockingEventFd();
        NativeMemory block = NativeMemory.allocate(64);
        MsgHdr message = MsgHdr.allocate(1, 0).add(block, 32, 8);
        BufferRing buffers = requests.openBuffers(4, 64);
        List<AioRequest> all = List.of(
                requests.files().read(blockingPipe().readFd(), block, 0, 8, HERE, answer()),
                requests.addSqe(
                        "async read",
                        sqe -> FileOps.read(sqe, eventFd.value(), block.address() + 8, 8, -1)
                                .with(Sqe.IOSQE_ASYNC),
                        answer(),
                        block),
                requests.sockets().accept(listener.value(), null, answer()),
                requests.sockets().acceptMultishot(listener.value(), answer()),
                requests.sockets().recv(socket.value(), block, 16, 8, answer()),
                requests.sockets().recvMultishot(socket.value(), buffers, answer()),
                requests.sockets().recvmsg(socket.value(), message, 0, answer()),
                requests.timeout(Duration.ofDays(1), answer()),
                requests.addSqe("poll", sqe -> PollOps.pollAddMultishot(sqe, eventFd.value(), 1), answer()));
        settle();
        assertThat(requests.outstanding()).isEqualTo(all.size());
        block.close();
        message.close();
        assertThat(NativeMemoryProbe.isFreed(block)).isFalse();
        context.close();
        assertAllCancelled();
        assertThat(all).allMatch(AioRequest::isDone);
        assertThat(NativeMemoryProbe.isFreed(block)).isTrue();
        assertThat(buffers.isFreed()).isTrue();
        context.close();
        assertAllCancelled();
    }

    @Test
    void waitsForFutexesAndChildrenEnd() {
        int child = ChildProcess.spawn("exec sleep 1000");
        NativeMemory word = NativeMemory.allocate(8);
        SigInfo info = SigInfo.allocate();
        try {
            requests.futexWait(word, 0, 0, answer());
            requests.waitid(SigInfo.P_PID, child, info, SigInfo.WEXITED, answer());
            requests.pollMultishot(blockingEventFd().value(), 1, answer());
            settle();
            word.close();
            info.close();
            assertThat(NativeMemoryProbe.isFreed(word)).isFalse();
            context.close();
        } catch (UnsupportedOperationException older) {
            assumeTrue(false, older.getMessage());
        } finally {
            ChildProcess.kill(child, SIGKILL);
        }
        assertAllCancelled();
        assertThat(NativeMemoryProbe.isFreed(word)).isTrue();
    }

    @Test
    void whatWasNotSubmittedIsEndedToo() {
        requests.files().read(blockingPipe().readFd(), memory, 0, 8, HERE, answer());
        requests.timeout(Duration.ofDays(1), answer());
        Answer nop = new Answer();
        requests.nop(nop);
        context.close();
        assertAllCancelled();
        assertThat(nop.results).containsExactly(0);
    }

    @Test
    void whatHasCompletedIsHeardOfAsItWent() {
        Pipe pipe = blockingPipe();
        Answer read = new Answer();
        requests.files().read(pipe.readFd(), memory, 0, 8, HERE, read);
        settle();
        pipe.write(3);
        context.close();
        assertThat(read.results).containsExactly(3);
    }

    @Test
    void thousandsOfRequestsEnd() {
        Fd eventFd = blockingEventFd();
        for (int i = 0; i < 3_000; i++) {
            requests.files().read(eventFd.value(), memory, 0, 8, HERE, answer());
        }
        context.close();
        assertAllCancelled();
    }

    @Test
    void requestsOfThreadsOfTheKernelEnd() {
        Fd eventFd = blockingEventFd();
        for (int i = 0; i < 50; i++) {
            requests.addSqe(
                    "async read",
                    sqe -> FileOps.read(sqe, eventFd.value(), memory.address(), 8, -1)
                            .with(Sqe.IOSQE_ASYNC),
                    answer(),
                    memory);
        }
        context.close();
        assertAllCancelled();
    }

    @Test
    void aCallbackCannotMakeNewRequestsButMayCancelOthers() {
        Pipe pipe = blockingPipe();
        AioRequest other = requests.timeout(Duration.ofDays(1), answer());
        requests.files().read(pipe.readFd(), memory, 0, 8, HERE, (result, flags) -> {
            assertThatIllegalStateException()
                    .isThrownBy(() -> requests.nop(answer()))
                    .withMessage("nop: context 'test' is closed");
            assertThatIllegalStateException().isThrownBy(() -> context.poll(false));
            other.cancel();
            context.close();
            log.add("refused");
        });
        settle();
        context.close();
        assertThat(takeLog()).containsExactly("refused");
        assertThat(other.isDone()).isTrue();
        assertThat(other.cancel()).isFalse();
        assertThat(answers.get(0).results).containsExactly(-Errno.ECANCELED);
    }

    @Test
    void aCallbackThatThrowsDoesNotKeepTheOthersFromHearing() {
        requests.timeout(Duration.ofDays(1), answer());
        requests.timeout(Duration.ofDays(1), (result, flags) -> {
            throw new IllegalArgumentException("planned");
        });
        requests.timeout(Duration.ofDays(1), answer());
        settle();
        context.close();
        assertAllCancelled();
        assertThat(takeErrors()).containsExactly("request 'timeout': java.lang.IllegalArgumentException: planned");
    }

    @Test
    void aClosedContextTakesNoRequests() {
        context.close();
        assertThatIllegalStateException()
                .isThrownBy(() -> requests.nop(answer()))
                .withMessage("nop: context 'test' is closed");
        assertThatIllegalStateException().isThrownBy(() -> requests.openBuffers(2, 64));
    }

    @Test
    void onceClosedNothingKeepsTheWatchedFilesOpen() {
        for (int i = 0; i < 20; i++) {
            open(builder());
            Pipe pipe = pipe();
            context.setFdHandler(pipe.readFd(), FdHandler.reading(() -> log.add("read")));
            if (i % 2 == 0) {
                requests.timeout(Duration.ofDays(1), answer());
            }
            settle();
            context.close();
            pipe.closeReader();
            assertThat(LINUX.write(pipe.writeFd(), memory.address(), 1))
                    .as("there is no reader left")
                    .isEqualTo(-Errno.EPIPE);
        }
        assertAllCancelled();
        assertThat(log).isEmpty();
    }

    @Test
    void closingSurvivesInterruptedAndRefusedSystemCalls() {
        for (int nth = 1; nth <= 4; nth++) {
            open(builder());
            requests.timeout(Duration.ofDays(1), answer());
            requests.files().read(blockingEventFd().value(), memory, 0, 8, HERE, answer());
            settle();
            int next = faulty.calls("ioUringEnter") + nth;
            faulty.fail("ioUringEnter", next, nth % 2 == 0 ? Errno.EINTR : Errno.EAGAIN);
            context.close();
            assertAllCancelled();
        }
    }
}

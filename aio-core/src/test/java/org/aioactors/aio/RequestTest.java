// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.aioactors.aio.linux.Fcntl;
import org.aioactors.aio.linux.Fd;
import org.aioactors.aio.linux.FdIo;
import org.aioactors.aio.linux.NativeMemory;
import org.aioactors.aio.linux.Syscalls;
import org.aioactors.aio.linux.uring.CompletionQueue;
import org.aioactors.aio.linux.uring.IoUringHere;
import org.junit.jupiter.api.BeforeEach;

/** What the tests of requests have in common: a context with a ring, and callbacks that write down what they hear. */
abstract class RequestTest extends LoopTest {
    private static final long DEADLINE_NS = Duration.ofSeconds(30).toNanos();

    AioContext context;
    AioRequests requests;

    /** For requests; closed after the context. */
    final NativeMemory memory = closing(NativeMemory.allocate(64 * 1024));

    @BeforeEach
    void openContext() {
        open(builder());
    }

    /** Opens the context under test, with a ring, or skips the test. */
    void open(AioContextBuilder builder) {
        IoUringHere.assume();
        context = closing(builder.fdMonitor(FdMonitorKind.IO_URING).build());
        requests = context.requests();
        context.poll(false);
        kernel.takeLooks();
        kernel.takeWaitsNs();
    }

    /** Hears of one request and checks that nothing comes after its end. */
    final class Answer implements Completion {
        final List<Integer> results = new ArrayList<>();
        int flags;
        boolean ended;

        @Override
        public void onCompletion(int result, int newFlags) {
            assertThat(ended).as("nothing comes after the last completion").isFalse();
            assertThat(context.inHomeThread()).isTrue();
            results.add(result);
            flags = newFlags;
            ended = (newFlags & CompletionQueue.IORING_CQE_F_MORE) == 0;
        }

        /** Polls until the request has ended, and returns its last result. */
        int await() {
            pollUntil(() -> ended);
            return results.get(results.size() - 1);
        }

        /** Polls until there are so many completions. */
        void await(int count) {
            pollUntil(() -> results.size() >= count);
        }
    }

    /** Blocking turns until it is so. */
    void pollUntil(BooleanSupplier condition) {
        long deadlineNs = System.nanoTime() + DEADLINE_NS;
        while (!condition.getAsBoolean()) {
            assertThat(deadlineNs - System.nanoTime()).as("time left").isPositive();
            context.poll(true);
        }
    }

    /** Turns that give the kernel every chance to complete something. */
    void settle() {
        for (int i = 0; i < 3; i++) {
            context.poll(false);
        }
    }

    /** An eventfd whose reads wait: on some kernels those of a non-blocking one don't. */
    Fd blockingEventFd() {
        Fd fd = closing(FdIo.newEventFd());
        Syscalls.linux().fcntl(fd.value(), Fcntl.F_SETFL, 0);
        return fd;
    }

    Pipe blockingPipe() {
        Pipe pipe = pipe();
        Syscalls.linux().fcntl(pipe.readFd(), Fcntl.F_SETFL, 0);
        return pipe;
    }

    void put(int offset, String text) {
        memory.buffer().put(offset, text.getBytes(StandardCharsets.UTF_8));
    }

    String text(int offset, int length) {
        byte[] bytes = new byte[length];
        memory.buffer().get(offset, bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }
}

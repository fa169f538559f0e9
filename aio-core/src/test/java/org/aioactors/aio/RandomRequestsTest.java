// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.aioactors.aio.linux.Errno;
import org.aioactors.aio.linux.Fd;
import org.aioactors.aio.linux.FdIo;
import org.aioactors.aio.linux.NativeMemory;
import org.aioactors.aio.linux.NativeMemoryProbe;
import org.aioactors.aio.linux.Syscalls;
import org.aioactors.aio.linux.uring.FileOps;
import org.aioactors.aio.linux.uring.Sqe;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random requests, cancellations, nested polls and closed memory: each request ends exactly once, none of its memory is
 * freed before or kept after that, and no count that was written to an eventfd is lost or read twice.
 */
class RandomRequestsTest extends RequestTest {
    private static final int STEPS = 3_000;
    private static final int MAX_DEPTH = 3;

    private final List<Started> started = new ArrayList<>();
    private final List<Fd> counters = new ArrayList<>();
    private long written;
    private long read;
    private int depth;

    /** A request, what it heard and the memory it uses. */
    private final class Started implements Completion {
        final Answer answer = new Answer();
        final NativeMemory block = NativeMemory.allocate(64);
        AioRequest request;
        boolean reads;

        @Override
        public void onCompletion(int result, int flags) {
            answer.onCompletion(result, flags);
            assertThat(request.isDone()).isTrue();
            assertThat(result).isIn(0, 8, -Errno.ETIME, -Errno.ECANCELED, -Errno.EINTR);
            if (reads && result == 8) {
                read += copy.buffer().getLong(0);
                copy.buffer().putLong(0, 0);
            }
        }

        /** Where reads go: it must be readable after the block was closed. */
        final NativeMemory copy = closing(NativeMemory.allocate(8));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void everyRequestEndsOnce(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 4; i++) {
            counters.add(blockingEventFd());
        }
        for (int step = 0; step < STEPS; step++) {
            step(random);
        }
        List<Started> outstanding =
                started.stream().filter(one -> !one.answer.ended).toList();
        assertThat(requests.outstanding()).isEqualTo(outstanding.size());
        context.close();
        for (Started one : started) {
            assertThat(one.answer.results).hasSize(1);
            one.block.close();
            assertThat(NativeMemoryProbe.isFreed(one.block)).isTrue();
        }
        for (Fd counter : counters) {
            try (NativeMemory rest = NativeMemory.allocate(8)) {
                FdIo.writeLong(counter.value(), 1); // so that the read does not wait
                written++;
                assertThat(Syscalls.linux().read(counter.value(), rest.address(), 8))
                        .isEqualTo(8);
                read += rest.buffer().getLong(0);
            }
        }
        assertThat(read).isEqualTo(written);
    }

    private void step(Random random) {
        Fd counter = counters.get(random.nextInt(counters.size()));
        switch (random.nextInt(9)) {
            case 0 -> {
                FdIo.writeLong(counter.value(), 1);
                written++;
            }
            case 1, 2 -> read(random, counter);
            case 3 -> start((one, callback) -> requests.nop(callback), random);
            case 4 ->
                start(
                        (one, callback) -> requests.timeout(Duration.ofNanos(random.nextInt(2_000_000)), callback),
                        random);
            case 5 -> cancelOne(random);
            case 6 -> closeOne(random);
            default -> context.poll(false);
        }
    }

    private interface Start {
        AioRequest with(Started one, Completion callback);
    }

    private void read(Random random, Fd counter) {
        boolean async = random.nextInt(4) == 0;
        Started one = start(
                (self, callback) -> requests.addSqe(
                        "read",
                        sqe -> {
                            FileOps.read(sqe, counter.value(), self.copy.address(), 8, -1);
                            if (async) {
                                sqe.with(Sqe.IOSQE_ASYNC);
                            }
                        },
                        callback,
                        self.copy,
                        self.block),
                random);
        one.reads = true;
    }

    private Started start(Start start, Random random) {
        Started one = new Started();
        int then = random.nextInt(10);
        one.request = start.with(one, (result, flags) -> {
            one.onCompletion(result, flags);
            if (context.inHomeThread() && then < 3 && depth < MAX_DEPTH && !closing()) {
                depth++;
                step(random);
                context.poll(false);
                depth--;
            }
        });
        started.add(one);
        return one;
    }

    private boolean closing() {
        try {
            requests.outstanding();
            return false;
        } catch (IllegalStateException closed) {
            return true;
        }
    }

    private void cancelOne(Random random) {
        if (!started.isEmpty()) {
            Started one = started.get(random.nextInt(started.size()));
            assertThat(one.request.cancel()).isIn(true, false);
            if (one.request.isDone()) {
                assertThat(one.request.cancel()).isFalse();
            }
        }
    }

    private void closeOne(Random random) {
        if (!started.isEmpty()) {
            Started one = started.get(random.nextInt(started.size()));
            one.block.close();
            assertThat(NativeMemoryProbe.isFreed(one.block)).isEqualTo(!one.reads || one.request.isDone());
        }
    }
}

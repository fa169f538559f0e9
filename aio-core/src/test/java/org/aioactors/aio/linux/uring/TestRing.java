// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.linux.uring;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/** A ring, and what tests do with one. */
final class TestRing implements AutoCloseable {
    private static final long DEADLINE_NS = Duration.ofSeconds(20).toNanos();

    final IoUring ring;

    /** A completion that was taken from the queue. */
    record Completion(long userData, int result, int flags) {
        boolean hasMore() {
            return (flags & CompletionQueue.IORING_CQE_F_MORE) != 0;
        }
    }

    TestRing(IoUring ring) {
        this.ring = ring;
    }

    Sqe sqe(long userData) {
        return Objects.requireNonNull(ring.submissions().next(userData), "the queue is full");
    }

    int submit() {
        return ring.submitAndWait(0, 0);
    }

    /** Submits, and waits for the next completion. */
    Completion await() {
        long deadlineNs = System.nanoTime() + DEADLINE_NS;
        while (ring.completions().isEmpty()) {
            long leftNs = deadlineNs - System.nanoTime();
            assertThat(leftNs).as("time left for a completion").isPositive();
            ring.submitAndWait(1, leftNs);
        }
        return take();
    }

    /** Submits, and waits for some completions; in the order of user data. */
    List<Completion> awaitAll(int count) {
        List<Completion> result = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            result.add(await());
        }
        result.sort(Comparator.comparingLong(Completion::userData));
        return result;
    }

    /**
     * The result of the request that was prepared last, which has a completion of its own and no
     * others before it.
     */
    int awaitResult(long userData) {
        Completion completion = await();
        assertThat(completion.userData()).isEqualTo(userData);
        assertThat(completion.hasMore()).isFalse();
        return completion.result();
    }

    Completion take() {
        CompletionQueue queue = ring.completions();
        Completion result = new Completion(queue.userData(), queue.result(), queue.flags());
        queue.advance();
        return result;
    }

    /** Submits, lets the kernel process what it can, and sees to it that there is no completion. */
    void assertNothing() {
        submit();
        assertThat(ring.completions().isEmpty()).as("nothing has completed").isTrue();
    }

    /** Ends all requests and waits until the kernel has let go of them. */
    void cancelAll() {
        if (ring.inFlight() == 0) {
            return;
        }
        CancelOps.cancelAny(sqe(Long.MIN_VALUE));
        while (ring.inFlight() > 0) {
            await();
        }
    }

    @Override
    public void close() {
        ring.close();
    }
}

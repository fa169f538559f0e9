// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.linux.uring;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.aioactors.aio.linux.Errno;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@WithEveryKindOfRing
class TimeoutRequestsTest {
    private static final long MILLISECOND_NS = Duration.ofMillis(1).toNanos();
    private static final long HOUR_NS = Duration.ofHours(1).toNanos();

    private final TestRing test;

    TimeoutRequestsTest(RingKind kind) {
        test = kind.open(8);
    }

    @AfterEach
    void close() {
        test.close();
    }

    @Test
    void aTimeoutExpires() {
        long startNs = System.nanoTime();
        TimeoutOps.timeout(test.sqe(1), MILLISECOND_NS, 0, 0);
        assertThat(test.awaitResult(1)).isEqualTo(-Errno.ETIME);
        assertThat(System.nanoTime() - startNs).isGreaterThanOrEqualTo(MILLISECOND_NS);
    }

    @Test
    void severalTimeoutsOfOneSubmissionHaveTimesOfTheirOwn() {
        TimeoutOps.timeout(test.sqe(1), 2 * MILLISECOND_NS, 0, 0);
        TimeoutOps.timeout(test.sqe(2), HOUR_NS, 0, 0);
        TimeoutOps.timeout(test.sqe(3), 1, 0, 0);
        assertThat(test.awaitResult(3)).isEqualTo(-Errno.ETIME);
        assertThat(test.awaitResult(1)).isEqualTo(-Errno.ETIME);
        test.assertNothing();
        assertThat(test.ring.inFlight()).isEqualTo(1);
    }

    @Test
    void aTimeoutCanBeAPointInTime() {
        // System.nanoTime() reads CLOCK_MONOTONIC, but nothing promises its origin: the past is safe to assume.
        TimeoutOps.timeout(test.sqe(1), 1, 0, TimeoutOps.IORING_TIMEOUT_ABS);
        assertThat(test.awaitResult(1)).isEqualTo(-Errno.ETIME);
        long wallNs = System.currentTimeMillis() * MILLISECOND_NS + HOUR_NS;
        TimeoutOps.timeout(test.sqe(2), wallNs, 0, TimeoutOps.IORING_TIMEOUT_ABS | TimeoutOps.IORING_TIMEOUT_REALTIME);
        test.assertNothing();
    }

    @Test
    void otherCompletionsEndATimeout() {
        TimeoutOps.timeout(test.sqe(1), HOUR_NS, 2, 0);
        test.sqe(2).nop();
        assertThat(test.awaitResult(2)).isZero();
        test.assertNothing();
        test.sqe(3).nop();
        assertThat(test.awaitAll(2)).extracting(TestRing.Completion::result).containsExactly(0, 0);
    }

    @Test
    void aTimeoutCanBeRemoved() {
        TimeoutOps.timeout(test.sqe(1), HOUR_NS, 0, 0);
        TimeoutOps.timeoutRemove(test.sqe(2), 1);
        assertThat(test.awaitAll(2))
                .containsExactly(new TestRing.Completion(1, -Errno.ECANCELED, 0), new TestRing.Completion(2, 0, 0));
        TimeoutOps.timeoutRemove(test.sqe(3), 1);
        assertThat(test.awaitResult(3)).isEqualTo(-Errno.ENOENT);
    }

    @Test
    void aTimeoutCanBeUpdated() {
        TimeoutOps.timeout(test.sqe(1), HOUR_NS, 0, 0);
        test.assertNothing();
        TimeoutOps.timeoutUpdate(test.sqe(2), 1, MILLISECOND_NS, 0);
        assertThat(test.awaitResult(2)).isZero();
        assertThat(test.awaitResult(1)).isEqualTo(-Errno.ETIME);
    }

    @Test
    void aLinkedTimeoutCancelsTheRequestBeforeIt() {
        TimeoutOps.timeout(test.sqe(1), HOUR_NS, 0, 0).with(Sqe.IOSQE_IO_LINK);
        TimeoutOps.linkTimeout(test.sqe(2), MILLISECOND_NS, 0);
        assertThat(test.awaitAll(2))
                .extracting(TestRing.Completion::result)
                .containsExactly(-Errno.ECANCELED, -Errno.ETIME);
    }

    @Test
    void aLinkedTimeoutEndsWithTheRequestBeforeIt() {
        test.sqe(1).nop().with(Sqe.IOSQE_IO_LINK);
        TimeoutOps.linkTimeout(test.sqe(2), HOUR_NS, 0);
        assertThat(test.awaitAll(2)).extracting(TestRing.Completion::result).containsExactly(0, -Errno.ECANCELED);
    }
}

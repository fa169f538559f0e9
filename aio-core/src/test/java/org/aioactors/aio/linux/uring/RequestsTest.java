// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.linux.uring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.concurrent.ThreadLocalRandom;
import org.aioactors.aio.linux.Errno;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Both queues as queues, with requests that do nothing. */
@WithEveryKindOfRing
class RequestsTest {
    private final TestRing test;

    RequestsTest(RingKind kind) {
        test = kind.open(128);
    }

    @AfterEach
    void close() {
        test.close();
    }

    @Test
    void aNopCompletes() {
        test.sqe(42).nop();
        assertThat(test.ring.inFlight()).isEqualTo(1);
        assertThat(test.ring.submissions().size()).isEqualTo(1);
        assertThat(test.ring.submitAndWait(1, IoUring.INFINITE)).isEqualTo(1);
        assertThat(test.ring.submissions().size()).isZero();
        assertThat(test.ring.completions().size()).isEqualTo(1);
        assertThat(test.take()).isEqualTo(new TestRing.Completion(42, 0, 0));
        assertThat(test.ring.completions().isEmpty()).isTrue();
        assertThat(test.ring.inFlight()).isZero();
    }

    @Test
    void userDataIsSixtyFourBits() {
        long[] values = {0, 1, -1, Long.MIN_VALUE, Long.MAX_VALUE, 0xfedcba9876543210L, 1L << 32, 0xffffffffL};
        for (long value : values) {
            test.sqe(value).nop();
            assertThat(test.awaitResult(value)).isZero();
        }
    }

    @Test
    void threeHundredRequestsGoThroughAQueueOf128() {
        assertThat(test.ring.submissions().capacity()).isEqualTo(128);
        int completed = 0;
        int prepared = 0;
        while (completed < 300) {
            while (prepared < 300 && test.ring.submissions().next(prepared) != null) {
                prepared++;
            }
            test.submit();
            while (!test.ring.completions().isEmpty()) {
                assertThat(test.take()).isEqualTo(new TestRing.Completion(completed, 0, 0));
                completed++;
            }
        }
        assertThat(test.ring.inFlight()).isZero();
        test.assertNothing();
    }

    @Test
    void aFullQueueTakesNoMoreUntilSubmitted() {
        for (int i = 0; i < 128; i++) {
            assertThat(test.ring.submissions().remaining()).isEqualTo(128 - i);
            test.sqe(i).nop();
        }
        assertThat(test.ring.submissions().next(128)).isNull();
        assertThat(test.ring.inFlight()).isEqualTo(128);
        assertThat(test.submit()).isEqualTo(128);
        assertThat(test.ring.submissions().next(128)).isNotNull();
        assertThat(test.awaitAll(129)).hasSize(129);
    }

    @Test
    void aRequestCanBeWithdrawn() {
        test.sqe(1).nop();
        FileOps.close(test.sqe(2), 0);
        test.ring.submissions().withdraw();
        test.sqe(3).nop();
        assertThat(test.submit()).isEqualTo(2);
        assertThat(test.awaitAll(2)).extracting(TestRing.Completion::userData).containsExactly(1L, 3L);
        assertThat(test.ring.inFlight()).isZero();
        assertThatIllegalStateException()
                .isThrownBy(() -> test.ring.submissions().withdraw());
    }

    @Test
    void indexesWrapAround() {
        // Twice 2^16 requests, in batches that fit neither queue evenly.
        int total = 2 << 16;
        int prepared = 0;
        int completed = 0;
        while (completed < total) {
            int batch = ThreadLocalRandom.current().nextInt(1, 128);
            for (int i = 0; i < batch && prepared < total; i++) {
                test.sqe(prepared++).nop();
            }
            test.ring.submitAndWait(1, IoUring.INFINITE);
            while (!test.ring.completions().isEmpty()) {
                assertThat(test.ring.completions().userData()).isEqualTo(completed++);
                test.ring.completions().advance();
            }
        }
        assertThat(test.ring.submissions().size()).isZero();
        assertThat(test.ring.inFlight()).isZero();
    }

    @Test
    void aReusedSlotForgetsItsPast() {
        for (int i = 0; i < 128; i++) {
            SocketOps.recvMultishot(test.sqe(i), -1, 7, -1).with(Sqe.IOSQE_IO_LINK);
        }
        test.awaitAll(128);
        for (int i = 0; i < 128; i++) {
            test.sqe(i).nop();
        }
        assertThat(test.awaitAll(128)).extracting(TestRing.Completion::result).containsOnly(0);
    }

    @Test
    void aBadDescriptorIsAResult() {
        FileOps.read(test.sqe(1), -1, 0, 0, -1);
        assertThat(test.awaitResult(1)).isEqualTo(-Errno.EBADF);
    }

    @Test
    void aBadRequestDoesNotHoldUpTheOthers() {
        test.sqe(1).nop();
        TimeoutOps.timeout(test.sqe(2), 1, 0, 1 << 30);
        test.sqe(3).nop();
        assertThat(test.awaitAll(3)).extracting(TestRing.Completion::result).containsExactly(0, -Errno.EINVAL, 0);
    }

    @Test
    void linkedRequestsFailTogether() {
        FileOps.close(test.sqe(1), -1).with(Sqe.IOSQE_IO_LINK);
        test.sqe(2).nop();
        assertThat(test.awaitAll(2))
                .extracting(TestRing.Completion::result)
                .containsExactly(-Errno.EBADF, -Errno.ECANCELED);
    }
}

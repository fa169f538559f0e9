// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.function.Consumer;
import org.aioactors.aio.linux.Errno;
import org.aioactors.aio.linux.EventNotifier;
import org.aioactors.aio.linux.Fd;
import org.aioactors.aio.linux.FdIo;
import org.aioactors.aio.linux.uring.CancelOps;
import org.aioactors.aio.linux.uring.Opcode;
import org.aioactors.aio.linux.uring.PollOps;
import org.aioactors.aio.linux.uring.Sqe;
import org.aioactors.aio.linux.uring.TimeoutOps;
import org.junit.jupiter.api.Test;

/** Requests about other requests: a user's own can be named, those of the loop can't. */
class OthersRequestsTest extends RequestTest {
    private static final int POLLIN = 1;
    private static final int IORING_ASYNC_CANCEL_USERDATA = 1 << 4;
    private static final int MOST_GENERATIONS = 64;

    private boolean isRefused(Consumer<Sqe> request) {
        try {
            requests.addSqe("other", request, (result, flags) -> {});
            return false;
        } catch (IllegalArgumentException refused) {
            assertThat(refused).hasMessageContaining("'other' is about another request");
            return true;
        }
    }

    @Test
    void whatTheLoopWatchesCannotBeChanged() {
        EventNotifier source = source();
        context.setFdHandler(source.fd(), draining("read", source));
        context.poll(false);
        int refused = 0;
        for (long generation = 0; generation < MOST_GENERATIONS; generation++) {
            long key = generation << 32 | source.fd();
            refused += isRefused(sqe -> PollOps.pollUpdate(sqe, key, 0)) ? 1 : 0;
            settle();
        }
        source.set();
        settle();
        assertThat(takeLog()).as("the fd is watched as before").containsExactly("read");
        assertThat(refused).isEqualTo(MOST_GENERATIONS);
        assertThat(requests.outstanding()).isZero();
    }

    @Test
    void theLoopsOwnRequestsCannotBeNamed() {
        for (long target : new long[] {0, 1, 1L << 32 | 7, Long.MAX_VALUE, Long.MIN_VALUE | 1L << 60, -1}) {
            assertThat(isRefused(sqe -> PollOps.pollRemove(sqe, target))).isTrue();
            assertThat(isRefused(sqe -> PollOps.pollUpdateMultishot(sqe, target, 1)))
                    .isTrue();
            assertThat(isRefused(sqe -> TimeoutOps.timeoutRemove(sqe, target))).isTrue();
            assertThat(isRefused(sqe -> TimeoutOps.timeoutUpdate(sqe, target, 1, 0)))
                    .isTrue();
            assertThat(isRefused(sqe -> CancelOps.cancel(sqe, target))).isTrue();
            int byUserDataAndFd = IORING_ASYNC_CANCEL_USERDATA | 1 << 1;
            assertThat(isRefused(sqe -> sqe.operation(Opcode.IORING_OP_ASYNC_CANCEL, 0, 0, target, 0, byUserDataAndFd)))
                    .isTrue();
        }
        assertThat(requests.outstanding()).isZero();
    }

    @Test
    void aPollThatWouldGoOnUnderAnotherNameIsRefused() {
        Fd eventFd = blockingEventFd();
        Answer poll = new Answer();
        AioRequest request = requests.addSqe("poll", sqe -> PollOps.pollAdd(sqe, eventFd.value(), POLLIN), poll);
        settle();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> requests.addSqe(
                        "rename",
                        sqe -> PollOps.pollUpdate(sqe, request.userData(), POLLIN, request.userData() + 1),
                        (result, flags) -> {}))
                .withMessageContaining("'rename' gives a request other user data");
        settle();
        assertThat(requests.outstanding()).isEqualTo(1);
        FdIo.writeLong(eventFd.value(), 1);
        assertThat(poll.await()).isEqualTo(POLLIN);
        assertThat(requests.outstanding()).isZero();
    }

    @Test
    void aUsersOwnRequestsCanBeNamed() {
        Fd eventFd = blockingEventFd();
        Answer poll = new Answer();
        AioRequest polling = requests.addSqe("poll", sqe -> PollOps.pollAdd(sqe, eventFd.value(), 0), poll);
        Answer update = new Answer();
        requests.addSqe("update", sqe -> PollOps.pollUpdate(sqe, polling.userData(), POLLIN), update);
        assertThat(update.await()).isZero();
        Answer remove = new Answer();
        requests.addSqe("remove", sqe -> PollOps.pollRemove(sqe, polling.userData()), remove);
        assertThat(remove.await()).isZero();
        assertThat(poll.await()).isEqualTo(-Errno.ECANCELED);
        Answer timeout = new Answer();
        AioRequest waiting = requests.timeout(Duration.ofDays(1), timeout);
        Answer cancel = new Answer();
        requests.addSqe("cancel", sqe -> CancelOps.cancel(sqe, waiting.userData()), cancel);
        assertThat(cancel.await()).isZero();
        assertThat(timeout.await()).isEqualTo(-Errno.ECANCELED);
        Answer late = new Answer();
        requests.addSqe("cancel", sqe -> CancelOps.cancel(sqe, waiting.userData()), late);
        assertThat(late.await()).as("whoever has its slot now is not meant").isEqualTo(-Errno.ENOENT);
    }
}

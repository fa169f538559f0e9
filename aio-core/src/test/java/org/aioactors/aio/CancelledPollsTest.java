// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.aioactors.aio.linux.Errno;
import org.aioactors.aio.linux.EventNotifier;
import org.aioactors.aio.linux.uring.CancelOps;
import org.aioactors.aio.linux.uring.FileOps;
import org.aioactors.aio.linux.uring.Sqe;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whatever a user's requests do to the poll requests of the loop, the loop goes on watching. */
class CancelledPollsTest extends RequestTest {
    private static final long HERE = FileRequests.CURRENT_POSITION;

    private EventNotifier source;

    @BeforeEach
    void watch() {
        source = source();
        context.setFdHandler(source.fd(), draining("read", source));
        context.poll(false);
    }

    private void scheduleFromElsewhereDuringTheNextWait() {
        kernel.onNextWait(() -> onOtherThread(() -> context.scheduleOneshot("work", logging("work"))));
    }

    private void end(Answer answer) {
        pollUntil(() -> answer.ended);
    }

    @Test
    void otherThreadsAreHeardAfterEverythingWasCancelled() {
        Answer cancelled = new Answer();
        requests.addSqe("cancel", CancelOps::cancelAny, cancelled);
        end(cancelled);
        scheduleFromElsewhereDuringTheNextWait();
        pollUntilProgress(context);
        assertThat(takeLog()).containsExactly("work");
    }

    @Test
    void anFdIsWatchedAfterEverythingWasCancelled() {
        Answer cancelled = new Answer();
        requests.addSqe("cancel", CancelOps::cancelAny, cancelled);
        end(cancelled);
        kernel.onNextWait(source::set);
        pollUntilProgress(context);
        assertThat(takeLog()).containsExactly("read");
    }

    @Test
    void anFdIsWatchedAfterItsRequestsWereCancelled() {
        Answer cancelled = new Answer();
        requests.addSqe("cancel", sqe -> CancelOps.cancelFd(sqe, source.fd()), cancelled);
        end(cancelled);
        kernel.onNextWait(source::set);
        pollUntilProgress(context);
        assertThat(takeLog()).containsExactly("read");
    }

    /** Its poll would go on after an event. */
    @Test
    void anFdThatIsDrainedIsWatchedAfterEverythingWasCancelled() {
        FdHandler drains = FdHandler.builder()
                .onReadable(() -> {
                    log.add("drained");
                    source.testAndClear();
                })
                .drains()
                .build();
        context.setFdHandler(source.fd(), drains);
        kernel.onNextWait(source::set);
        pollUntilProgress(context);
        assertThat(takeLog()).containsExactly("drained");
        Answer cancelled = new Answer();
        requests.addSqe("cancel", CancelOps::cancelAny, cancelled);
        end(cancelled);
        for (int i = 0; i < 3; i++) {
            kernel.onNextWait(source::set);
            pollUntilProgress(context);
            assertThat(takeLog()).containsExactly("drained");
        }
    }

    @Test
    void anFdIsWatchedThatWasSetBehindALinkedRequestThatFails() {
        EventNotifier late = source();
        Answer failed = new Answer();
        requests.addSqe(
                "fails",
                sqe -> FileOps.read(sqe, -1, memory.address(), 8, HERE).with(Sqe.IOSQE_IO_LINK),
                failed,
                memory);
        context.setFdHandler(late.fd(), draining("late", late));
        end(failed);
        kernel.onNextWait(late::set);
        pollUntilProgress(context);
        assertThat(takeLog()).containsExactly("late");
    }

    @Test
    void anFdIsWatchedThatWasSetBehindALinkedRequestThatTakesLong() {
        Pipe pipe = blockingPipe();
        EventNotifier late = source();
        Answer read = new Answer();
        requests.addSqe(
                "takes long",
                sqe -> FileOps.read(sqe, pipe.readFd(), memory.address(), 8, HERE)
                        .with(Sqe.IOSQE_IO_LINK),
                read,
                memory);
        context.setFdHandler(late.fd(), draining("late", late));
        context.poll(false);
        kernel.onNextWait(late::set);
        pollUntilProgress(context);
        assertThat(takeLog()).containsExactly("late");
        pipe.write(1);
        end(read);
    }

    @Test
    void aRemovedFdIsLetGoBehindALinkedRequestThatTakesLong() {
        Pipe pipe = blockingPipe();
        Pipe removed = pipe();
        context.setFdHandler(removed.readFd(), FdHandler.reading(logging("removed")));
        context.poll(false);
        Answer read = new Answer();
        requests.addSqe(
                "takes long",
                sqe -> FileOps.read(sqe, pipe.readFd(), memory.address(), 8, HERE)
                        .with(Sqe.IOSQE_IO_LINK),
                read,
                memory);
        context.removeFdHandler(removed.readFd());
        removed.closeReader();
        assertThat(removed.tryWrite()).as("nobody has the reader open").isEqualTo(-Errno.EPIPE);
        pipe.write(1);
        end(read);
    }

    @Test
    void aRequestThatWouldHoldUpTheLoopsOwnIsRefused() {
        assertThatThrownBy(() -> requests.addSqe("drain", sqe -> sqe.nop().with(Sqe.IOSQE_IO_DRAIN), new Answer()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'drain' has IOSQE_IO_DRAIN");
        for (int i = 0; i < 4; i++) {
            scheduleFromElsewhereDuringTheNextWait();
            pollUntilProgress(context);
            assertThat(takeLog()).containsExactly("work");
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.aioactors.aio.linux.Errno;
import org.aioactors.aio.linux.EventNotifier;
import org.aioactors.aio.linux.Fd;
import org.aioactors.aio.linux.FdIo;
import org.aioactors.aio.linux.SyscallException;
import org.aioactors.aio.linux.uring.PollOps;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** More requests than the queues hold, system calls that fail, and cancellations that race with completions. */
class ManyRequestsTest extends RequestTest {
    private static final long HERE = FileRequests.CURRENT_POSITION;
    /** Of the ring of a loop of its own, which has room for four times as many completions. */
    private static final int RING_ENTRIES = 1024;

    private static final int MANY = 20_000;

    @Test
    void moreThanTheQueuesHoldAllComplete() {
        EventNotifier source = setSource();
        context.setFdHandler(source.fd(), draining("fd", source));
        List<Answer> answers = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            Answer answer = new Answer();
            answers.add(answer);
            requests.nop(answer);
        }
        pollUntil(() -> requests.outstanding() == 0);
        assertThat(answers).allMatch(answer -> answer.results.equals(List.of(0)));
        pollUntil(() -> !log.isEmpty());
        assertThat(takeLog()).containsExactly("fd");
    }

    @Test
    void fdsAreNotLostWhileRequestsFloodTheRing() {
        List<EventNotifier> sources = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            EventNotifier source = source();
            sources.add(source);
            context.setFdHandler(source.fd(), draining("fd", source));
        }
        settle();
        int[] left = {MANY};
        Completion[] again = new Completion[1];
        again[0] = (result, flags) -> {
            for (int i = 0; i < 3 && left[0] > 0; i++) {
                left[0]--;
                requests.nop(again[0]);
            }
        };
        requests.nop(again[0]);
        sources.forEach(EventNotifier::set);
        pollUntil(() -> left[0] == 0 && requests.outstanding() == 0 && log.size() >= sources.size());
        settle();
        assertThat(takeLog()).hasSize(sources.size());
    }

    @Test
    void thousandsWaitAndAreServedAtOnce() {
        Fd eventFd = blockingEventFd();
        List<Answer> answers = new ArrayList<>();
        for (int i = 0; i < 6_000; i++) {
            Answer answer = new Answer();
            answers.add(answer);
            requests.addSqe("poll", sqe -> PollOps.pollAdd(sqe, eventFd.value(), 1), answer);
        }
        settle();
        assertThat(requests.outstanding()).isEqualTo(6_000);
        FdIo.writeLong(eventFd.value(), 1);
        pollUntil(() -> requests.outstanding() == 0);
        assertThat(answers).allMatch(answer -> answer.results.equals(List.of(1)));
    }

    @ParameterizedTest
    @ValueSource(ints = {Errno.EINTR, Errno.EAGAIN, Errno.EBUSY})
    void aFailingSubmissionLosesNothing(int errno) {
        for (int nth = 1; nth <= 12; nth++) {
            faulty.fail("ioUringEnter", faulty.calls("ioUringEnter") + nth, errno);
            EventNotifier source = setSource();
            context.setFdHandler(source.fd(), draining("fd", source));
            List<Answer> answers = new ArrayList<>();
            for (int i = 0; i < 5_000; i++) {
                Answer answer = new Answer();
                answers.add(answer);
                requests.nop(answer);
            }
            pollUntil(() -> requests.outstanding() == 0 && !log.isEmpty());
            assertThat(answers).allMatch(answer -> answer.results.equals(List.of(0)));
            assertThat(takeLog()).containsExactly("fd");
            context.removeFdHandler(source.fd());
        }
    }

    @Test
    void aFullQueueThatTheKernelDoesNotTakeIsAnErrorOfTheRequest() {
        int next = faulty.calls("ioUringEnter") + 1;
        for (int i = 0; i < 9; i++) {
            faulty.fail("ioUringEnter", next + i, Errno.EAGAIN);
        }
        List<Answer> answers = new ArrayList<>();
        for (int i = 0; i < RING_ENTRIES; i++) {
            Answer answer = new Answer();
            answers.add(answer);
            requests.nop(answer);
        }
        assertThatExceptionOfType(SyscallException.class)
                .isThrownBy(() -> requests.nop(new Answer()))
                .withMessageContaining("io_uring_enter(submit")
                .withMessageContaining("EAGAIN");
        assertThat(requests.outstanding()).isEqualTo(RING_ENTRIES);
        pollUntil(() -> requests.outstanding() == 0);
        assertThat(answers).allMatch(answer -> answer.results.equals(List.of(0)));
    }

    @Test
    void aCancellationThatRacesWithTheCompletionLosesNoData() throws InterruptedException {
        Fd eventFd = blockingEventFd();
        int cancelled = 0;
        int read = 0;
        for (int i = 0; i < 500; i++) {
            Answer answer = new Answer();
            AioRequest request = requests.files().read(eventFd.value(), memory, 0, Long.BYTES, HERE, answer);
            context.poll(false);
            Thread writer = new Thread(() -> FdIo.writeLong(eventFd.value(), 1));
            writer.start();
            for (int spin = ThreadLocalRandom.current().nextInt(2_000); spin > 0; spin--) {
                Thread.onSpinWait();
            }
            request.cancel();
            int result = answer.await();
            writer.join();
            if (result == Long.BYTES) {
                read++;
            } else {
                assertThat(result).isEqualTo(-Errno.ECANCELED);
                assertThat(FdIo.readLong(eventFd.value()))
                        .as("what was written is still there")
                        .isEqualTo(Long.BYTES);
                cancelled++;
            }
        }
        assertThat(read + cancelled).isEqualTo(500);
    }
}

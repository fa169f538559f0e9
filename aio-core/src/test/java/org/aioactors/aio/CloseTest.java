// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.List;
import org.aioactors.aio.linux.EventNotifier;
import org.aioactors.aio.linux.FdLeakExtension;
import org.junit.jupiter.api.Test;

/** Closing a context, and what its methods do afterwards. */
class CloseTest extends MonitorContract {
    CloseTest(MonitorSetup setup) {
        super(setup);
    }

    @Test
    void closingTwiceIsClosingOnce() {
        context.close();
        context.close();
    }

    @Test
    void closingLeavesTheWatchedFdsOpen() {
        EventNotifier source = setSource();
        context.setFdHandler(source.fd(), FdHandler.reading(logging("read")));
        context.close();
        assertThat(source.testAndClear()).isTrue();
    }

    @Test
    void closingIsRefusedInsideABottomHalf() {
        context.scheduleOneshot("close", this::closeAndLog);
        assertThat(turn()).containsExactly("close: context 'test' is polling; close it after poll has returned");
        assertThat(turn()).isEmpty();
    }

    @Test
    void closingIsRefusedInsideAnFdCallback() {
        EventNotifier source = setSource();
        context.setFdHandler(source.fd(), FdHandler.reading(this::closeAndLog));
        assertThat(turn()).containsExactly("close: context 'test' is polling; close it after poll has returned");
    }

    @Test
    void closingIsRefusedInsideATimer() {
        context.newTimer(ClockType.REALTIME, this::closeAndLog).modify(0);
        assertThat(turn()).containsExactly("close: context 'test' is polling; close it after poll has returned");
    }

    private void closeAndLog() {
        try {
            context.close();
            log.add("closed");
        } catch (IllegalStateException refused) {
            log.add(refused.getMessage());
        }
    }

    @Test
    void aClosedContextRefusesToPollAndToWatch() {
        context.close();
        assertThatIllegalStateException()
                .isThrownBy(() -> context.poll(false))
                .withMessage("poll: context 'test' is closed");
        EventNotifier source = source();
        assertThatIllegalStateException()
                .isThrownBy(() -> context.setFdHandler(source.fd(), FdHandler.reading(logging("read"))))
                .withMessageStartingWith("setFdHandler: ")
                .withMessageEndingWith("is closed");
    }

    @Test
    void lateRequestsOfOtherThreadsAreIgnored() {
        EventNotifier source = source();
        context.setFdHandler(source.fd(), FdHandler.reading(logging("read")));
        BottomHalf bottomHalf = context.newBottomHalf("late", logging("bottom half"));
        AioTimer timer = context.newTimer(ClockType.REALTIME, logging("timer"));
        context.close();
        onOtherThread(() -> {
            context.notifyContext();
            bottomHalf.schedule();
            context.scheduleOneshot("late", logging("oneshot"));
            timer.modify(0);
            context.removeFdHandler(source.fd());
            context.setPollParams(PollParams.IO_THREAD);
            context.disableExternal();
            context.enableExternal();
            bottomHalf.close();
        });
        assertThat(log).isEmpty();
    }

    @Test
    void bottomHalvesLeftBehindAreNamed() {
        context.newBottomHalf("scheduled", logging("ran")).schedule();
        context.scheduleOneshot("oneshot", logging("ran"));
        BottomHalf closed = context.newBottomHalf("closed", logging("ran"));
        closed.schedule();
        closed.close();
        context.newBottomHalf("never scheduled", logging("ran"));
        context.close();
        assertThat(takeErrors())
                .containsExactly("close of 'test': java.lang.IllegalStateException: close: context 'test' had bottom"
                        + " halves that were scheduled and will not run: scheduled, oneshot; poll until they have run,"
                        + " or close them first");
        context.scheduleOneshot("later", logging("ran"));
        assertThat(takeLog()).isEmpty();
    }

    @Test
    void theReferenceRefusesToForgetThem() {
        AioContext reference =
                builder().name("reference").semantics(Semantics.REFERENCE).build();
        reference.scheduleOneshot("work", logging("ran"));
        assertThatIllegalStateException().isThrownBy(reference::close).withMessageContaining("will not run: work;");
        reference.close();
    }

    @Test
    void aLateNotificationWritesToNoOtherFile() {
        List<Integer> before = List.copyOf(FdLeakExtension.openFds().keySet());
        context.close();
        // New eventfds take the numbers that have become free.
        List<EventNotifier> successors = List.of(source(), source(), source());
        onOtherThread(context::notifyContext);
        assertThat(successors).anyMatch(successor -> before.contains(successor.fd()));
        assertThat(successors).noneMatch(EventNotifier::testAndClear);
    }

    @Test
    void contextsCanBeOpenedAndClosedManyTimes() {
        for (int i = 0; i < 100; i++) {
            try (AioContext another = builder().build()) {
                another.scheduleOneshot("work", logging("ran"));
                another.poll(true);
            }
        }
        assertThat(takeLog()).hasSize(100);
    }

    @Test
    void severalContextsMayShareAThread() {
        try (AioContext another = builder().name("another").build()) {
            context.scheduleOneshot("work", () -> {
                log.add("one");
                another.scheduleOneshot("work", logging("another"));
                another.poll(true);
            });
            assertThat(turn()).containsExactly("one", "another");
        }
    }
}

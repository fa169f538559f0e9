// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.aioactors.aio.linux.EventNotifier;
import org.junit.jupiter.api.Test;

/** Handlers that change handlers, and the order of things within a turn (S3, S18, S34, S36). */
class FdHandlersInCallbacksTest extends MonitorContract {
    FdHandlersInCallbacksTest(MonitorSetup setup) {
        super(setup);
    }

    private FdHandler readingAndWriting(Runnable onReadable) {
        return FdHandler.builder()
                .onReadable(onReadable)
                .onWritable(logging("write"))
                .build();
    }

    @Test
    void removalInItsOwnReadCallbackSkipsTheWrite() {
        EventNotifier source = setSource();
        context.setFdHandler(source.fd(), readingAndWriting(() -> {
            log.add("read");
            context.removeFdHandler(source.fd());
        }));
        assertThat(turn()).containsExactly("read");
        assertThat(turn()).isEmpty();
    }

    @Test
    void anUpdateInItsOwnReadCallbackSkipsTheWriteAndCountsFromTheNextTurn() {
        EventNotifier source = setSource();
        context.setFdHandler(source.fd(), readingAndWriting(() -> {
            log.add("read");
            context.setFdHandler(source.fd(), FdHandler.writing(logging("new write")));
        }));
        assertThat(turn()).containsExactly("read");
        assertThat(turn()).containsExactly("new write");
    }

    @Test
    void removalAndAdditionInItsOwnCallbackCountFromTheNextTurn() {
        EventNotifier source = setSource();
        context.setFdHandler(source.fd(), readingAndWriting(() -> {
            log.add("read");
            context.removeFdHandler(source.fd());
            context.setFdHandler(source.fd(), FdHandler.reading(logging("read again")));
        }));
        assertThat(turn()).containsExactly("read");
        assertThat(turn()).containsExactly("read again");
    }

    @Test
    void whatTheFirstOfABatchRemovesIsNotCalled() {
        EventNotifier a = setSource();
        EventNotifier b = setSource();
        context.setFdHandler(a.fd(), FdHandler.reading(() -> {
            log.add("a");
            context.removeFdHandler(b.fd());
        }));
        context.setFdHandler(b.fd(), FdHandler.reading(() -> {
            log.add("b");
            context.removeFdHandler(a.fd());
        }));
        assertThat(turn()).hasSize(1);
        List<String> survivor = turn();
        assertThat(survivor).hasSize(1);
        assertThat(turn()).isEqualTo(survivor);
    }

    @Test
    void whatTheFirstOfABatchReplacesIsCalledInTheNextTurnOnly() {
        EventNotifier a = setSource();
        EventNotifier b = setSource();
        context.setFdHandler(a.fd(), FdHandler.reading(() -> replace(a, b)));
        context.setFdHandler(b.fd(), FdHandler.reading(() -> replace(b, a)));
        assertThat(turn()).containsExactly("first");
        assertThat(turn()).containsExactly("replacement");
    }

    private void replace(EventNotifier own, EventNotifier other) {
        log.add("first");
        context.removeFdHandler(own.fd());
        context.removeFdHandler(other.fd());
        context.setFdHandler(other.fd(), FdHandler.reading(logging("replacement")));
    }

    @Test
    void aHandlerAddedInACallbackIsServedInTheNextTurn() {
        EventNotifier first = setSource();
        EventNotifier second = setSource();
        context.setFdHandler(first.fd(), FdHandler.reading(() -> {
            log.add("first");
            first.testAndClear();
            context.setFdHandler(second.fd(), draining("second", second));
        }));
        assertThat(turn()).containsExactly("first");
        assertThat(turn()).containsExactly("second");
        assertThat(turn()).isEmpty();
    }

    @Test
    void aBottomHalfMayRemoveWhatIsReadyInTheSameTurn() {
        EventNotifier source = setSource();
        context.setFdHandler(source.fd(), FdHandler.reading(logging("read")));
        context.scheduleOneshot("remove", () -> context.removeFdHandler(source.fd()));
        assertThat(turn()).isEmpty();
    }

    @Test
    void aRemovedFdMayBeClosedInItsCallback() {
        Pipe pipe = pipe();
        pipe.write(1);
        int fd = pipe.readFd();
        context.setFdHandler(fd, readingAndWriting(() -> {
            log.add("read");
            context.removeFdHandler(fd);
            pipe.closeReader();
        }));
        assertThat(turn()).containsExactly("read");
        assertThat(turn()).isEmpty();
    }

    @Test
    void pollReportsTheNewestFirstAndTheKernelTheOneThatWasReadyFirst() {
        EventNotifier a = source();
        EventNotifier b = source();
        EventNotifier c = source();
        context.setFdHandler(a.fd(), FdHandler.reading(logging("a")));
        context.setFdHandler(b.fd(), FdHandler.reading(logging("b")));
        context.setFdHandler(c.fd(), FdHandler.reading(logging("c")));
        assertThat(turn()).isEmpty(); // from here on the kernel knows them, if it is to
        b.set();
        c.set();
        a.set();
        // Dispatch goes the other way round (S36).
        assertThat(turn())
                .isEqualTo(setup.isEpoll() || setup.isIoUring() ? List.of("a", "c", "b") : List.of("a", "b", "c"));
    }

    @Test
    void theStagesOfATurnAreBottomHalvesThenFdsThenTimers() {
        context.setFdHandler(setSource().fd(), FdHandler.reading(logging("fd")));
        context.newTimer(ClockType.REALTIME, logging("timer")).modify(0);
        context.scheduleOneshot("bottom half", logging("bottom half"));
        assertThat(turn()).containsExactly("bottom half", "fd", "timer");
    }

    @Test
    void workMadeByALaterStageWaitsForTheNextTurn() {
        EventNotifier source = setSource();
        context.setFdHandler(source.fd(), FdHandler.reading(() -> {
            log.add("fd");
            source.testAndClear();
            context.scheduleOneshot("from fd", logging("bottom half of fd"));
        }));
        context.newTimer(ClockType.REALTIME, () -> {
                    log.add("timer");
                    context.scheduleOneshot("from timer", logging("bottom half of timer"));
                })
                .modify(0);
        assertThat(turn()).containsExactly("fd", "timer");
        assertThat(turn()).containsExactly("bottom half of fd", "bottom half of timer");
    }

    @Test
    void workMadeByAnEarlierStageIsDoneInTheSameTurn() {
        AioTimer timer = context.newTimer(ClockType.REALTIME, logging("timer"));
        context.scheduleOneshot("arm", () -> timer.modify(0));
        assertThat(turn()).containsExactly("timer");
    }
}

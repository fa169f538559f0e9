// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.aioactors.aio.linux.EventNotifier;
import org.aioactors.aio.linux.FdEvents;
import org.junit.jupiter.api.Test;

/** What is called for which readiness (S29, S30, S34, S38, S39; B6). */
class FdHandlersTest extends MonitorContract {
    private static final int UNKNOWN_FD = 9_999;

    FdHandlersTest(MonitorSetup setup) {
        super(setup);
    }

    private FdHandler readingAndWriting() {
        return FdHandler.builder()
                .onReadable(logging("read"))
                .onWritable(logging("write"))
                .build();
    }

    @Test
    void nothingReadyMeansNothingCalledAndNoProgress() {
        context.setFdHandler(source().fd(), FdHandler.reading(logging("read")));
        assertThat(context.poll(false)).isFalse();
        assertThat(log).isEmpty();
    }

    @Test
    void aReadableFdIsReported() {
        EventNotifier source = source();
        context.setFdHandler(source.fd(), FdHandler.reading(logging("read")));
        context.poll(false);
        source.set();
        assertThat(context.poll(true)).isTrue();
        assertThat(log).containsExactly("read");
    }

    @Test
    void aWritableFdIsReported() {
        context.setFdHandler(source().fd(), FdHandler.writing(logging("write")));
        assertThat(context.poll(false)).isTrue();
        assertThat(log).containsExactly("write");
    }

    @Test
    void anFdThatIsBothIsReadFirst() {
        context.setFdHandler(setSource().fd(), readingAndWriting());
        assertThat(turn()).containsExactly("read", "write");
    }

    @Test
    void onlyWhatIsReadyIsCalled() {
        context.setFdHandler(source().fd(), readingAndWriting());
        assertThat(turn()).containsExactly("write");
        assertThat(turn()).containsExactly("write");
    }

    @Test
    void readinessIsReportedUntilItIsGone() {
        EventNotifier source = setSource();
        context.setFdHandler(source.fd(), FdHandler.reading(logging("read")));
        for (int i = 0; i < 3; i++) {
            assertThat(turn()).containsExactly("read");
        }
        source.testAndClear();
        assertThat(turn()).isEmpty();
        source.set();
        assertThat(turn()).containsExactly("read");
    }

    @Test
    void aBlockingTurnSleepsUntilAnFdIsReady() {
        EventNotifier source = source();
        context.setFdHandler(source.fd(), draining("read", source));
        context.poll(false);
        kernel.onNextWait(source::set);
        assertThat(context.poll(true)).isTrue();
        assertThat(log).containsExactly("read");
        assertThat(kernel.takeWaitsNs()).containsExactly(-1L);
    }

    @Test
    void aHangUpIsForTheReader() {
        Pipe pipe = pipe();
        context.setFdHandler(pipe.readFd(), readingAndWriting());
        pipe.closeWriter();
        assertThat(turn()).containsExactly("read");
    }

    @Test
    void dataBeforeAHangUpIsRead() {
        Pipe pipe = pipe();
        context.setFdHandler(pipe.readFd(), FdHandler.reading(() -> log.add("read " + pipe.read(10))));
        pipe.write(3);
        pipe.closeWriter();
        assertThat(turn()).containsExactly("read 3");
        assertThat(turn()).containsExactly("read 0");
    }

    @Test
    void anErrorIsForBoth() {
        Pipe pipe = pipe();
        pipe.fill();
        pipe.closeReader();
        context.setFdHandler(pipe.writeFd(), readingAndWriting());
        assertThat(turn()).containsExactly("read", "write");
    }

    @Test
    void anErrorReachesAHandlerThatOnlyWrites() {
        Pipe pipe = pipe();
        pipe.fill();
        context.setFdHandler(pipe.writeFd(), FdHandler.writing(logging("write")));
        assertThat(turn()).isEmpty();
        pipe.closeReader();
        assertThat(turn()).containsExactly("write");
    }

    @Test
    void aHangUpThatNobodyReadsGoesToOnError() {
        Pipe pipe = pipe();
        FdHandler handler = FdHandler.builder()
                .onWritable(logging("write"))
                .onError(events -> log.add(FdEvents.describe(events)))
                .build();
        context.setFdHandler(pipe.readFd(), handler);
        assertThat(turn()).isEmpty();
        pipe.closeWriter();
        assertThat(context.poll(true)).isTrue();
        assertThat(takeLog()).containsExactly("HUP");
        context.removeFdHandler(pipe.readFd());
        assertThat(turn()).isEmpty();
    }

    @Test
    void anErrorCallbackAloneHearsOfErrorsAndOfNothingElse() {
        Pipe pipe = pipe();
        FdHandler handler = FdHandler.builder()
                .isReady(() -> false)
                .onError(events -> log.add(FdEvents.describe(events)))
                .build();
        context.setFdHandler(pipe.readFd(), handler);
        pipe.write(1);
        assertThat(turn()).isEmpty();
        pipe.closeWriter();
        assertThat(context.poll(true)).isTrue();
        assertThat(takeLog()).containsExactly("HUP");
        context.removeFdHandler(pipe.readFd());
        assertThat(turn()).isEmpty();
    }

    @Test
    void withoutOnErrorItGoesToTheWriter() {
        Pipe pipe = pipe();
        context.setFdHandler(pipe.readFd(), FdHandler.writing(logging("write")));
        pipe.closeWriter();
        assertThat(turn()).containsExactly("write");
    }

    @Test
    void aHandlerThatCanOnlyBeBusyPolledAsksTheKernelForNothing() {
        EventNotifier source = setSource();
        FdHandler handler = FdHandler.builder().isReady(() -> log.add("asked")).build();
        context.setFdHandler(source.fd(), handler);
        assertThat(turn()).isEmpty();
        context.setFdHandler(source.fd(), draining("read", source));
        assertThat(turn()).containsExactly("read");
        source.set();
        context.setFdHandler(source.fd(), handler);
        assertThat(turn()).isEmpty();
    }

    @Test
    void anUpdateReplacesTheHandler() {
        EventNotifier source = setSource();
        context.setFdHandler(source.fd(), FdHandler.reading(logging("old")));
        context.setFdHandler(source.fd(), FdHandler.reading(logging("new")));
        assertThat(turn()).containsExactly("new");
    }

    @Test
    void anUpdateChangesWhatIsAskedFor() {
        EventNotifier source = setSource();
        context.setFdHandler(source.fd(), FdHandler.reading(logging("read")));
        context.setFdHandler(source.fd(), FdHandler.writing(logging("write")));
        assertThat(turn()).containsExactly("write");
        context.setFdHandler(source.fd(), FdHandler.reading(logging("read")));
        assertThat(turn()).containsExactly("read");
        context.setFdHandler(source.fd(), readingAndWriting());
        assertThat(turn()).containsExactly("read", "write");
    }

    @Test
    void aRemovedHandlerIsNotCalled() {
        EventNotifier source = setSource();
        context.setFdHandler(source.fd(), readingAndWriting());
        assertThat(turn()).isNotEmpty();
        context.removeFdHandler(source.fd());
        assertThat(turn()).isEmpty();
        context.removeFdHandler(source.fd());
    }

    @Test
    void aRemovedFdMayBeAddedAgain() {
        EventNotifier source = setSource();
        for (int i = 0; i < 100; i++) {
            context.setFdHandler(source.fd(), FdHandler.reading(logging("read")));
            if (i % 3 != 0) {
                assertThat(turn()).containsExactly("read");
            }
            context.removeFdHandler(source.fd());
        }
        assertThat(turn()).isEmpty();
    }

    @Test
    void removingAnUnknownFdDoesNotEvenWakeTheLoop() {
        context.removeFdHandler(UNKNOWN_FD);
        kernel.onNextWait(context::notifyContext);
        assertThat(context.poll(true)).isFalse();
        assertThat(kernel.takeWaitsNs()).containsExactly(-1L);
    }

    @Test
    void handlersMayBeSetFromAnotherThread() {
        EventNotifier source = setSource();
        onOtherThread(() -> context.setFdHandler(source.fd(), FdHandler.reading(logging("read"))));
        assertThat(turn()).containsExactly("read");
        onOtherThread(() -> context.setFdHandler(source.fd(), FdHandler.reading(logging("updated"))));
        assertThat(turn()).containsExactly("updated");
        onOtherThread(() -> context.removeFdHandler(source.fd()));
        assertThat(turn()).isEmpty();
    }

    @Test
    void handlersSetWhileTheLoopSleepsAreServed() {
        EventNotifier source = setSource();
        kernel.onNextWait(() -> onOtherThread(() -> context.setFdHandler(source.fd(), draining("read", source))));
        pollUntilProgress(context);
        assertThat(log).containsExactly("read");
    }

    @Test
    void aHandlerRemovedWhileTheLoopSleepsIsNotCalled() {
        EventNotifier source = source();
        context.setFdHandler(source.fd(), FdHandler.reading(logging("read")));
        context.poll(false);
        kernel.onNextWait(() -> onOtherThread(() -> {
            source.set();
            context.removeFdHandler(source.fd());
        }));
        assertThat(context.poll(true)).isFalse();
        assertThat(turn()).isEmpty();
    }

    @Test
    void oneInstanceMayServeManyFds() {
        FdHandler shared = FdHandler.reading(logging("read"));
        context.setFdHandler(setSource().fd(), shared);
        context.setFdHandler(setSource().fd(), shared);
        assertThat(turn()).containsExactly("read", "read");
    }

    @Test
    void aNegativeFdIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> context.setFdHandler(-1, readingAndWriting()))
                .withMessage("setFdHandler: fd must not be negative: -1");
        context.removeFdHandler(UNKNOWN_FD);
    }

    @Test
    void aHandlerWithoutCallbacksIsRefused() {
        assertThatIllegalStateException()
                .isThrownBy(() ->
                        FdHandler.builder().onError(events -> {}).external().build())
                .withMessageContaining("at least one of onReadable, onWritable, onPriority, onPeerClosed and isReady")
                .withMessageContaining("removeFdHandler");
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.aioactors.aio.linux.EventNotifier;
import org.junit.jupiter.api.Test;

/** Handlers that are called once, stay registered, and are silent until they are armed again. */
class OneShotTest extends MonitorContract {
    OneShotTest(MonitorSetup setup) {
        super(setup);
    }

    private static FdHandler once(Runnable onReadable) {
        return FdHandler.builder().onReadable(onReadable).oneShot().build();
    }

    @Test
    void itIsCalledOnceUntilItIsArmedAgain() {
        EventNotifier source = setSource();
        context.setFdHandler(source.fd(), once(logging("read")));
        assertThat(turn()).containsExactly("read");
        for (int i = 0; i < 3; i++) {
            assertThat(turn()).isEmpty();
        }
        assertThat(context.rearmFdHandler(source.fd())).isTrue();
        assertThat(turn()).as("readable still").containsExactly("read");
        assertThat(turn()).isEmpty();
        source.testAndClear();
        context.rearmFdHandler(source.fd());
        assertThat(turn()).isEmpty();
        source.set();
        assertThat(turn()).containsExactly("read");
    }

    @Test
    void aSilentOneDoesNotKeepTheLoopAwake() {
        EventNotifier source = setSource();
        context.setFdHandler(source.fd(), once(logging("read")));
        assertThat(turn()).containsExactly("read");
        context.poll(false);
        kernel.takeWaitsNs();
        kernel.onNextWait(context::notifyContext);
        assertThat(context.poll(true)).isFalse();
        assertThat(kernel.takeWaitsNs()).containsExactly(-1L);
    }

    @Test
    void nothingIsToBeArmedBeforeItWasCalled() {
        EventNotifier source = source();
        assertThat(context.rearmFdHandler(source.fd())).isFalse();
        context.setFdHandler(source.fd(), once(logging("read")));
        assertThat(context.rearmFdHandler(source.fd())).isFalse();
        context.setFdHandler(source.fd(), FdHandler.reading(logging("always")));
        assertThat(context.rearmFdHandler(source.fd())).isFalse();
    }

    @Test
    void itsCallbackMayArmItAgain() {
        EventNotifier source = setSource();
        context.setFdHandler(source.fd(), once(() -> log.add("read " + context.rearmFdHandler(source.fd()))));
        assertThat(turn()).containsExactly("read true");
        assertThat(turn()).containsExactly("read true");
    }

    @Test
    void armedByAnotherThreadItEndsTheSleep() {
        EventNotifier source = setSource();
        context.setFdHandler(source.fd(), once(logging("read")));
        assertThat(turn()).containsExactly("read");
        context.poll(false);
        kernel.onNextWait(() -> onOtherThread(() -> context.rearmFdHandler(source.fd())));
        pollUntilProgress(context);
        assertThat(takeLog()).containsExactly("read");
    }

    @Test
    void setAnewItIsArmed() {
        EventNotifier source = setSource();
        context.setFdHandler(source.fd(), once(logging("first")));
        assertThat(turn()).containsExactly("first");
        context.setFdHandler(source.fd(), once(logging("second")));
        assertThat(turn()).containsExactly("second");
        assertThat(turn()).isEmpty();
    }

    @Test
    void aSilentOneCanBeRemoved() {
        Pipe pipe = pipe();
        pipe.write(1);
        context.setFdHandler(pipe.readFd(), once(logging("read")));
        assertThat(turn()).containsExactly("read");
        context.removeFdHandler(pipe.readFd());
        assertThat(context.rearmFdHandler(pipe.readFd())).isFalse();
        assertThat(turn()).isEmpty();
    }

    @Test
    void oneThatIsSkippedIsStillArmed() {
        EventNotifier source = setSource();
        EventNotifier other = setSource();
        FdHandler external = FdHandler.builder()
                .onReadable(logging("external"))
                .external()
                .oneShot()
                .build();
        context.setFdHandler(source.fd(), external);
        context.setFdHandler(other.fd(), disablingExternal(other));
        assertThat(turn()).contains("disable");
        context.rearmFdHandler(source.fd());
        assertThat(turn()).isEmpty();
        context.enableExternal();
        assertThat(turn()).containsExactly("external");
        assertThat(turn()).isEmpty();
    }

    @Test
    void itHearsOfReadingAndWritingTogether() {
        EventNotifier source = setSource();
        FdHandler both = FdHandler.builder()
                .onReadable(logging("read"))
                .onWritable(logging("write"))
                .oneShot()
                .build();
        context.setFdHandler(source.fd(), both);
        assertThat(turn()).containsExactly("read", "write");
        assertThat(turn()).isEmpty();
    }

    @Test
    void onceCalledForAHangUpItIsSilent() {
        Pipe pipe = pipe();
        context.setFdHandler(pipe.readFd(), once(logging("end")));
        context.poll(false);
        pipe.closeWriter();
        assertThat(turn()).containsExactly("end");
        assertThat(turn()).isEmpty();
    }

    /** Its test says yes while the kernel still watches for it: it is called once all the same. */
    @Test
    void calledByItsOwnTestItIsSilentToo() {
        context.setPollParams(new PollParams(1_000_000_000, 0, 0));
        EventNotifier source = setSource();
        boolean[] hasWork = new boolean[1];
        FdHandler handler = FdHandler.builder()
                .onReadable(() -> {
                    log.add("read");
                    hasWork[0] = false;
                    source.testAndClear();
                })
                .isReady(() -> hasWork[0])
                .oneShot()
                .build();
        context.setFdHandler(source.fd(), handler);
        assertThat(turn()).containsExactly("read"); // and so it is busy-polled from now on
        kernel.onNextWait(context::notifyContext);
        context.poll(true);
        context.poll(false); // the time to busy-poll grows from 0
        context.rearmFdHandler(source.fd());
        hasWork[0] = true;
        pollUntilProgress(context);
        assertThat(takeLog()).containsExactly("read");
        source.set();
        hasWork[0] = true;
        for (int i = 0; i < 3; i++) {
            assertThat(turn()).isEmpty();
        }
        context.rearmFdHandler(source.fd());
        pollUntilProgress(context);
        assertThat(takeLog()).containsExactly("read");
    }

    @Test
    void itGoesAlongToAnotherMonitor() {
        EventNotifier source = setSource();
        context.setFdHandler(source.fd(), once(logging("read")));
        assertThat(turn()).containsExactly("read");
        context.foreignLoop();
        assertThat(turn()).isEmpty();
        context.rearmFdHandler(source.fd());
        assertThat(turn()).containsExactly("read");
    }

    @Test
    void insideAnotherLoopsWaitItIsHeardOf() {
        EventNotifier source = setSource();
        ForeignLoop guest = context.foreignLoop();
        try (PpollHost host = new PpollHost(guest)) {
            context.setFdHandler(source.fd(), once(logging("read")));
            while (log.isEmpty()) {
                host.turn(false);
            }
            assertThat(takeLog()).containsExactly("read");
            host.turn(false);
            host.onNextWait(() -> context.rearmFdHandler(source.fd()));
            while (log.isEmpty()) {
                host.turn(true);
            }
            assertThat(takeLog()).containsExactly("read");
            host.onNextWait(() -> {
                context.rearmFdHandler(source.fd());
                context.poll(false);
            });
            while (log.isEmpty()) {
                host.turn(true);
            }
            assertThat(takeLog()).containsExactly("read");
        }
    }

    @Test
    void theReferenceHasNone() {
        AioContext reference = closing(builder()
                .semantics(Semantics.REFERENCE)
                .fdMonitor(context.fdMonitor())
                .build());
        assertThatThrownBy(() -> reference.setFdHandler(source().fd(), once(() -> {})))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("one-shot");
    }
}

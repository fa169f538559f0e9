// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.aioactors.aio.linux.EventNotifier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** External handlers are held back while external is disabled (S40). */
class ExternalTest extends MonitorContract {
    private EventNotifier external;
    private EventNotifier internal;

    ExternalTest(MonitorSetup setup) {
        super(setup);
    }

    @BeforeEach
    void watchBoth() {
        external = source();
        internal = source();
        watch(external, "external");
        context.setFdHandler(internal.fd(), draining("internal", internal));
        context.poll(false);
    }

    private void watch(EventNotifier source, String name) {
        FdHandler handler = FdHandler.builder()
                .onReadable(() -> {
                    log.add(name);
                    source.testAndClear();
                })
                .external()
                .build();
        context.setFdHandler(source.fd(), handler);
    }

    private void setBoth() {
        external.set();
        internal.set();
    }

    @Test
    void enabledTheyAreServedLikeOthers() {
        setBoth();
        assertThat(turn()).containsExactlyInAnyOrder("external", "internal");
    }

    @Test
    void disabledOnlyTheOthersAreServed() {
        context.disableExternal();
        setBoth();
        assertThat(turn()).containsExactly("internal");
        assertThat(turn()).isEmpty();
        context.enableExternal();
        assertThat(turn()).containsExactly("external");
    }

    @Test
    void theLoopSleepsAlthoughOneIsReady() {
        context.disableExternal();
        external.set();
        context.poll(false);
        kernel.onNextWait(internal::set);
        assertThat(context.poll(true)).isTrue();
        assertThat(log).containsExactly("internal");
    }

    @Test
    void disablingCounts() {
        context.disableExternal();
        context.disableExternal();
        setBoth();
        context.enableExternal();
        assertThat(turn()).containsExactly("internal");
        context.enableExternal();
        assertThat(turn()).containsExactly("external");
    }

    @Test
    void enablingTooOftenIsRefused() {
        assertThatIllegalStateException()
                .isThrownBy(context::enableExternal)
                .withMessage("enableExternal without a disableExternal before it");
        setBoth();
        assertThat(turn()).hasSize(2);
    }

    @Test
    void aReadyOneDisabledInTheMiddleOfABatchIsReportedLater() {
        EventNotifier second = setSource();
        external.set();
        watch(second, "second");
        context.scheduleOneshot("disable, after the kernel was asked", context::disableExternal);
        assertThat(turn()).isEmpty();
        context.enableExternal();
        assertThat(turn()).containsExactlyInAnyOrder("external", "second");
    }

    @Test
    void aHangUpIsHeldBackToo() {
        Pipe pipe = pipe();
        FdHandler handler = FdHandler.builder()
                .onWritable(logging("write"))
                .onError(events -> log.add("error"))
                .external()
                .build();
        context.setFdHandler(pipe.readFd(), handler);
        pipe.closeWriter();
        context.scheduleOneshot("disable, after the kernel was asked", context::disableExternal);
        assertThat(turn()).isEmpty();
        assertThat(turn()).isEmpty();
        context.enableExternal();
        assertThat(turn()).containsExactly("error");
    }

    @Test
    void disabledInItsOwnReadCallbackItIsNotWritten() {
        FdHandler handler = FdHandler.builder()
                .onReadable(() -> {
                    log.add("read");
                    external.testAndClear();
                    context.disableExternal();
                })
                .onWritable(logging("write"))
                .external()
                .build();
        context.setFdHandler(external.fd(), handler);
        external.set();
        assertThat(turn()).containsExactly("read");
        assertThat(turn()).isEmpty();
        context.enableExternal();
        assertThat(turn()).containsExactly("write");
    }

    @Test
    void enablingWakesTheSleepingLoop() {
        context.disableExternal();
        external.set();
        context.poll(false);
        kernel.onNextWait(() -> onOtherThread(context::enableExternal));
        pollUntilProgress(context);
        assertThat(log).containsExactly("external");
    }

    @Test
    void disablingWorksWhileTheLoopSleeps() {
        kernel.onNextWait(() -> onOtherThread(() -> {
            context.disableExternal();
            external.set();
            context.notifyContext();
        }));
        assertThat(context.poll(true)).isFalse();
        assertThat(log).isEmpty();
        kernel.onNextWait(internal::set);
        assertThat(context.poll(true)).isTrue();
        assertThat(takeLog()).containsExactly("internal");
        context.enableExternal();
        assertThat(turn()).containsExactly("external");
    }

    @Test
    void theyMayBeSetAndRemovedWhileDisabled() {
        context.disableExternal();
        EventNotifier added = setSource();
        watch(added, "added");
        context.removeFdHandler(external.fd());
        setBoth();
        assertThat(turn()).containsExactly("internal");
        context.enableExternal();
        assertThat(turn()).containsExactly("added");
    }

    @Test
    void whileDisabledAHandlerMayBecomeExternalOrStopToBe() {
        context.disableExternal();
        context.setFdHandler(external.fd(), draining("not external any more", external));
        watch(internal, "external now");
        setBoth();
        assertThat(turn()).containsExactly("not external any more");
        context.enableExternal();
        assertThat(turn()).containsExactly("external now");
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.aioactors.aio.linux.EventNotifier;
import org.junit.jupiter.api.Test;

/** Calls of a foreign loop on the wrong thread, in the wrong order or at the wrong time. */
class ForeignLoopMisuseTest extends ForeignLoopContract {
    ForeignLoopMisuseTest(MonitorSetup setup) {
        super(setup);
    }

    @Test
    void checkNeedsPrepare() {
        assertThatIllegalStateException()
                .isThrownBy(guest::check)
                .withMessage("ForeignLoop.check: nothing is prepared; call prepare first, and this before check and"
                        + " dispatch (context 'test')");
    }

    @Test
    void checkingTwiceNeedsAnotherPrepare() {
        guest.prepare();
        guest.check();
        assertThatIllegalStateException().isThrownBy(guest::check);
    }

    @Test
    void dispatchNeedsPrepare() {
        assertThatIllegalStateException()
                .isThrownBy(guest::dispatch)
                .withMessage("ForeignLoop.dispatch: nothing is prepared; call prepare first, once for each dispatch"
                        + " (context 'test')");
    }

    @Test
    void dispatchingTwiceNeedsAnotherPrepare() {
        guest.prepare();
        guest.dispatch();
        assertThatIllegalStateException().isThrownBy(guest::dispatch);
    }

    @Test
    void reportsBelongBetweenPrepareAndCheck() {
        assertThatIllegalStateException().isThrownBy(() -> guest.setRevents(0, 1));
        guest.prepare();
        guest.setRevents(0, 0);
        guest.check();
        assertThatIllegalStateException()
                .isThrownBy(() -> guest.setRevents(0, 1))
                .withMessageStartingWith("ForeignLoop.setRevents: nothing is prepared");
        assertThatIllegalStateException().isThrownBy(guest::timeoutMs);
    }

    @Test
    void thereAreOnlySoManyEntries() {
        guest.prepare();
        int count = guest.fdCount();
        assertThatThrownBy(() -> guest.fd(count)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> guest.events(count)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> guest.setRevents(count, 1)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void otherThreadsAreRefused() {
        guest.prepare();
        Runnable[] calls = {
            context::foreignLoop,
            guest::prepare,
            guest::timeoutMs,
            guest::version,
            guest::fdCount,
            () -> guest.fd(0),
            () -> guest.events(0),
            () -> guest.setRevents(0, 1),
            guest::check,
            guest::dispatch
        };
        for (Runnable call : calls) {
            onOtherThread(() -> assertThatIllegalStateException()
                    .isThrownBy(call::run)
                    .withMessageContaining("context 'test' belongs to thread"));
        }
    }

    @Test
    void aClosedContextIsRefused() {
        guest.prepare();
        context.close();
        assertThatIllegalStateException()
                .isThrownBy(guest::check)
                .withMessage("ForeignLoop.check: context 'test' is closed");
        assertThatIllegalStateException().isThrownBy(guest::prepare);
        assertThatIllegalStateException().isThrownBy(guest::dispatch);
        assertThatIllegalStateException().isThrownBy(guest::version);
        assertThatIllegalStateException().isThrownBy(context::foreignLoop);
    }

    @Test
    void closingIsRefusedInsideADispatch() {
        context.scheduleOneshot("close", () -> {
            assertThatIllegalStateException().isThrownBy(context::close);
            log.add("refused");
        });
        assertThat(look()).containsExactly("refused");
    }

    @Test
    void prepareIsRefusedInsideItself() {
        EventNotifier source = becomeMember(() -> {
            assertThatIllegalStateException()
                    .isThrownBy(guest::prepare)
                    .withMessageStartingWith("ForeignLoop.prepare: called from inside itself");
            assertThatIllegalStateException().isThrownBy(guest::check);
            assertThatIllegalStateException().isThrownBy(guest::dispatch);
            log.add("refused");
        });
        assertThat(guest.prepare()).isNegative();
        assertThat(takeLog()).containsExactly("refused");
        source.set();
        assertThat(look()).containsExactly("read");
    }

    /** An fd that is being busy-polled when this returns: {@code onEnd} runs when the other loop prepares. */
    private EventNotifier becomeMember(Runnable onEnd) {
        EventNotifier source = setSource();
        context.setFdHandler(
                source.fd(),
                FdHandler.builder()
                        .onReadable(() -> {
                            log.add("read");
                            source.testAndClear();
                        })
                        .isReady(() -> false)
                        .build());
        context.setPollCallbacks(source.fd(), null, onEnd);
        context.setPollParams(new PollParams(1_000_000_000, 0, 0));
        context.poll(false);
        new AioContextProbe(context).startPolling();
        takeLog();
        return source;
    }
}

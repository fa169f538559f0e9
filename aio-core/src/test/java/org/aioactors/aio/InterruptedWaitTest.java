// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.List;
import org.aioactors.aio.linux.Errno;
import org.aioactors.aio.linux.EventNotifier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A signal that interrupts a wait is no event: the loop sleeps on (S51, B7). */
class InterruptedWaitTest extends MonitorContract {
    private EventNotifier source;

    InterruptedWaitTest(MonitorSetup setup) {
        super(setup);
    }

    @BeforeEach
    void watch() {
        source = source();
        context.setFdHandler(source.fd(), draining("read", source));
        context.poll(false);
    }

    private void interruptNext(String method) {
        faulty.fail(method, faulty.calls(method) + 1, Errno.EINTR);
    }

    @Test
    void aLookThatIsInterruptedIsDoneAgainInTheNextTurn() {
        if (setup.isIoUring()) {
            return; // its looks make no system call when there is nothing to submit
        }
        source.set();
        interruptNext(setup.waitMethod());
        assertThat(context.poll(false)).isFalse();
        assertThat(context.poll(false)).isTrue();
        assertThat(log).containsExactly("read");
    }

    @Test
    void aSleepThatIsInterruptedGoesOn() {
        interruptNext(setup.waitMethod());
        kernel.onNextWait(() -> kernel.onNextWait(source::set));
        assertThat(context.poll(true)).isTrue();
        assertThat(log).containsExactly("read");
        assertThat(kernel.takeWaitsNs()).containsExactly(-1L, -1L);
    }

    @Test
    void soDoesOneWithATimeout() {
        AioTimer timer = context.newTimer(ClockType.REALTIME, logging("timer"));
        timer.modify(context.nowNs(ClockType.REALTIME) + 20_000_000);
        context.poll(false);
        kernel.takeWaitsNs();
        interruptNext(setup.timedWaitMethod());
        assertThat(context.poll(true)).isTrue();
        assertThat(log).containsExactly("timer");
        List<Long> waitsNs = kernel.takeWaitsNs();
        // Signals of the machine's own may interrupt it as well.
        assertThat(waitsNs).hasSizeGreaterThanOrEqualTo(2).isSortedAccordingTo(Comparator.reverseOrder());
        assertThat(waitsNs.get(1)).isBetween(1L, waitsNs.get(0) - 1);
    }

    @Test
    void bottomHalvesOfTheInterruptedTurnRun() {
        interruptNext(setup.waitMethod());
        kernel.onNextWait(() -> context.scheduleOneshot("work", logging("work")));
        assertThat(context.poll(true)).isTrue();
        assertThat(log).containsExactly("work");
    }

    @Test
    void anInterruptedNotificationIsRepeated() {
        faulty.fail("write", faulty.calls("write") + 1, Errno.EINTR);
        faulty.fail("write", faulty.calls("write") + 2, Errno.EINTR);
        kernel.onNextWait(() -> onOtherThread(() -> context.scheduleOneshot("work", logging("work"))));
        pollUntilProgress(context);
        assertThat(log).containsExactly("work");
        assertThat(faulty.calls("write")).isEqualTo(3);
    }
}

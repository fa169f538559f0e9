// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

import static org.assertj.core.api.Assertions.assertThat;

import org.aioactors.aio.linux.Errno;
import org.aioactors.aio.linux.EventNotifier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A signal that interrupts a wait ends the turn and nothing else (S51). */
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
        source.set();
        interruptNext(setup.isEpoll() ? "epollWait" : "ppoll");
        assertThat(context.poll(false)).isFalse();
        assertThat(context.poll(false)).isTrue();
        assertThat(log).containsExactly("read");
    }

    @Test
    void aSleepThatIsInterruptedReturnsWithoutProgress() {
        interruptNext(setup.isEpoll() ? "epollWait" : "ppoll");
        assertThat(context.poll(true)).isFalse();
        kernel.onNextWait(source::set);
        assertThat(context.poll(true)).isTrue();
        assertThat(log).containsExactly("read");
    }

    @Test
    void soDoesOneWithATimeout() {
        AioTimer timer = context.newTimer(ClockType.REALTIME, logging("timer"));
        timer.modify(context.nowNs(ClockType.REALTIME) + 1_000_000_000);
        context.poll(false);
        interruptNext("ppoll"); // also on epoll, whose own timeouts are too coarse
        assertThat(context.poll(true)).isFalse();
        timer.modify(0);
        assertThat(turn()).containsExactly("timer");
    }

    @Test
    void bottomHalvesOfTheInterruptedTurnRun() {
        interruptNext(setup.isEpoll() ? "epollWait" : "ppoll");
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

// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.aioactors.aio.linux.EventNotifier;
import org.junit.jupiter.api.BeforeEach;

/**
 * Busy polling in fake time: each reading of the clock costs a microsecond, and a wait takes as long as its timeout. The
 * busy-poll time is 4 µs from the first turn on.
 */
abstract class BusyPollingContract extends MonitorContract {
    static final long TICK_NS = 1_000;
    static final long POLL_NS = 4_000;
    static final PollParams PARAMS = new PollParams(1_000_000, 0, 0);

    final FakeClock clock = new FakeClock(1_000_000_000);

    /** What user space says of the fds. */
    final Map<String, Boolean> ready = new HashMap<>();

    /** What to do, once, when a member is asked. */
    final Map<String, Runnable> onAsked = new HashMap<>();

    BusyPollingContract(MonitorSetup setup) {
        super(setup);
    }

    @Override
    AioContextBuilder builder() {
        return super.builder().clock(clock).pollParams(PARAMS);
    }

    @BeforeEach
    void growPollTime() {
        clock.tick(TICK_NS);
        kernel.sleepIn(clock);
        context.poll(false);
        kernel.onNextWait(() -> onOtherThread(context::notifyContext));
        context.poll(true);
        assertThat(context.pollNs()).isEqualTo(POLL_NS);
        kernel.takeWaitsNs();
        kernel.takeLooks();
    }

    FdHandler.Builder handler(String name, EventNotifier source) {
        return FdHandler.builder()
                .onReadable(() -> {
                    log.add("read " + name);
                    source.testAndClear();
                })
                .isReady(() -> isReady(name));
    }

    private boolean isReady(String name) {
        log.add("ask " + name);
        Runnable action = onAsked.remove(name);
        if (action != null) {
            action.run();
        }
        return ready.getOrDefault(name, false);
    }

    /** A handler that has fired, and so is busy-polled. */
    EventNotifier member(String name) {
        EventNotifier source = setSource();
        context.setFdHandler(source.fd(), handler(name, source).build());
        context.setPollCallbacks(source.fd(), logging("begin " + name), logging("end " + name));
        context.poll(false);
        log.clear();
        return source;
    }

    /** A blocking turn, whose sleep, if it comes to one, is ended by a notification. Nothing is left of it for the next. */
    List<String> blockingTurn() {
        kernel.onNextWait(context::notifyContext);
        context.poll(true);
        kernel.onNextWait(() -> {});
        return takeLog();
    }

    /** Blocking turns until the loop has slept: one that its own callbacks have notified does not (S19). */
    List<String> turnsUntilAsleep() {
        List<String> called = new ArrayList<>();
        kernel.takeWaitsNs();
        for (int i = 0; i < 8; i++) {
            called.addAll(blockingTurn());
            if (!kernel.takeWaitsNs().isEmpty()) {
                return called;
            }
        }
        throw new AssertionError("the loop did not go to sleep");
    }
}

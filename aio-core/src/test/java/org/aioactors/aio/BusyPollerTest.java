// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

import static org.assertj.core.api.Assertions.assertThat;

import org.aioactors.aio.linux.EventNotifier;
import org.junit.jupiter.api.Test;

/** Who is busy-polled, for how long, and what comes of it (S34, S41 to S46; B1, B2). */
class BusyPollerTest extends BusyPollingContract {
    BusyPollerTest(MonitorSetup setup) {
        super(setup);
    }

    @Test
    void aHandlerIsBusyPolledFromItsFirstEventOn() {
        EventNotifier source = source();
        context.setFdHandler(source.fd(), handler("a", source).build());
        context.poll(false);
        assertThat(blockingTurn()).isEmpty();
        source.set();
        assertThat(turn()).containsExactly("read a");
        assertThat(blockingTurn()).contains("ask a");
    }

    @Test
    void itIsAskedForTheBusyPollTimeThenOnceMoreAfterTheEnd() {
        member("a");
        assertThat(context.pollNs()).isEqualTo(POLL_NS);
        long beforeNs = clock.timeNs();
        assertThat(blockingTurn()).containsExactly("begin a", "ask a", "ask a", "ask a", "ask a", "end a", "ask a");
        assertThat(kernel.takeWaitsNs()).containsExactly(-1L);
        assertThat(clock.timeNs() - beforeNs).isLessThanOrEqualTo(POLL_NS + 5 * TICK_NS);
    }

    @Test
    void whatIsFoundReadyIsReadAfterTheBottomHalvesWithoutASystemCall() {
        member("a");
        kernel.takeLooks();
        ready.put("a", true);
        onAsked.put("a", () -> context.scheduleOneshot("bottom half", logging("bottom half")));
        assertThat(context.poll(true)).isTrue();
        assertThat(takeLog()).containsExactly("begin a", "ask a", "bottom half", "read a");
        assertThat(kernel.takeWaitsNs()).isEmpty();
        assertThat(kernel.takeLooks()).isEqualTo(setup.isIoUring() ? 1 : 0); // it arms the fd again
    }

    @Test
    void allThatAreReadyInARoundAreFound() {
        member("a");
        member("b");
        member("c");
        ready.put("a", true);
        ready.put("c", true);
        assertThat(blockingTurn())
                .containsExactly("begin c", "begin b", "begin a", "ask c", "ask b", "ask a", "read a", "read c");
    }

    @Test
    void pollModeIsLeftOnlyBeforeARealWait() {
        member("a");
        ready.put("a", true);
        assertThat(blockingTurn()).startsWith("begin a");
        for (int i = 0; i < 20; i++) {
            assertThat(blockingTurn()).containsExactly("ask a", "read a");
        }
        assertThat(turn()).isEmpty();
        context.scheduleOneshot("work", logging("work"));
        assertThat(blockingTurn()).containsExactly("work");
        ready.put("a", false);
        assertThat(blockingTurn()).endsWith("end a", "ask a").doesNotContain("begin a");
        assertThat(kernel.takeWaitsNs()).containsExactly(-1L);
    }

    @Test
    void aNotificationFromTheLoopItselfIsNoReasonToLeavePollMode() {
        member("a");
        ready.put("a", true);
        blockingTurn();
        ready.put("a", false);
        context.notifyContext();
        assertThat(context.poll(true)).isFalse();
        assertThat(takeLog()).contains("ask a").doesNotContain("end a");
        assertThat(blockingTurn()).startsWith("ask a").endsWith("end a", "ask a");
        assertThat(kernel.takeWaitsNs()).containsExactly(-1L);
    }

    @Test
    void whatComesAfterTheEndIsNotSleptOn() {
        EventNotifier source = member("a");
        context.setPollCallbacks(source.fd(), logging("begin a"), () -> {
            log.add("end a");
            ready.put("a", true);
        });
        assertThat(blockingTurn()).endsWith("end a", "ask a", "read a");
        assertThat(kernel.takeWaitsNs()).isEmpty();
    }

    @Test
    void oneThatJoinsWhilePollModeIsOnHearsOfItAtOnce() {
        member("a");
        ready.put("a", true);
        blockingTurn();
        EventNotifier late = setSource();
        context.setFdHandler(late.fd(), handler("b", late).build());
        context.setPollCallbacks(late.fd(), logging("begin b"), logging("end b"));
        assertThat(turn()).containsExactly("begin b", "read b");
        assertThat(blockingTurn()).containsExactly("ask b", "ask a", "read a");
    }

    @Test
    void aTurnThatDoesNotBlockAsksNobody() {
        member("a");
        ready.put("a", true);
        assertThat(turn()).isEmpty();
        context.scheduleOneshot("work", logging("work"));
        assertThat(blockingTurn()).containsExactly("work");
    }

    @Test
    void aHandlerThatOnlyTheKernelCanJudgeIsLookedForWhileItSpins() {
        member("a");
        EventNotifier plain = source();
        context.setFdHandler(plain.fd(), draining("plain", plain));
        context.poll(false);
        kernel.takeLooks();
        onAsked.put("a", plain::set);
        assertThat(blockingTurn()).containsExactly("begin a", "ask a", "plain");
        assertThat(kernel.takeWaitsNs()).isEmpty();
    }

    @Test
    void looksAreNotMoreFrequentThanAMicrosecond() {
        member("a");
        EventNotifier plain = source();
        context.setFdHandler(plain.fd(), draining("plain", plain));
        context.poll(false);
        kernel.takeLooks();
        assertThat(blockingTurn()).contains("ask a").endsWith("end a", "ask a");
        long spinNs = POLL_NS + TICK_NS;
        int expected = setup.isIoUring() ? 0 : 1; // the ring shows it in memory
        assertThat(kernel.takeLooks()).isBetween(expected, (int) (expected * (1 + spinNs / 1_000)));
        assertThat(kernel.takeWaitsNs()).hasSize(1);
    }

    @Test
    void halfOfTheTimeIsLeftForTestsAndNotificationsWhereLooksAreSlow() {
        member("a");
        EventNotifier plain = source();
        context.setFdHandler(plain.fd(), draining("plain", plain));
        context.poll(false);
        clock.tick(TICK_NS / 4);
        kernel.looksTake(POLL_NS / 2 - TICK_NS / 4);
        kernel.takeLooks();
        assertThat(blockingTurn()).contains("ask a").endsWith("end a", "ask a");
        assertThat(kernel.takeLooks()).isEqualTo(setup.isIoUring() ? 0 : 1);
    }

    @Test
    void aTurnThatANotificationEndsAtOnceDoesNotPayForALook() {
        member("a");
        EventNotifier plain = source();
        context.setFdHandler(plain.fd(), draining("plain", plain));
        context.poll(false);
        clock.tick(TICK_NS / 4);
        kernel.takeLooks();
        onAsked.put("a", () -> onAsked.put("a", () -> onOtherThread(context::notifyContext)));
        assertThat(context.poll(true)).isFalse();
        assertThat(takeLog()).containsExactly("begin a", "ask a", "ask a");
        assertThat(kernel.takeLooks()).isZero();
    }

    @Test
    void withoutAHandlerThatOnlyTheKernelCanJudgeThereIsNoLook() {
        member("a");
        kernel.takeLooks();
        assertThat(blockingTurn()).contains("ask a");
        int submissions = setup.isIoUring() ? 1 : 0; // arms the poll of "a" again
        assertThat(kernel.takeLooks()).isEqualTo(submissions);
    }

    @Test
    void oneThatIsAddedWhilePollModeIsOnIsLookedFor() {
        member("a");
        ready.put("a", true);
        blockingTurn();
        EventNotifier plain = source();
        context.setFdHandler(plain.fd(), draining("plain", plain));
        context.poll(false);
        ready.put("a", false);
        onAsked.put("a", plain::set);
        assertThat(blockingTurn()).containsExactly("ask a", "plain");
        assertThat(kernel.takeWaitsNs()).isEmpty();
    }

    @Test
    void itEndsWhenATimerIsDue() {
        member("a");
        AioTimer timer = context.newTimer(ClockType.REALTIME, logging("timer"));
        timer.modify(clock.timeNs() + 8 * TICK_NS);
        context.poll(false);
        assertThat(context.poll(true)).isTrue();
        assertThat(takeLog()).startsWith("begin a", "ask a").endsWith("timer").doesNotContain("end a");
        assertThat(kernel.takeWaitsNs()).isEmpty();
    }

    @Test
    void whatItTookIsTakenOffTheSleep() {
        member("a");
        AioTimer timer = context.newTimer(ClockType.REALTIME, logging("timer"));
        long dueNs = clock.timeNs() + 1_000_000;
        timer.modify(dueNs);
        context.poll(false);
        context.poll(true);
        assertThat(kernel.takeWaitsNs()).singleElement().satisfies(waitNs -> assertThat(waitNs)
                .isBetween(1_000_000 - POLL_NS - 10 * TICK_NS, 1_000_000 - POLL_NS));
    }

    @Test
    void aNotificationEndsIt() {
        member("a");
        blockingTurn();
        onAsked.put("a", () -> onOtherThread(() -> context.scheduleOneshot("work", logging("work"))));
        assertThat(context.poll(true)).isTrue();
        assertThat(takeLog()).containsExactly("begin a", "ask a", "work");
        assertThat(kernel.takeWaitsNs()).containsExactly(-1L);
    }

    @Test
    void aNotificationWithoutWorkEndsItWithoutProgress() {
        member("a");
        blockingTurn();
        onAsked.put("a", () -> onOtherThread(context::notifyContext));
        assertThat(context.poll(true)).isFalse();
        assertThat(takeLog()).containsExactly("begin a", "ask a");
    }

    @Test
    void aHandlerThatAnotherThreadAddsAndThatCanNotBeAskedIsServedAtOnce() {
        member("a");
        EventNotifier plain = setSource();
        onAsked.put("a", () -> onOtherThread(() -> context.setFdHandler(plain.fd(), draining("plain", plain))));
        assertThat(turnsUntilAsleep()).startsWith("begin a", "ask a").contains("plain");
    }

    @Test
    void aFailingTestIsReportedAndMeansNotReady() {
        EventNotifier source = source();
        FdHandler handler = FdHandler.builder()
                .onReadable(source::testAndClear)
                .isReady(() -> {
                    throw new IllegalArgumentException("on purpose");
                })
                .build();
        context.setFdHandler(source.fd(), handler);
        source.set();
        context.poll(false);
        assertThat(blockingTurn()).isEmpty();
        assertThat(kernel.takeWaitsNs()).containsExactly(-1L);
        assertThat(takeErrors())
                .hasSizeGreaterThan(1)
                .containsOnly("isReady of 'fd " + source.fd() + "': java.lang.IllegalArgumentException: on purpose");
    }

    @Test
    void whatTheKernelReportsAddsToWhatWasFound() {
        EventNotifier source = setSource();
        FdHandler both = handler("a", source).onWritable(logging("write a")).build();
        context.setFdHandler(source.fd(), both);
        context.poll(false);
        log.clear();
        ready.put("a", true);
        // The kernel, asked every eighth time, says writable only; user space says readable.
        for (int i = 0; i < 20; i++) {
            assertThat(blockingTurn()).contains("read a");
        }
    }

    @Test
    void newParametersStartItOver() {
        member("a");
        assertThat(context.pollNs()).isEqualTo(POLL_NS);
        context.setPollParams(new PollParams(2_000_000, 0, 0));
        assertThat(context.pollNs()).isZero();
        growPollTime();
        context.setPollParams(PollParams.OFF);
        assertThat(context.pollNs()).isZero();
        context.poll(false);
        assertThat(blockingTurn()).isEmpty();
        assertThat(context.pollNs()).isZero();
    }

    @Test
    void turnedOffWhilePollModeIsOnItIsLeftBeforeTheNextWait() {
        member("a");
        ready.put("a", true);
        blockingTurn();
        context.setPollParams(PollParams.OFF);
        ready.put("a", false);
        context.poll(false);
        assertThat(blockingTurn()).containsExactly("end a", "ask a");
    }

    @Test
    void externalOnesAreNotAskedWhileExternalIsDisabled() {
        EventNotifier source = setSource();
        context.setFdHandler(source.fd(), handler("external", source).external().build());
        context.setPollCallbacks(source.fd(), logging("begin"), logging("end"));
        context.poll(false);
        log.clear();
        ready.put("external", true);
        context.disableExternal();
        assertThat(blockingTurn()).containsExactly("begin", "end");
        context.enableExternal();
        context.poll(false);
        assertThat(blockingTurn()).containsExactly("begin", "ask external", "read external");
    }
}

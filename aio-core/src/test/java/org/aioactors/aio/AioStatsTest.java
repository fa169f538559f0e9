// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.aioactors.aio.linux.EventNotifier;
import org.junit.jupiter.api.Test;

/** Each figure of a context moves for its own reason, and the others stay. */
class AioStatsTest extends BusyPollingContract {
    AioStatsTest(MonitorSetup setup) {
        super(setup);
    }

    /** The counts that {@code action} moved, and by how much. */
    private Map<String, Long> movedBy(Runnable action) {
        AioStats before = context.stats();
        action.run();
        AioStats after = context.stats();
        Map<String, Long> moved = new TreeMap<>();
        moved.put("turns", after.turns() - before.turns());
        moved.put("waits", after.waits() - before.waits());
        moved.put("hits", after.busyPollHits() - before.busyPollHits());
        moved.put("misses", after.busyPollMisses() - before.busyPollMisses());
        moved.put("wake-ups", after.wakeUps() - before.wakeUps());
        moved.values().removeIf(difference -> difference == 0);
        return moved;
    }

    private void switchBusyPollingOff() {
        context.setPollParams(PollParams.OFF);
        context.poll(false);
    }

    @Test
    void aTurnThatOnlyLooksIsATurn() {
        assertThat(movedBy(this::turn)).isEqualTo(Map.of("turns", 1L));
    }

    @Test
    void soIsOneInsideACallback() {
        context.scheduleOneshot("nesting", () -> context.poll(false));
        assertThat(movedBy(this::turn)).isEqualTo(Map.of("turns", 2L));
    }

    @Test
    void whatTheLoopQueuesForItselfMovesNothingElse() {
        context.scheduleOneshot("work", context::notifyContext);
        assertThat(movedBy(() -> context.poll(true))).isEqualTo(Map.of("turns", 1L));
    }

    @Test
    void aNotificationOfALoopThatIsAwakeMovesNothing() {
        assertThat(movedBy(() -> onOtherThread(context::notifyContext))).isEmpty();
    }

    @Test
    void aSleepThatAnotherThreadEndsIsAWaitAndAWakeUp() {
        switchBusyPollingOff();
        kernel.onNextWait(() -> onOtherThread(() -> {
            context.notifyContext();
            context.notifyContext();
        }));
        assertThat(movedBy(() -> context.poll(true))).isEqualTo(Map.of("turns", 1L, "waits", 1L, "wake-ups", 1L));
    }

    @Test
    void aSleepThatAnFdEndsIsAWait() {
        switchBusyPollingOff();
        EventNotifier source = source();
        context.setFdHandler(source.fd(), draining("a", source));
        context.poll(false);
        kernel.onNextWait(source::set);
        assertThat(movedBy(() -> pollUntilProgress(context)))
                .containsEntry("waits", 1L)
                .doesNotContainKey("wake-ups");
    }

    @Test
    void busyPollingThatFindsAnFdReadyIsAHit() {
        member("a");
        ready.put("a", true);
        assertThat(movedBy(this::blockingTurn)).isEqualTo(Map.of("turns", 1L, "hits", 1L));
    }

    @Test
    void busyPollingInVainIsAMissAndThenAWait() {
        member("a");
        assertThat(movedBy(this::blockingTurn))
                .isEqualTo(Map.of("turns", 1L, "misses", 1L, "waits", 1L, "wake-ups", 1L));
    }

    @Test
    void busyPollingThatANotificationEndsIsAHitAndNoWakeUp() {
        member("a");
        blockingTurn();
        onAsked.put("a", () -> onOtherThread(() -> context.scheduleOneshot("work", logging("work"))));
        assertThat(movedBy(() -> context.poll(true))).isEqualTo(Map.of("turns", 1L, "hits", 1L));
    }

    @Test
    void busyPollingUntilATimerIsDueIsAHit() {
        member("a");
        AioTimer timer = context.newTimer(ClockType.REALTIME, logging("timer"));
        timer.modify(clock.timeNs() + 8 * TICK_NS);
        context.poll(false);
        assertThat(movedBy(() -> context.poll(true))).isEqualTo(Map.of("turns", 1L, "hits", 1L));
    }

    @Test
    void theBusyPollTimeIsThePresentOne() {
        assertThat(context.stats().pollNs()).isEqualTo(POLL_NS);
        switchBusyPollingOff();
        assertThat(context.stats().pollNs()).isZero();
    }

    @Test
    void aTurnOfAForeignLoopIsATurnOnceItIsDispatched() {
        ForeignLoop guest = context.foreignLoop();
        assertThat(movedBy(guest::prepare)).isEmpty();
        assertThat(movedBy(guest::prepare)).isEmpty();
        assertThat(movedBy(() -> onOtherThread(context::notifyContext))).isEqualTo(Map.of("wake-ups", 1L));
        assertThat(movedBy(guest::check)).isEmpty();
        assertThat(movedBy(guest::dispatch)).isEqualTo(Map.of("turns", 1L));
    }

    @Test
    void everyWriteOfTheEventfdIsCountedThoseOfTurnsInsideAForeignWaitToo() {
        ForeignLoop guest = context.foreignLoop();
        guest.prepare();
        int writes = faulty.calls("write");
        Map<String, Long> moved = movedBy(() -> {
            context.notifyContext();
            context.scheduleOneshot("work", context::notifyContext);
            context.poll(false);
        });
        assertThat(faulty.calls("write") - writes).isGreaterThan(1);
        assertThat(moved).isEqualTo(Map.of("turns", 1L, "wake-ups", (long) faulty.calls("write") - writes));
        guest.check();
        guest.dispatch();
    }

    @Test
    void anyThreadMayReadThemAndTheyOutlastTheContext() {
        AtomicReference<AioStats> read = new AtomicReference<>();
        onOtherThread(() -> read.set(context.stats()));
        assertThat(read.get()).isEqualTo(context.stats());
        AioStats before = context.stats();
        context.close();
        assertThat(context.stats()).isEqualTo(before);
    }

    @Test
    void theStatsOfSeveralContextsAddUp() {
        AioStats sum = new AioStats(1, 2, 3, 4, 5, 6).plus(new AioStats(10, 20, 30, 40, 50, 60));
        assertThat(sum).isEqualTo(new AioStats(11, 22, 33, 44, 55, 60));
        assertThat(AioStats.ZERO.plus(sum)).isEqualTo(sum);
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.aioactors.aio.linux.EventNotifier;
import org.junit.jupiter.api.Test;

/** More fds than fit one wait, and the change to epoll (S52, S53). */
class ManyFdsTest extends MonitorContract {
    private static final int FDS = 1_000;

    /** A wait of epoll brings 128 (S53). */
    private static final int TURNS_FOR_ALL = FDS / 128 + 1;

    ManyFdsTest(MonitorSetup setup) {
        super(setup);
    }

    private List<EventNotifier> watch(int count) {
        List<EventNotifier> sources = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            EventNotifier source = source();
            context.setFdHandler(source.fd(), draining("fd " + i, source));
            sources.add(source);
        }
        return sources;
    }

    @Test
    void allOfThemAreServedOnce() {
        watch(FDS).forEach(EventNotifier::set);
        for (int i = 0; i < TURNS_FOR_ALL; i++) {
            context.poll(false);
        }
        assertThat(log).doesNotHaveDuplicates().hasSize(FDS);
        log.clear();
        assertThat(turn()).isEmpty();
    }

    @Test
    void aFewReadyOnesAreFoundAmongMany() {
        List<EventNotifier> sources = watch(FDS);
        Random random = new Random(1);
        for (int round = 0; round < 50; round++) {
            Set<String> expected = new HashSet<>();
            for (int i = 0; i < 10; i++) {
                int index = random.nextInt(FDS);
                sources.get(index).set();
                expected.add("fd " + index);
            }
            assertThat(turn()).containsExactlyInAnyOrderElementsOf(expected);
        }
    }

    @Test
    void theyCanBeRemovedInAnyOrder() {
        List<EventNotifier> sources = watch(FDS);
        sources.forEach(EventNotifier::set);
        Random random = new Random(2);
        while (!sources.isEmpty()) {
            context.removeFdHandler(
                    sources.remove(random.nextInt(sources.size())).fd());
            if (sources.size() % 250 == 0) {
                context.poll(false);
                log.clear();
                sources.forEach(EventNotifier::set);
            }
        }
        assertThat(turn()).isEmpty();
    }

    @Test
    void autoMovesToEpollAtSixtyFourFdsItsNotifierIncluded() {
        if (setup != MonitorSetup.POLL_THEN_EPOLL) {
            return;
        }
        List<EventNotifier> sources = watch(MonitorSetup.UPGRADE_FDS - 2);
        context.poll(false);
        assertThat(context.fdMonitor()).isEqualTo(FdMonitorKind.POLL);
        sources.addAll(watch(1));
        context.poll(false);
        assertThat(context.fdMonitor()).isEqualTo(FdMonitorKind.EPOLL);
        sources.forEach(EventNotifier::set);
        assertThat(turn()).hasSize(sources.size());
        sources.forEach(source -> context.removeFdHandler(source.fd()));
        context.poll(false);
        assertThat(context.fdMonitor()).as("after removing all").isEqualTo(FdMonitorKind.EPOLL);
    }

    @Test
    void afterTheMoveOtherThreadsStillWakeTheLoop() {
        watch(FDS);
        context.poll(false);
        kernel.onNextWait(() -> onOtherThread(() -> context.scheduleOneshot("wake", logging("awake"))));
        pollUntilProgress(context);
        assertThat(log).containsExactly("awake");
    }

    @Test
    void fdsReadyBeforeTheMoveAreReportedAfterIt() {
        watch(FDS / 10).forEach(EventNotifier::set);
        assertThat(turn()).hasSize(FDS / 10);
    }

    @Test
    void whileExternalIsDisabledThereIsNoMove() {
        if (setup != MonitorSetup.POLL_THEN_EPOLL) {
            return;
        }
        context.disableExternal();
        watch(FDS).forEach(EventNotifier::set);
        assertThat(turn()).hasSize(FDS);
        assertThat(context.fdMonitor()).isEqualTo(FdMonitorKind.POLL);
        context.enableExternal();
        context.poll(false);
        assertThat(context.fdMonitor()).isEqualTo(FdMonitorKind.EPOLL);
    }
}

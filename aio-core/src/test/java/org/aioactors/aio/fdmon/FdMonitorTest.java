// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.fdmon;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.aioactors.aio.linux.EventNotifier;
import org.aioactors.aio.linux.FdEvents;
import org.aioactors.aio.linux.FdLeakExtension;
import org.aioactors.aio.linux.Syscalls;
import org.aioactors.aio.linux.uring.IoUringHere;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What every monitor does: tells which registrations of the table are ready, and for how long it waits. */
@ParameterizedClass
@EnumSource
@ExtendWith(FdLeakExtension.class)
class FdMonitorTest {
    private static final long LONG_NS = 20_000_000_000L;

    private final Asked asked;
    private final FdTable table = new FdTable();
    private final ReadyList ready = new ReadyList();
    private final Deque<AutoCloseable> toClose = new ArrayDeque<>();
    private FdMonitor monitor;

    FdMonitorTest(Asked asked) {
        this.asked = asked;
    }

    @BeforeEach
    void open() {
        IoUringHere.assumeIf(asked == Asked.IO_URING);
        monitor = asked.open(Syscalls.linux(), table).current();
        toClose.push(monitor);
    }

    @AfterEach
    void close() throws Exception {
        while (!toClose.isEmpty()) {
            toClose.pop().close();
        }
    }

    private EventNotifier setSource() {
        EventNotifier source = EventNotifier.create(Syscalls.linux());
        source.set();
        toClose.push(source);
        return source;
    }

    private TestFd watch(EventNotifier source, int events) {
        return put(new TestFd(source.fd(), events));
    }

    /** As the loop does it (S31). */
    private TestFd put(TestFd added) {
        synchronized (table) {
            WatchedFd old = table.get(added.fd());
            table.add(added);
            monitor.update(old, added);
            if (old != null) {
                table.supersede(old);
            }
        }
        return added;
    }

    private void remove(WatchedFd watched) {
        synchronized (table) {
            monitor.update(watched, null);
            table.remove(watched);
        }
    }

    private List<WatchedFd> await(long timeoutNs) {
        int count = monitor.await(timeoutNs, ready);
        List<WatchedFd> found = new ArrayList<>();
        for (WatchedFd next = ready.takeFirst(); next != null; next = ready.takeFirst()) {
            found.add(next);
        }
        assertThat(count).isEqualTo(found.size());
        return found;
    }

    @Test
    void itIsOfTheKindAskedFor() {
        MonitorKind got = asked == Asked.AUTO && !IoUringHere.isThere() ? MonitorKind.POLL : asked.got;
        assertThat(monitor.kind()).isEqualTo(got);
    }

    @Test
    void withoutRegistrationsNothingIsReady() {
        assertThat(await(0)).isEmpty();
        assertThat(await(1)).isEmpty();
    }

    @Test
    void itReportsWhatIsAskedForOnly() {
        EventNotifier source = setSource();
        TestFd watched = watch(source, FdEvents.READ_INTEREST);
        assertThat(await(0)).containsExactly(watched);
        assertThat(watched.revents()).isEqualTo(FdEvents.IN);
        watched = watch(source, FdEvents.WRITE_INTEREST);
        assertThat(await(0)).containsExactly(watched);
        assertThat(watched.revents()).isEqualTo(FdEvents.OUT);
        watched = watch(source, FdEvents.READ_INTEREST | FdEvents.WRITE_INTEREST);
        assertThat(await(0)).containsExactly(watched);
        assertThat(watched.revents()).isEqualTo(FdEvents.IN | FdEvents.OUT);
    }

    @Test
    void itReportsAsLongAsItLasts() {
        EventNotifier source = setSource();
        TestFd watched = watch(source, FdEvents.READ_INTEREST);
        assertThat(await(FdMonitor.INFINITE)).containsExactly(watched);
        assertThat(await(LONG_NS)).containsExactly(watched);
        source.testAndClear();
        assertThat(await(0)).isEmpty();
    }

    @Test
    void whatIsRemovedIsNotReported() {
        TestFd first = watch(setSource(), FdEvents.READ_INTEREST);
        TestFd second = watch(setSource(), FdEvents.READ_INTEREST);
        remove(first);
        assertThat(await(LONG_NS)).containsExactly(second);
    }

    @Test
    void aRegistrationMayAskForNothingForAWhile() {
        EventNotifier source = setSource();
        watch(source, 0);
        assertThat(await(0)).isEmpty();
        TestFd asking = watch(source, FdEvents.READ_INTEREST);
        assertThat(await(0)).containsExactly(asking);
        TestFd silent = watch(source, 0);
        assertThat(await(0)).isEmpty();
        remove(silent);
        TestFd again = watch(source, FdEvents.READ_INTEREST);
        assertThat(await(0)).containsExactly(again);
    }

    @Test
    void externalOnesAreReportedUnlessDisabled() {
        TestFd external = put(new TestFd(setSource().fd(), FdEvents.READ_INTEREST, true));
        TestFd other = watch(setSource(), FdEvents.READ_INTEREST);
        assertThat(await(0)).containsExactlyInAnyOrder(external, other);
        synchronized (table) {
            table.addExternalDisable(1);
        }
        assertThat(await(LONG_NS)).containsExactly(other);
        synchronized (table) {
            table.addExternalDisable(-1);
        }
        assertThat(await(0)).containsExactlyInAnyOrder(external, other);
    }

    @Test
    void moreFdsThanRoomAtFirst() {
        List<WatchedFd> all = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            all.add(watch(setSource(), FdEvents.READ_INTEREST));
        }
        List<WatchedFd> found = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            found.addAll(await(0));
        }
        assertThat(found).containsAll(all);
    }

    @Test
    void itNeedsToWaitIfAnyRegistrationCanNotBeBusyPolled() {
        assertThat(monitor.needWait()).isFalse();
        synchronized (table) {
            table.addPollDisable(1);
        }
        assertThat(monitor.needWait()).isEqualTo(!monitor.seesAllInUserSpace());
    }

    @Test
    void closingTwiceIsClosingOnce() {
        monitor.close();
        monitor.close();
    }
}

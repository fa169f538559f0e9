// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.fdmon;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Deque;
import org.aioactors.aio.linux.Errno;
import org.aioactors.aio.linux.EventNotifier;
import org.aioactors.aio.linux.FaultySyscalls;
import org.aioactors.aio.linux.FdEvents;
import org.aioactors.aio.linux.FdLeakExtension;
import org.aioactors.aio.linux.Syscalls;
import org.aioactors.aio.linux.uring.NeedsIoUring;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** In the reference's semantics a kernel that takes no requests leaves them queued: no progress, and no harm. */
@NeedsIoUring
@ExtendWith(FdLeakExtension.class)
class ReferenceUringFullQueueTest {
    /** More than fit into the queue. */
    private static final int FDS = 200;

    /** More than a wait makes. */
    private static final int CALLS = 1_000;

    private final FaultySyscalls syscalls = new FaultySyscalls(Syscalls.linux());
    private final FdTable table = new FdTable();
    private final ReadyList ready = new ReadyList();
    private final Deque<AutoCloseable> toClose = new ArrayDeque<>();
    private FdMonitor monitor;

    @BeforeEach
    void watchMoreThanFit() {
        monitor = new ReferenceFdMonitors(syscalls, table, true).ioUring().current();
        toClose.push(monitor);
        for (int i = 0; i < FDS; i++) {
            EventNotifier source = EventNotifier.create(Syscalls.linux());
            source.set();
            toClose.push(source);
            TestFd watched = new TestFd(source.fd(), FdEvents.READ_INTEREST);
            synchronized (table) {
                table.add(watched);
                monitor.update(null, watched);
            }
        }
    }

    @AfterEach
    void close() throws Exception {
        while (!toClose.isEmpty()) {
            toClose.pop().close();
        }
    }

    private void refuseAllFromNowOn() {
        int made = syscalls.calls("ioUringEnter");
        for (int i = 1; i <= CALLS; i++) {
            syscalls.fail("ioUringEnter", made + i, Errno.EBUSY);
        }
    }

    private void takeAllFromNowOn() {
        for (int i = 0; i < CALLS; i++) {
            syscalls.ioUringEnter(-1, 0, 0, 0, 0, 0);
        }
    }

    /** Level-triggered, so it may report one more than once. */
    private void awaitAll() {
        int waits = 0;
        while (table.size() > 0) {
            assertThat(waits++).as("waits").isLessThan(FDS);
            monitor.await(0, ready);
            for (WatchedFd next = ready.takeFirst(); next != null; next = ready.takeFirst()) {
                synchronized (table) {
                    if (!next.deleted()) {
                        monitor.update(next, null);
                        table.remove(next);
                    }
                }
            }
        }
    }

    @Test
    void aLookComesBackWithNothingAndNothingIsLost() {
        refuseAllFromNowOn();
        assertThat(monitor.await(0, ready)).isZero();
        assertThat(monitor.needWait()).isTrue();
        takeAllFromNowOn();
        awaitAll();
    }

    @Test
    void soDoesAWait() {
        refuseAllFromNowOn();
        monitor.await(0, ready);
        assertThat(monitor.await(FdMonitor.INFINITE, ready)).isZero();
        assertThat(monitor.await(1, ready)).isZero();
        takeAllFromNowOn();
        awaitAll();
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import org.aioactors.aio.fdmon.FdTable;
import org.aioactors.aio.linux.EventNotifier;
import org.aioactors.aio.linux.Fd;
import org.aioactors.aio.linux.SyscallException;
import org.aioactors.aio.linux.Syscalls;
import org.junit.jupiter.api.RepeatedTest;

/**
 * The loop hears that an fd was closed while it was watched, and on its way to removing the handler another thread gives the
 * number to a new one: that one stays (B6).
 */
class NumberReusedDuringErrorRaceTest extends LoopTest {
    /** Command of {@code fcntl(2)}: a duplicate whose number is the given one or the next free one. */
    private static final int F_DUPFD = 0;

    private static final int HIGH_FD = 6_000;

    @RepeatedTest(20)
    void theNewHandlerStays() throws InterruptedException {
        AioContext context = closing(builder().fdMonitor(FdMonitorKind.POLL).build());
        FdTable table = new AioContextProbe(context).table();
        Thread loop = Thread.currentThread();
        Fd victim = duplicate(source());
        int number = victim.value();
        CountDownLatch locked = new CountDownLatch(1);
        Thread other = new Thread(
                () -> {
                    synchronized (table) {
                        locked.countDown();
                        awaitBlocked(loop);
                        context.setFdHandler(number, FdHandler.reading(() -> log.add("new")));
                    }
                },
                "other");
        context.setFdHandler(
                number,
                FdHandler.builder()
                        .onReadable(logging("old"))
                        .onError(events -> log.add("told"))
                        .build());
        context.poll(false); // frees what was removed, so that nothing but the report takes the lock in the next turn
        victim.close();
        context.scheduleOneshot("after the wait", () -> {
            other.start();
            await(locked);
        });

        context.poll(false);

        other.join();
        assertThat(takeLog()).as("the report was the old one's").containsExactly("told");
        synchronized (table) {
            assertThat(table.get(number)).as("the new registration").isNotNull();
        }
        context.removeFdHandler(number);
    }

    /** With a number that nobody else takes between the close and the report. */
    private Fd duplicate(EventNotifier source) {
        int fd = SyscallException.check(
                Syscalls.linux().fcntl(source.fd(), F_DUPFD, HIGH_FD), "fcntl(F_DUPFD)", source.fd());
        return closing(Fd.adopt(Syscalls.linux(), fd, "duplicate"));
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
    }

    /** Until the loop has got as far as the table's lock, which the caller holds. */
    private static void awaitBlocked(Thread loop) {
        long deadlineNs = System.nanoTime() + 20_000_000_000L;
        while (loop.getState() != Thread.State.BLOCKED) {
            if (System.nanoTime() > deadlineNs) {
                throw new AssertionError("the loop never came to the lock: " + loop.getState());
            }
            Thread.onSpinWait();
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.aioactors.aio.linux.EventNotifier;
import org.aioactors.aio.linux.Syscalls;
import org.aioactors.aio.linux.uring.NeedsIoUring;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A context whose home thread waits while another one uses it. */
class LendHomeTest {
    private final List<AioContext> opened = new ArrayList<>();

    private AioContext open(FdMonitorKind kind) {
        AioContext context = AioContext.builder().name("lent").fdMonitor(kind).build();
        opened.add(context);
        return context;
    }

    @AfterEach
    void close() {
        opened.forEach(AioContext::close);
    }

    /** Runs this as a guest, while the calling thread waits. */
    private static void asGuest(AioContext context, Runnable visit) throws Exception {
        FutureTask<Void> task = new FutureTask<>(visit, null);
        Thread guest = new Thread(task);
        context.lendHome(guest);
        try {
            guest.start();
            task.get();
        } finally {
            context.lendHome(null);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = FdMonitorKind.class,
            names = {"POLL", "EPOLL"})
    void whatAGuestRegistersIsCalledBackAtHome(FdMonitorKind kind) throws Exception {
        AioContext context = open(kind);
        List<Thread> calledBy = new ArrayList<>();
        try (EventNotifier source = EventNotifier.create(Syscalls.linux())) {
            asGuest(context, () -> {
                assertThat(context.inHomeThread()).isTrue();
                context.setFdHandler(source.fd(), FdHandler.reading(() -> {
                    source.testAndClear();
                    calledBy.add(Thread.currentThread());
                }));
                context.newTimer(ClockType.REALTIME, () -> calledBy.add(Thread.currentThread()))
                        .modify(0);
                source.set();
            });
            while (calledBy.size() < 2) {
                context.poll(true);
            }
            context.removeFdHandler(source.fd());
        }
        assertThat(calledBy).containsOnly(Thread.currentThread());
    }

    @Test
    @NeedsIoUring
    void theFirstRequestOfAContextMayBeAGuests() throws Exception {
        AioContext context = open(FdMonitorKind.IO_URING);
        AtomicInteger results = new AtomicInteger();
        asGuest(context, () -> context.requests().nop((result, flags) -> results.incrementAndGet()));
        while (results.get() == 0) {
            context.poll(true);
        }
    }

    @Test
    void aGuestMayNeitherPollNorCloseNorEmbed() throws Exception {
        AioContext context = open(FdMonitorKind.EPOLL);
        asGuest(context, () -> {
            assertThatIllegalStateException().isThrownBy(() -> context.poll(false));
            assertThatIllegalStateException().isThrownBy(context::close);
            assertThatIllegalStateException().isThrownBy(context::foreignLoop);
            assertThatIllegalStateException().isThrownBy(() -> context.lendHome(null));
        });
    }

    @Test
    void nobodyIsAGuestAfterThat() throws Exception {
        AioContext context = open(FdMonitorKind.EPOLL);
        FutureTask<Boolean> later = new FutureTask<>(context::inHomeThread);
        Thread guest = new Thread(later);
        context.lendHome(guest);
        context.lendHome(null);
        guest.start();
        assertThat(later.get()).isFalse();
    }
}

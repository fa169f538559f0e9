// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.glib;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.jna.Pointer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.aioactors.aio.AioContext;
import org.aioactors.aio.ClockType;
import org.aioactors.aio.FdHandler;
import org.aioactors.aio.FdMonitorKind;
import org.aioactors.aio.linux.EventNotifier;
import org.aioactors.aio.linux.Syscalls;
import org.aioactors.aio.linux.uring.IoUringHere;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A context inside a real main loop of GLib. */
class GLibSourceTest {
    private final List<String> log = new ArrayList<>();
    private final List<Throwable> failures = new ArrayList<>();
    private Pointer mainContext;

    @BeforeEach
    void open() {
        assumeTrue(GLib.missing().isEmpty(), () -> "skipped: " + GLib.missing().orElseThrow());
        mainContext = GLib.g_main_context_new();
    }

    @AfterEach
    void close() {
        if (mainContext != null) {
            GLib.g_main_context_unref(mainContext);
        }
        assertThat(failures).isEmpty();
    }

    private AioContext context(FdMonitorKind kind) {
        IoUringHere.assumeIf(kind == FdMonitorKind.IO_URING);
        return AioContext.builder().name("guest").fdMonitor(kind).build();
    }

    private GLibSource attach(AioContext context) {
        return GLibSource.attach(context, mainContext, failures::add);
    }

    /** Iterations that wait, until so much has been logged. */
    private List<String> iterateUntilLogged(int count) {
        while (log.size() < count && failures.isEmpty()) {
            GLib.g_main_context_iteration(mainContext, 1);
        }
        List<String> taken = List.copyOf(log);
        log.clear();
        return taken;
    }

    private boolean iterateWithoutWaiting() {
        return GLib.g_main_context_iteration(mainContext, 0) != 0;
    }

    @ParameterizedTest
    @EnumSource
    @SuppressWarnings("try") // the source is used by GLib
    void fdsBottomHalvesAndTimersAreServed(FdMonitorKind kind) {
        try (AioContext context = context(kind);
                EventNotifier fd = EventNotifier.create(Syscalls.linux());
                GLibSource source = attach(context)) {
            context.setFdHandler(fd.fd(), FdHandler.reading(() -> {
                fd.testAndClear();
                log.add("fd");
            }));
            fd.set();
            context.scheduleOneshot("work", () -> log.add("work"));
            context.newTimer(ClockType.REALTIME, () -> log.add("timer"))
                    .modify(context.nowNs(ClockType.REALTIME)
                            + Duration.ofMillis(5).toNanos());
            assertThat(iterateUntilLogged(3)).containsExactlyInAnyOrder("work", "fd", "timer");
            iterateWithoutWaiting();
            assertThat(log).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    @SuppressWarnings("try")
    void anotherThreadWakesTheIteration(FdMonitorKind kind) throws InterruptedException {
        try (AioContext context = context(kind);
                GLibSource source = attach(context)) {
            for (int i = 0; i < 20; i++) {
                Thread other = new Thread(() -> {
                    LockSupport.parkNanos(Duration.ofMillis(2).toNanos()); // the iteration sleeps, mostly
                    context.scheduleOneshot("work", () -> log.add("work"));
                });
                other.start();
                assertThat(iterateUntilLogged(1)).containsExactly("work");
                other.join();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    @SuppressWarnings("try")
    void anFdThatGetsReadyWakesTheIteration(FdMonitorKind kind) throws InterruptedException {
        try (AioContext context = context(kind);
                EventNotifier fd = EventNotifier.create(Syscalls.linux());
                GLibSource source = attach(context)) {
            context.setFdHandler(fd.fd(), FdHandler.reading(() -> {
                fd.testAndClear();
                log.add("fd");
            }));
            for (int i = 0; i < 20; i++) {
                Thread other = new Thread(() -> {
                    LockSupport.parkNanos(Duration.ofMillis(2).toNanos());
                    fd.set();
                });
                other.start();
                assertThat(iterateUntilLogged(1)).containsExactly("fd");
                other.join();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    @SuppressWarnings("try")
    void callbacksMayIterateTheMainContext(FdMonitorKind kind) {
        try (AioContext context = context(kind);
                GLibSource source = attach(context)) {
            context.scheduleOneshot("outer", () -> {
                context.scheduleOneshot("inner", () -> log.add("inner"));
                while (!log.contains("inner")) {
                    GLib.g_main_context_iteration(mainContext, 1);
                }
                log.add("outer");
            });
            assertThat(iterateUntilLogged(2)).containsExactly("inner", "outer");
        }
    }

    @Test
    @SuppressWarnings("try")
    void aCallbackThatThrowsDoesNotReachTheMainLoop() {
        List<String> errors = new ArrayList<>();
        try (AioContext context = AioContext.builder()
                        .errorHandler((where, failure) -> errors.add(where))
                        .build();
                GLibSource source = attach(context)) {
            context.scheduleOneshot("bad", () -> {
                throw new IllegalStateException("bad");
            });
            context.scheduleOneshot("good", () -> log.add("good"));
            assertThat(iterateUntilLogged(1)).containsExactly("good");
            assertThat(errors).containsExactly("bottom half 'bad'");
        }
    }

    @Test
    void aClosedContextEndsItsSource() {
        AioContext context = context(FdMonitorKind.POLL);
        try (GLibSource source = attach(context)) {
            context.close();
            assertThat(iterateWithoutWaiting()).isFalse();
            assertThat(failures).singleElement().isInstanceOf(IllegalStateException.class);
            failures.clear();
            assertThat(iterateWithoutWaiting()).isFalse();
            assertThat(source).isNotNull();
        }
    }

    @Test
    void aSourceThatIsClosedIsNotServed() {
        try (AioContext context = context(FdMonitorKind.EPOLL)) {
            GLibSource source = attach(context);
            source.close();
            source.close();
            context.scheduleOneshot("work", () -> log.add("work"));
            assertThat(iterateWithoutWaiting()).isFalse();
            assertThat(log).isEmpty();
        }
    }
}

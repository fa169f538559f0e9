// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.aioactors.aio.linux.Errno;
import org.aioactors.aio.linux.EventNotifier;
import org.aioactors.aio.linux.FaultySyscalls;
import org.aioactors.aio.linux.FdLeakExtension;
import org.aioactors.aio.linux.SyscallException;
import org.aioactors.aio.linux.Syscalls;
import org.aioactors.aio.linux.uring.IoUringHere;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The life of a context, again and again, and each time one system call fails: the first of its kind, then the second, until the
 * failure is planned for a call that does not come. Each time the context either does its work all the same or throws something
 * that says what failed; it can be closed, and leaves no fd open.
 */
@ExtendWith(FdLeakExtension.class)
class FailingSyscallTest {
    private static final int MANY_FDS = 64;
    private static final int MAX_TURNS = 64;

    /** What the exception calls a method of Syscalls. */
    private static final Map<String, String> NAMES = Map.ofEntries(
            Map.entry("eventfd", "eventfd"),
            Map.entry("epollCreate1", "epoll_create1"),
            Map.entry("epollCtl", "epoll_ctl"),
            Map.entry("epollWait", "epoll_wait"),
            Map.entry("epollPwait2", "epoll_pwait2"),
            Map.entry("ppoll", "ppoll"),
            Map.entry("ioUringSetup", "io_uring_setup"),
            Map.entry("ioUringEnter", "io_uring_enter"),
            Map.entry("mmap", "mmap"),
            Map.entry("munmap", "munmap"),
            Map.entry("read", "read"),
            Map.entry("write", "write"),
            Map.entry("close", "close"));

    /** Those that nobody calls without an io_uring. */
    private static final Set<String> OF_A_RING = Set.of("ioUringEnter", "mmap", "munmap");

    private String method = "";
    private int errno;

    /** What the context reported to its error handler. */
    private Throwable reported;

    static Stream<Arguments> failures() {
        return Stream.of(
                        failuresOf("eventfd", Errno.ENFILE, Errno.EMFILE, Errno.ENOMEM, Errno.ENODEV),
                        failuresOf("epollCreate1", Errno.ENFILE, Errno.EMFILE, Errno.ENOMEM),
                        failuresOf("epollCtl", Errno.EPERM, Errno.ENOENT, Errno.EBADF),
                        failuresOf("epollCtl", Errno.ENOMEM, Errno.EEXIST, Errno.ENOSPC),
                        failuresOf("epollWait", Errno.EINTR, Errno.EBADF, Errno.EINVAL),
                        failuresOf("epollPwait2", Errno.EINTR, Errno.EBADF, Errno.ENOSYS, Errno.EPERM),
                        failuresOf("ppoll", Errno.EINTR, Errno.ENOMEM, Errno.EFAULT, Errno.EINVAL),
                        failuresOf("ioUringSetup", Errno.ENOSYS, Errno.EPERM, Errno.EACCES, Errno.EINVAL),
                        failuresOf("ioUringSetup", Errno.ENOMEM, Errno.EMFILE),
                        failuresOf("ioUringEnter", Errno.EINTR, Errno.EAGAIN, Errno.EBUSY, Errno.EFAULT),
                        failuresOf("mmap", Errno.ENOMEM, Errno.EACCES),
                        failuresOf("munmap", Errno.EINVAL),
                        failuresOf("read", Errno.EINTR, Errno.EIO, Errno.EBADF, Errno.EAGAIN),
                        failuresOf("write", Errno.EINTR, Errno.EBADF),
                        failuresOf("close", Errno.EINTR, Errno.EIO, Errno.EBADF))
                .flatMap(each -> each);
    }

    private static Stream<Arguments> failuresOf(String method, int... errnos) {
        return IntStream.of(errnos).mapToObj(errno -> Arguments.of(method, errno, Errno.name(errno)));
    }

    @ParameterizedTest(name = "{0}: {2}")
    @MethodSource("failures")
    void theNthCallFails(String failingMethod, int failingErrno, String name) {
        method = failingMethod;
        errno = failingErrno;
        IoUringHere.assumeIf(OF_A_RING.contains(method));
        for (FdMonitorKind kind : FdMonitorKind.values()) {
            int nth = 1;
            FaultySyscalls faulty;
            do {
                faulty = new FaultySyscalls(Syscalls.linux()).fail(method, nth, errno);
                try (LogCapture logged = new LogCapture("org.aioactors.aio.fdmon")) {
                    live(kind, faulty);
                    // One where io_uring is refused, and one for what fails then.
                    assertThat(logged.lines()).hasSizeLessThanOrEqualTo(IoUringHere.isThere() ? 1 : 2);
                }
                nth++;
            } while (faulty.calls(method) >= nth - 1);
            assertThat(nth).as("calls of %s", method).isLessThan(1_000);
        }
    }

    private void live(FdMonitorKind kind, FaultySyscalls faulty) {
        reported = null;
        Map<Integer, String> before = FdLeakExtension.openFds();
        TestKernel kernel = new TestKernel(faulty);
        AioContextBuilder builder = AioContext.builder()
                .fdMonitor(kind)
                .syscalls(kernel.syscalls())
                .errorHandler((where, failure) -> reported = failure);
        try (EventNotifier first = EventNotifier.create(Syscalls.linux());
                EventNotifier second = EventNotifier.create(Syscalls.linux())) {
            AioContext context;
            try {
                context = builder.build();
            } catch (SyscallException refused) {
                assertExpected(refused);
                return;
            }
            work(context, kernel, first, second);
            close(context);
        } finally {
            assertThat(FdLeakExtension.openFds()).isEqualTo(before);
        }
        if (reported != null) {
            assertExpected(reported);
        }
    }

    private void work(AioContext context, TestKernel kernel, EventNotifier first, EventNotifier second) {
        int[] served = new int[4];
        FdHandler firstHandler = FdHandler.reading(() -> {
            first.testAndClear();
            served[0]++;
        });
        context.setFdHandler(first.fd(), firstHandler);
        context.setFdHandler(second.fd(), FdHandler.reading(() -> {
            second.testAndClear();
            served[1]++;
        }));
        first.set();
        second.set();
        pollUntil(context, () -> served[0] == 1 && served[1] == 1);

        context.setFdHandler(first.fd(), FdHandler.writing(() -> {
            context.setFdHandler(first.fd(), firstHandler);
            served[2]++;
        }));
        pollUntil(context, () -> served[2] == 1);

        List<EventNotifier> many = new ArrayList<>();
        for (int i = 0; i < MANY_FDS; i++) {
            EventNotifier one = EventNotifier.create(Syscalls.linux());
            context.setFdHandler(one.fd(), FdHandler.reading(() -> {}));
            many.add(one);
        }
        context.newTimer(ClockType.REALTIME, () -> served[3]++).modify(System.nanoTime() + 10_000);
        pollUntil(context, () -> served[3] == 1);
        for (EventNotifier one : many) {
            context.removeFdHandler(one.fd());
            one.close();
        }

        kernel.onNextWait(() -> wake(context, first));
        context.scheduleOneshot("work", () -> {});
        pollUntil(context, () -> served[0] == 2);
    }

    private void wake(AioContext context, EventNotifier first) {
        try {
            context.notifyContext();
        } catch (SyscallException failure) {
            assertExpected(failure);
        }
        first.set();
    }

    private void pollUntil(AioContext context, BooleanSupplier done) {
        for (int i = 0; i < MAX_TURNS && !done.getAsBoolean(); i++) {
            try {
                context.poll(true);
            } catch (SyscallException failure) {
                assertExpected(failure);
            }
        }
        assertThat(done.getAsBoolean()).as("served after the failure").isTrue();
    }

    private void close(AioContext context) {
        try {
            context.close();
        } catch (SyscallException failure) {
            assertExpected(failure);
            context.close();
        }
    }

    private void assertExpected(Throwable failure) {
        assertThat(failure).isInstanceOf(SyscallException.class);
        assertThat(failure.getMessage()).contains(Errno.describe(errno));
        assertThat(failure.getMessage()).startsWith(NAMES.get(method));
    }
}

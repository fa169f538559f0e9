// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

import static org.assertj.core.api.Assertions.assertThat;

import org.aioactors.aio.linux.Errno;
import org.aioactors.aio.linux.EventNotifier;
import org.aioactors.aio.linux.Fd;
import org.aioactors.aio.linux.FdEvents;
import org.aioactors.aio.linux.SyscallException;
import org.aioactors.aio.linux.Syscalls;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Fds closed while they were watched, and fd numbers that come back (B6). */
class ClosedFdTest extends MonitorContract {
    /** Command of {@code fcntl(2)}: a duplicate whose number is the given one or the next free one. */
    private static final int F_DUPFD = 0;

    /** Far from the numbers that the JVM uses by the way. */
    private static final int HIGH_FD = 5_000;

    private static final Syscalls LINUX = Syscalls.linux();

    private FdMonitorKind kindBefore;

    ClosedFdTest(MonitorSetup setup) {
        super(setup);
    }

    @BeforeEach
    void rememberKind() {
        kindBefore = context.fdMonitor();
    }

    /** Another descriptor of the source's eventfd, with this very number. */
    private Fd duplicate(EventNotifier source, int number) {
        int got = SyscallException.check(LINUX.fcntl(source.fd(), F_DUPFD, number), "fcntl(F_DUPFD)", source.fd());
        assertThat(got).as("number of the duplicate").isEqualTo(number);
        return closing(Fd.adopt(LINUX, got, "duplicate"));
    }

    @Test
    void closedRightAfterItsRemovalAFileIsClosed() {
        Pipe pipe = pipe();
        context.setFdHandler(pipe.readFd(), FdHandler.reading(logging("read")));
        context.poll(false);
        context.removeFdHandler(pipe.readFd());
        pipe.closeReader();
        assertThat(pipe.tryWrite()).isEqualTo(-Errno.EPIPE);
    }

    @Test
    void closedByItsOwnCallbackAFileIsClosed() {
        Pipe pipe = pipe();
        context.setFdHandler(pipe.readFd(), FdHandler.reading(() -> {
            context.removeFdHandler(pipe.readFd());
            pipe.closeReader();
            log.add("result " + pipe.tryWrite());
        }));
        context.poll(false);
        pipe.write(1);
        assertThat(turn()).containsExactly("result " + -Errno.EPIPE);
    }

    @Test
    void aFileThatADuplicateKeepsOpenDoesNotKeepTheLoopBusy() {
        EventNotifier source = setSource();
        Fd victim = duplicate(source, HIGH_FD);
        context.setFdHandler(HIGH_FD, FdHandler.reading(logging("victim")));
        EventNotifier other = source();
        context.setFdHandler(other.fd(), draining("other", other));
        assertThat(turn()).containsExactly("victim");
        victim.close();
        context.removeFdHandler(HIGH_FD);
        try (LogCapture logged = new LogCapture("org.aioactors.aio.fdmon")) {
            for (int i = 0; i < 20; i++) {
                assertThat(turn()).isEmpty();
            }
            for (int i = 0; i < 3; i++) {
                kernel.takeWaitsNs();
                kernel.onNextWait(other::set);
                context.poll(true);
                assertThat(takeLog()).containsExactly("other");
                assertThat(kernel.takeWaitsNs()).containsExactly(-1L);
            }
            assertThat(logged.lines()).hasSize(setup.isEpoll() ? 1 : 0);
        }
    }

    @Test
    void aClosedFdIsReportedAndRemovedOrForgottenByTheKernel() {
        EventNotifier victim = source();
        int number = victim.fd();
        EventNotifier other = setSource();
        context.setFdHandler(number, FdHandler.reading(logging("victim")));
        context.setFdHandler(other.fd(), FdHandler.reading(logging("other")));
        assertThat(turn()).containsExactly("other");
        victim.close();
        assertThat(turn()).containsExactly("other");
        assertThat(turn()).containsExactly("other");
        if (setup.isPoll()) {
            assertThat(takeErrors()).containsExactly(closedBehindOurBack(number));
        } else {
            assertThat(takeErrors()).isEmpty();
        }
        context.removeFdHandler(number);
        assertThat(context.fdMonitor()).isEqualTo(kindBefore);
    }

    @Test
    void anFdClosedBeforeTheKernelIsToldIsReportedAndRemoved() {
        EventNotifier victim = source();
        int number = victim.fd();
        EventNotifier other = setSource();
        context.setFdHandler(number, FdHandler.reading(logging("victim")));
        context.setFdHandler(other.fd(), FdHandler.reading(logging("other")));
        victim.close();
        assertThat(turn()).containsExactly("other");
        assertThat(turn()).containsExactly("other");
        assertThat(takeErrors()).containsExactly(closedBehindOurBack(number));
        context.removeFdHandler(number);
        assertThat(context.fdMonitor()).isEqualTo(kindBefore);
    }

    private static String closedBehindOurBack(int number) {
        return "handler of 'fd " + number + "': java.lang.IllegalStateException: fd " + number
                + " was closed while it was watched; its handler is removed now."
                + " Call removeFdHandler before closing an fd.";
    }

    @Test
    void aHandlerWithOnErrorHearsOfIt() {
        EventNotifier victim = source();
        FdHandler handler = FdHandler.builder()
                .onReadable(logging("read"))
                .onError(events -> log.add(FdEvents.describe(events)))
                .build();
        context.setFdHandler(victim.fd(), handler);
        victim.close();
        assertThat(turn()).containsExactly("NVAL");
        assertThat(turn()).isEmpty();
    }

    @Test
    void aClosedFdDoesNotKeepTheLoopFromSleeping() {
        EventNotifier victim = source();
        context.setFdHandler(victim.fd(), FdHandler.reading(logging("victim")));
        victim.close();
        context.poll(false);
        takeErrors();
        context.poll(false);
        kernel.takeWaitsNs();
        kernel.onNextWait(context::notifyContext);
        assertThat(context.poll(true)).isFalse();
        assertThat(kernel.takeWaitsNs()).containsExactly(-1L);
    }

    @Test
    void aNumberThatCameBackCanBeWatched() {
        EventNotifier first = source();
        EventNotifier second = source();
        Fd old = duplicate(first, HIGH_FD);
        context.setFdHandler(HIGH_FD, FdHandler.reading(logging("old")));
        assertThat(turn()).isEmpty();
        old.close();
        duplicate(second, HIGH_FD);
        context.setFdHandler(HIGH_FD, draining("new", second));
        assertThat(turn()).isEmpty();
        second.set();
        assertThat(turn()).containsExactly("new");
        assertThat(turn()).isEmpty();
        assertThat(context.fdMonitor()).isEqualTo(kindBefore);
        context.removeFdHandler(HIGH_FD);
    }

    @Test
    void aNumberThatCameBackCanBeRemoved() {
        EventNotifier first = source();
        EventNotifier second = setSource();
        Fd old = duplicate(first, HIGH_FD);
        context.setFdHandler(HIGH_FD, FdHandler.reading(logging("old")));
        old.close();
        duplicate(second, HIGH_FD);
        context.removeFdHandler(HIGH_FD);
        assertThat(turn()).isEmpty();
        assertThat(context.fdMonitor()).isEqualTo(kindBefore);
    }

    @Test
    void aHandlerRemovedAfterTheCloseIsGone() {
        EventNotifier victim = source();
        int number = victim.fd();
        context.setFdHandler(number, FdHandler.reading(logging("victim")));
        victim.close();
        context.removeFdHandler(number);
        assertThat(turn()).isEmpty();
        assertThat(context.fdMonitor()).isEqualTo(kindBefore);
    }

    @Test
    void anFdThatWasNeverOpenIsReportedOnEveryMonitor() {
        try (LogCapture logged = new LogCapture("org.aioactors.aio.fdmon")) {
            context.setFdHandler(HIGH_FD, FdHandler.reading(logging("never open")));
            assertThat(turn()).isEmpty();
            assertThat(logged.lines()).isEmpty();
        }
        assertThat(takeErrors())
                .singleElement()
                .asString()
                .contains("fd " + HIGH_FD + " was closed while it was watched");
        EventNotifier other = setSource();
        context.setFdHandler(other.fd(), draining("other", other));
        assertThat(turn()).containsExactly("other");
    }

    @Test
    void aReportForAnOldRegistrationIsNotForTheNewOne() {
        EventNotifier source = setSource();
        context.setFdHandler(source.fd(), FdHandler.reading(logging("old")));
        context.scheduleOneshot("replace, after the kernel was asked", () -> {
            context.removeFdHandler(source.fd());
            source.testAndClear();
            context.setFdHandler(source.fd(), FdHandler.reading(logging("new")));
        });
        assertThat(turn()).isEmpty();
        source.set();
        assertThat(turn()).containsExactly("new");
    }
}

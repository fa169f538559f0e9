// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

import static org.assertj.core.api.Assertions.assertThat;

import org.aioactors.aio.linux.uring.IoUringHere;

/** The ways in which a context may come to monitor its fds: the contract tests run with each. */
enum MonitorSetup {
    POLL(FdMonitorKind.POLL, FdMonitorKind.POLL),

    EPOLL(FdMonitorKind.EPOLL, FdMonitorKind.EPOLL),

    IO_URING(FdMonitorKind.IO_URING, FdMonitorKind.IO_URING),

    /** With epoll in reserve. */
    POLL_THEN_EPOLL(FdMonitorKind.POLL_THEN_EPOLL, FdMonitorKind.POLL),

    /** With so many idle fds that epoll serves. */
    UPGRADED(FdMonitorKind.POLL_THEN_EPOLL, FdMonitorKind.EPOLL) {
        @Override
        void bringAbout(LoopTest test, AioContext context) {
            FdHandler idle = FdHandler.builder()
                    .onReadable(test.logging("an idle fd"))
                    .isReady(() -> false) // without it nothing could be busy-polled
                    .build();
            for (int i = 0; i < UPGRADE_FDS - 1; i++) { // the context's notifier is one more
                context.setFdHandler(test.source().fd(), idle);
            }
        }
    },

    /** After epoll has refused a file. */
    GIVEN_UP(FdMonitorKind.EPOLL, FdMonitorKind.POLL) {
        @Override
        void bringAbout(LoopTest test, AioContext context) {
            int fd = test.closing(new RegularFile()).fd();
            try (LogCapture logged = new LogCapture("org.aioactors.aio.fdmon")) {
                context.setFdHandler(fd, FdHandler.reading(() -> {}));
                context.poll(false);
                assertThat(logged.lines()).hasSize(1);
            }
            context.removeFdHandler(fd);
        }
    };

    /** With so many fds poll changes to epoll (S52). */
    static final int UPGRADE_FDS = 64;

    private final FdMonitorKind asked;
    private final FdMonitorKind got;

    MonitorSetup(FdMonitorKind asked, FdMonitorKind got) {
        this.asked = asked;
        this.got = got;
    }

    void bringAbout(LoopTest test, AioContext context) {}

    boolean isIoUring() {
        return got == FdMonitorKind.IO_URING;
    }

    /** The method of {@link org.aioactors.aio.linux.Syscalls} that waits without a timeout. */
    String waitMethod() {
        return isIoUring() ? "ioUringEnter" : isEpoll() ? "epollWait" : "ppoll";
    }

    /** The one that waits with a timeout: that of {@code epoll_wait} is too coarse. */
    String timedWaitMethod() {
        return isIoUring() ? "ioUringEnter" : isEpoll() ? "epollPwait2" : "ppoll";
    }

    boolean isPoll() {
        return got == FdMonitorKind.POLL;
    }

    boolean isEpoll() {
        return got == FdMonitorKind.EPOLL;
    }

    /** A context in this state that has nothing to do and no notification pending; skips the test where there is none. */
    AioContext open(LoopTest test, AioContextBuilder builder) {
        IoUringHere.assumeIf(isIoUring());
        AioContext context = test.closing(builder.fdMonitor(asked).build());
        bringAbout(test, context);
        context.poll(false);
        assertThat(context.fdMonitor()).isEqualTo(got);
        test.kernel.takeWaitsNs();
        test.kernel.takeLooks();
        return context;
    }
}

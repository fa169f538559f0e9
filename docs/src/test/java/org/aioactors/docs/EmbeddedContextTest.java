// SPDX-License-Identifier: Apache-2.0
package org.aioactors.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.aioactors.aio.AioContext;
import org.aioactors.aio.FdHandler;
import org.aioactors.aio.FdMonitorKind;
import org.aioactors.aio.linux.EventNotifier;
import org.aioactors.aio.linux.Syscalls;
import org.aioactors.aio.linux.uring.IoUringHere;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The example of a loop that has a context as its guest works. */
class EmbeddedContextTest {
    @ParameterizedTest
    @EnumSource
    void itServesFdsAndWorkOfOtherThreads(FdMonitorKind kind) {
        IoUringHere.assumeIf(kind == FdMonitorKind.IO_URING);
        List<String> log = new ArrayList<>();
        try (AioContext context = AioContext.builder().fdMonitor(kind).build();
                EventNotifier fd = EventNotifier.create(Syscalls.linux());
                EmbeddedContext loop = new EmbeddedContext(context)) {
            context.setFdHandler(fd.fd(), FdHandler.reading(() -> {
                fd.testAndClear();
                log.add("fd");
            }));
            Thread other = new Thread(() -> context.scheduleOneshot("work", () -> {
                log.add("work");
                fd.set();
            }));
            other.start();
            while (log.size() < 2) {
                loop.turn();
            }
            assertThat(log).containsExactly("work", "fd");
        }
    }
}

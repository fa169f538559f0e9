// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

import java.util.Arrays;
import org.aioactors.aio.linux.EventNotifier;
import org.aioactors.aio.linux.IoUringFilter;
import org.aioactors.aio.linux.Syscalls;
import org.slf4j.Logger;

/** What {@link Slf4j1Test} starts: has loops woken by an fd where io_uring is forbidden, and prints why there is none. */
final class Slf4j1Program {
    private static boolean woken;

    private Slf4j1Program() {}

    public static void main(String[] args) {
        System.out.println("SLF4J " + (hasFluentCalls() ? "with" : "without") + " Logger.atLevel");
        IoUringFilter.install();
        serve(AioContext.builder());
        serve(AioContext.builder().fdMonitor(FdMonitorKind.IO_URING));
    }

    /** Since 2.0. */
    private static boolean hasFluentCalls() {
        return Arrays.stream(Logger.class.getMethods())
                .anyMatch(method -> method.getName().equals("atLevel"));
    }

    private static void serve(AioContextBuilder builder) {
        try (AioContext context = builder.build();
                EventNotifier notifier = EventNotifier.create(Syscalls.linux())) {
            System.out.println("monitor: " + context.fdMonitor());
            woken = false;
            context.setFdHandler(notifier.fd(), FdHandler.reading(() -> woken = notifier.testAndClear()));
            notifier.set();
            while (!woken) {
                context.poll(true);
            }
            context.removeFdHandler(notifier.fd());
            System.out.println("woken");
            try {
                context.requests();
            } catch (UnsupportedOperationException e) {
                System.out.println("no requests: " + e.getMessage());
            }
        }
    }
}

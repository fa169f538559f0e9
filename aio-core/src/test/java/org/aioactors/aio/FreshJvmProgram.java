// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.aioactors.aio.linux.EventNotifier;
import org.aioactors.aio.linux.Syscalls;
import org.slf4j.LoggerFactory;

/** What {@link FreshJvmTest} starts: has a loop woken by an fd, or prints why there is none, twice. */
final class FreshJvmProgram {
    private static boolean woken;

    private FreshJvmProgram() {}

    public static void main(String[] args) {
        ((Logger) LoggerFactory.getLogger("org.aioactors.aio.linux")).setLevel(Level.DEBUG);
        if (refused()) {
            refused(); // says why again
            return;
        }
        try (AioContext context = AioContext.builder().build();
                EventNotifier notifier = EventNotifier.create(Syscalls.linux())) {
            context.setFdHandler(notifier.fd(), FdHandler.reading(() -> woken = notifier.testAndClear()));
            notifier.set();
            while (!woken) {
                context.poll(true);
            }
            context.removeFdHandler(notifier.fd());
            System.out.println("woken");
        }
    }

    private static boolean refused() {
        try {
            Syscalls.linux();
            return false;
        } catch (UnsupportedOperationException e) {
            System.out.println("refused: " + e.getMessage());
            return true;
        }
    }
}

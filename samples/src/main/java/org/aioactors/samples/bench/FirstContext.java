// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.bench;

import java.util.Locale;
import java.util.Set;
import org.aioactors.aio.AioContext;
import org.aioactors.aio.FdHandler;
import org.aioactors.aio.linux.EventNotifier;
import org.aioactors.aio.linux.Syscalls;

/** What the first context of a process costs: native code is linked for it. Each measurement is a process of its own. */
public final class FirstContext {
    private static final String HELP = """
            usage: FirstContext
              prints the milliseconds from the beginning of main until a context was opened, woken by an fd, and closed.
              A process is measured once; what the whole of it costs, the JVM's own start included, others can tell:
                time java -Daio.native=ffm ... org.aioactors.samples.bench.FirstContext
            """;

    private static boolean woken;

    private FirstContext() {}

    /** Prints one line; see {@code --help}. */
    public static void main(String[] args) {
        long startNs = System.nanoTime();
        BenchArguments.parse(HELP, Set.of(), args);
        try (AioContext context = AioContext.builder().build();
                EventNotifier notifier = EventNotifier.create(Syscalls.linux())) {
            context.setFdHandler(notifier.fd(), FdHandler.reading(() -> woken = notifier.testAndClear()));
            notifier.set();
            while (!woken) {
                context.poll(true);
            }
            context.removeFdHandler(notifier.fd());
        }
        System.out.printf(Locale.ROOT, "%.1f ms%n", (System.nanoTime() - startNs) / 1e6);
    }
}

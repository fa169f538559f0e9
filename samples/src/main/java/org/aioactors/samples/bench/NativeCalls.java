// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.bench;

import java.util.Locale;
import java.util.Set;
import java.util.function.IntToLongFunction;
import org.aioactors.aio.linux.EventNotifier;
import org.aioactors.aio.linux.NativeMemory;
import org.aioactors.aio.linux.Syscalls;

/**
 * What a system call costs from Java, the kernel's part included: one that does nothing, one that does something, one
 * that fails. Run it with {@code -Daio.native=jna} and with {@code -Daio.native=ffm}.
 */
public final class NativeCalls {
    private static final String HELP = """
            usage: NativeCalls [--rounds N] [--calls N]
              nanoseconds of a call, with the backend that -Daio.native=jna or ffm chooses: the median of all rounds,
              and the least, which holds on a machine that others use as well
                nothing      fcntl(F_GETFD) of an eventfd, which only reads a flag
                write+read   a write(2) to an eventfd and the read(2) of it, both
                fails        a write(2) to a descriptor that is not open, and its errno
              --rounds N     rounds (100), after as many to warm up
              --calls N      calls of each kind in a round (20000)
            """;

    private static final int F_GETFD = 1;
    private static final int NOT_OPEN = Integer.MAX_VALUE;

    private final Syscalls syscalls = Syscalls.linux();
    private final int rounds;
    private final int calls;

    /** The results added up, so that no call can be left out. */
    private long sum;

    private NativeCalls(int rounds, int calls) {
        this.rounds = rounds;
        this.calls = calls;
    }

    /** Prints a table; see {@code --help}. */
    public static void main(String[] args) {
        BenchArguments arguments = BenchArguments.parse(HELP, Set.of("--rounds", "--calls"), args);
        System.out.println(Machine.line());
        System.out.printf(Locale.ROOT, "%-12s %10s %10s%n", "call", "median ns", "least ns");
        new NativeCalls(arguments.number("--rounds", 100), arguments.number("--calls", 20_000)).run();
    }

    private void run() {
        try (EventNotifier eventfd = EventNotifier.create(syscalls);
                NativeMemory memory = NativeMemory.allocate(Long.BYTES)) {
            int fd = eventfd.fd();
            long address = memory.address();
            memory.buffer().putLong(0, 1);
            measure("nothing", i -> syscalls.fcntl(fd, F_GETFD, 0));
            measure(
                    "write+read",
                    i -> syscalls.write(fd, address, Long.BYTES) + syscalls.read(fd, address, Long.BYTES));
            measure("fails", i -> syscalls.write(NOT_OPEN, address, Long.BYTES));
        }
        if (sum == 0) {
            throw new IllegalStateException("the calls did nothing");
        }
    }

    private void measure(String name, IntToLongFunction call) {
        LongSamples roundPs = new LongSamples(rounds);
        long leastPs = Long.MAX_VALUE;
        for (int round = -rounds; round < rounds; round++) {
            long startNs = System.nanoTime();
            for (int i = 0; i < calls; i++) {
                sum += call.applyAsLong(i);
            }
            long ns = System.nanoTime() - startNs;
            if (round >= 0) {
                long ps = ns * 1_000 / calls;
                roundPs.add(ps);
                leastPs = Math.min(leastPs, ps);
            }
        }
        System.out.printf(Locale.ROOT, "%-12s %10.1f %10.1f%n", name, roundPs.median() / 1_000.0, leastPs / 1_000.0);
    }
}

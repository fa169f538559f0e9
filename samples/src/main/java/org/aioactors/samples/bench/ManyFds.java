// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.aioactors.aio.AioContext;
import org.aioactors.aio.FdHandler;
import org.aioactors.aio.FdMonitorKind;
import org.aioactors.aio.linux.EventNotifier;
import org.aioactors.aio.linux.Syscalls;

/**
 * What a context that watches many fds takes to watch one more, to forget one, and to deliver one event, on each
 * monitor in alternating rounds.
 */
public final class ManyFds {
    private static final String HELP = """
            usage: ManyFds [--fds N,N,...] [--rounds N] [--events N] [--monitors KIND,KIND,...]
              registers N eventfds with a context, then measures with each of several monitors, in nanoseconds:
                set      setFdHandler of the N-th fd
                settled  a turn without events after it, which tells the kernel of it
                remove   removeFdHandler of it
                event    from the call of poll to the callback of the one fd that is readable
                turn     that whole call of poll, the callback's read(2) included
              --fds N,...       how many (1,10,100,1000,10000)
              --rounds N        rounds, each with all monitors and numbers (3)
              --events N        measurements of each kind in a round (2000)
              --monitors K,...  of IO_URING, EPOLL, POLL (all)
            """;

    /** The JVM's own, and what a context needs. */
    private static final int OTHER_FDS = 200;

    private static final int WARM_UP = 2_000;

    private final int events;
    private final Map<String, Result> results = new LinkedHashMap<>();

    /** Medians of all rounds for one monitor and number of fds. */
    private static final class Result {
        final LongSamples set = new LongSamples(100);
        final LongSamples settled = new LongSamples(100);
        final LongSamples remove = new LongSamples(100);
        final LongSamples event = new LongSamples(100);
        final LongSamples turn = new LongSamples(100);
    }

    private ManyFds(int events) {
        this.events = events;
    }

    /** Prints a table; see {@code --help}. */
    public static void main(String[] args) {
        BenchArguments arguments =
                BenchArguments.parse(HELP, Set.of("--fds", "--rounds", "--events", "--monitors"), args);
        int[] numbers = arguments.numbers("--fds", 1, 10, 100, 1_000, 10_000);
        int rounds = arguments.number("--rounds", 3);
        List<FdMonitorKind> kinds = arguments.monitors("IO_URING,EPOLL,POLL");
        int most = 0;
        for (int number : numbers) {
            most = Math.max(most, number);
        }
        if (Machine.maxOpenFiles() < most + OTHER_FDS) {
            arguments.refuse(most + " fds need a limit of open files of at least " + (most + OTHER_FDS) + ", it is "
                    + Machine.maxOpenFiles() + ": try `ulimit -n " + (most + OTHER_FDS) + "`, or fewer with --fds");
        }
        System.out.println(Machine.line());
        ManyFds bench = new ManyFds(arguments.number("--events", 2_000));
        for (FdMonitorKind kind : kinds) {
            new ManyFds(WARM_UP).measure(kind, 10);
        }
        for (int round = 1; round <= rounds; round++) {
            System.err.printf(Locale.ROOT, "round %d of %d%n", round, rounds);
            for (int number : numbers) {
                for (FdMonitorKind kind : kinds) {
                    bench.measure(kind, number);
                }
            }
        }
        bench.print(kinds, numbers);
    }

    private void measure(FdMonitorKind kind, int number) {
        List<EventNotifier> eventfds = new ArrayList<>();
        try (AioContext context = AioContext.builder().fdMonitor(kind).build()) {
            Result result = results.computeIfAbsent(key(kind, number), key -> new Result());
            for (int i = 0; i < number; i++) {
                eventfds.add(EventNotifier.create(Syscalls.linux()));
            }
            for (EventNotifier eventfd : eventfds.subList(0, number - 1)) {
                context.setFdHandler(eventfd.fd(), FdHandler.reading(eventfd::testAndClear));
            }
            settle(context);
            measureChanges(context, eventfds.get(number - 1), result);
            measureEvents(context, eventfds, result);
        } finally {
            eventfds.forEach(EventNotifier::close);
        }
    }

    /** Takes turns until the kernel knows of all fds and nothing is left to do. */
    private static void settle(AioContext context) {
        for (int idle = 0; idle < 3; idle++) {
            while (context.poll(false)) {
                idle = 0;
            }
        }
    }

    private void measureChanges(AioContext context, EventNotifier last, Result result) {
        FdHandler handler = FdHandler.reading(last::testAndClear);
        LongSamples set = new LongSamples(events);
        LongSamples settled = new LongSamples(events);
        LongSamples remove = new LongSamples(events);
        for (int i = 0; i < events; i++) {
            long startNs = System.nanoTime();
            context.setFdHandler(last.fd(), handler);
            long setNs = System.nanoTime();
            context.poll(false);
            long settledNs = System.nanoTime();
            context.removeFdHandler(last.fd());
            long removedNs = System.nanoTime();
            context.poll(false);
            set.add(setNs - startNs);
            settled.add(settledNs - setNs);
            remove.add(removedNs - settledNs);
        }
        result.set.add(set.median());
        result.settled.add(settled.median());
        result.remove.add(remove.median());
    }

    private void measureEvents(AioContext context, List<EventNotifier> eventfds, Result result) {
        long[] calledNs = new long[1];
        for (EventNotifier eventfd : eventfds) {
            context.setFdHandler(eventfd.fd(), FdHandler.reading(() -> {
                calledNs[0] = System.nanoTime();
                eventfd.testAndClear();
            }));
        }
        settle(context);
        LongSamples event = new LongSamples(events);
        LongSamples turn = new LongSamples(events);
        for (int i = 0; i < events; i++) {
            eventfds.get((int) (i * 7_919L % eventfds.size())).set(); // a prime: not the same fd again soon
            calledNs[0] = 0;
            long startNs = System.nanoTime();
            while (calledNs[0] == 0) {
                context.poll(true);
            }
            turn.add(System.nanoTime() - startNs);
            event.add(calledNs[0] - startNs);
        }
        result.event.add(event.median());
        result.turn.add(turn.median());
    }

    private static String key(FdMonitorKind kind, int number) {
        return kind + " " + number;
    }

    private void print(List<FdMonitorKind> kinds, int... numbers) {
        System.out.printf(
                Locale.ROOT,
                "%-9s %6s %8s %8s %8s %8s %8s %12s%n",
                "monitor",
                "fds",
                "set",
                "settled",
                "remove",
                "event",
                "turn",
                "event, ratio");
        for (FdMonitorKind kind : kinds) {
            long first = result(kind, numbers[0]).event.median();
            for (int number : numbers) {
                Result result = result(kind, number);
                System.out.printf(
                        Locale.ROOT,
                        "%-9s %6d %8d %8d %8d %8d %8d %12.2f%n",
                        kind,
                        number,
                        result.set.median(),
                        result.settled.median(),
                        result.remove.median(),
                        result.event.median(),
                        result.turn.median(),
                        (double) result.event.median() / first);
            }
        }
    }

    private Result result(FdMonitorKind kind, int number) {
        return results.getOrDefault(key(kind, number), new Result());
    }
}

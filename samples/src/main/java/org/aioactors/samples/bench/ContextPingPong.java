// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.bench;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.aioactors.aio.AioContext;
import org.aioactors.aio.AioContextBuilder;
import org.aioactors.aio.AioThread;
import org.aioactors.aio.BottomHalf;
import org.aioactors.aio.FdHandler;
import org.aioactors.aio.FdMonitorKind;
import org.aioactors.aio.PollParams;
import org.aioactors.aio.linux.EventNotifier;
import org.aioactors.aio.linux.Syscalls;

/**
 * How long it takes to wake another loop and be woken by it: two threads with a context each schedule a bottom half
 * on each other in turn, with busy polling on and off in alternating rounds.
 */
public final class ContextPingPong {
    private static final String HELP = """
            usage: ContextPingPong [--polling on|off|both] [--fds 0|1] [--monitors KIND,...] [--rounds N]
                                  [--trips N] [--warm-up N]
              two loops schedule a bottom half on each other in turn; prints what a trip there and back takes,
              and how many times one had to end the other's sleep, by a system call, for each of its two hops
              --polling on|off  with busy polling of at most 32,768 ns, or without (both, in alternating rounds)
              --fds 0|1         how many fds each loop watches besides: without any it parks (0)
              --monitors K,...  of AUTO, IO_URING, EPOLL, POLL (AUTO): how a loop that watches an fd sleeps
              --rounds N        rounds of each (5)
              --trips N         trips measured in a round (200000)
              --warm-up N       trips before that (50000)
            """;

    private final AioThread pinger;
    private final AioThread ponger;
    private final BottomHalf ping;
    private final BottomHalf pong;
    private final EventNotifier idleFd = EventNotifier.create(Syscalls.linux());
    private final LongSamples tripNs;
    private final int trips;
    private final CountDownLatch done = new CountDownLatch(1);

    /** Trips so far, negative during warm-up, and when the present one began. Pinger's thread only. */
    private int trip;

    private long startNs;

    private ContextPingPong(FdMonitorKind monitor, PollParams polling, int fds, int warmUpTrips, int trips) {
        trip = -warmUpTrips;
        tripNs = new LongSamples(trips);
        this.trips = trips;
        pinger = AioThread.start("pinger", builder(monitor, polling));
        ponger = AioThread.start("ponger", builder(monitor, polling));
        if (fds > 0) {
            watch(pinger.context());
            watch(ponger.context());
        }
        ping = pinger.context().newBottomHalf("ping", this::onPing);
        pong = ponger.context().newBottomHalf("pong", this::onPong);
    }

    private static AioContextBuilder builder(FdMonitorKind monitor, PollParams polling) {
        return AioContext.builder().fdMonitor(monitor).pollParams(polling);
    }

    /** Has it watch an fd that is never set. */
    private void watch(AioContext context) {
        FdHandler handler = FdHandler.builder()
                .onReadable(() -> {})
                .isReady(() -> false) // without it, epoll and poll could not busy-poll
                .build();
        context.setFdHandler(idleFd.fd(), handler);
    }

    /** Prints round-trip times; see {@code --help}. */
    public static void main(String[] args) throws InterruptedException {
        BenchArguments arguments = BenchArguments.parse(
                HELP, Set.of("--polling", "--fds", "--monitors", "--rounds", "--trips", "--warm-up"), args);
        String polling = arguments.text("--polling", "both");
        if (!Set.of("on", "off", "both").contains(polling)) {
            arguments.refuse("--polling must be on, off or both, not '" + polling + "'");
        }
        String fds = arguments.text("--fds", "0");
        if (!Set.of("0", "1").contains(fds)) {
            arguments.refuse("--fds must be 0 or 1, not '" + fds + "'");
        }
        int watched = Integer.parseInt(fds);
        List<FdMonitorKind> monitors = arguments.monitors("AUTO");
        int rounds = arguments.number("--rounds", 5);
        int trips = arguments.number("--trips", 200_000);
        int warmUpTrips = arguments.number("--warm-up", 50_000);
        System.out.println(Machine.line());
        System.out.printf(
                Locale.ROOT,
                "# bottom-half round trip between two loops, %d trips a round, %d rounds each, alternating%n",
                trips,
                rounds);
        System.out.printf(
                Locale.ROOT, "%-28s %10s %10s %10s %12s%n", "polling", "p50 ns", "p99 ns", "p99.9 ns", "wake-ups/hop");
        for (int round = 0; round < rounds; round++) {
            for (FdMonitorKind monitor : monitors) {
                if (!polling.equals("off")) {
                    new ContextPingPong(monitor, PollParams.IO_THREAD, watched, warmUpTrips, trips)
                            .run(monitor + ", on");
                }
                if (!polling.equals("on")) {
                    new ContextPingPong(monitor, PollParams.OFF, watched, warmUpTrips, trips).run(monitor + ", off");
                }
            }
        }
    }

    private void run(String polling) throws InterruptedException {
        int hops = 2 * (trips - trip);
        long before = wakeUps();
        ping.schedule();
        done.await();
        long wakeUps = wakeUps() - before;
        pinger.requestStop();
        ponger.requestStop();
        pinger.join();
        ponger.join();
        idleFd.close();
        System.out.printf(
                Locale.ROOT,
                "%-28s %10d %10d %10d %12.4f%n",
                polling,
                tripNs.median(),
                tripNs.percentile(99),
                tripNs.percentile(99.9),
                (double) wakeUps / hops);
    }

    private long wakeUps() {
        return pinger.context().stats().wakeUps() + ponger.context().stats().wakeUps();
    }

    private void onPing() {
        long nowNs = System.nanoTime();
        if (trip > 0) {
            tripNs.add(nowNs - startNs);
        }
        if (trip == trips) {
            done.countDown();
            return;
        }
        trip++;
        startNs = nowNs;
        pong.schedule();
    }

    private void onPong() {
        ping.schedule();
    }
}

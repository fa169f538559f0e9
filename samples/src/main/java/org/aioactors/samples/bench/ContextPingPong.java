// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.bench;

import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import org.aioactors.aio.AioContext;
import org.aioactors.aio.AioThread;
import org.aioactors.aio.BottomHalf;
import org.aioactors.aio.PollParams;

/**
 * How long it takes to wake another loop and be woken by it: two threads with a context each schedule a bottom half
 * on each other in turn, with busy polling on and off in alternating rounds.
 */
public final class ContextPingPong {
    private static final int ROUNDS = 5;
    private static final int WARM_UP_TRIPS = 50_000;
    private static final int TRIPS = 200_000;

    private final AioThread pinger;
    private final AioThread ponger;
    private final BottomHalf ping;
    private final BottomHalf pong;
    private final long[] tripNs = new long[TRIPS];
    private final CountDownLatch done = new CountDownLatch(1);

    /** Trips so far, negative during warm-up, and when the present one began. Pinger's thread only. */
    private int trip = -WARM_UP_TRIPS;

    private long startNs;

    private ContextPingPong(PollParams polling) {
        pinger = AioThread.start("pinger", AioContext.builder().pollParams(polling));
        ponger = AioThread.start("ponger", AioContext.builder().pollParams(polling));
        ping = pinger.context().newBottomHalf("ping", this::onPing);
        pong = ponger.context().newBottomHalf("pong", this::onPong);
    }

    /** Prints round-trip times; takes no arguments. */
    public static void main(String[] args) throws InterruptedException {
        System.out.printf(
                Locale.ROOT,
                "# bottom-half round trip between two loops, %d trips a round, %d rounds each, alternating%n",
                TRIPS,
                ROUNDS);
        System.out.printf(Locale.ROOT, "%-28s %10s %10s %10s%n", "polling", "p50 ns", "p99 ns", "p99.9 ns");
        for (int round = 0; round < ROUNDS; round++) {
            print("on, at most 32768 ns", new ContextPingPong(PollParams.IO_THREAD).run());
            print("off", new ContextPingPong(PollParams.OFF).run());
        }
    }

    private static void print(String polling, long[] sortedNs) {
        System.out.printf(
                Locale.ROOT,
                "%-28s %10d %10d %10d%n",
                polling,
                sortedNs[TRIPS / 2],
                sortedNs[TRIPS / 100 * 99],
                sortedNs[TRIPS / 1000 * 999]);
    }

    private long[] run() throws InterruptedException {
        ping.schedule();
        done.await();
        pinger.requestStop();
        ponger.requestStop();
        pinger.join();
        ponger.join();
        Arrays.sort(tripNs);
        return tripNs;
    }

    private void onPing() {
        long nowNs = System.nanoTime();
        if (trip > 0) {
            tripNs[trip - 1] = nowNs - startNs;
        }
        if (trip == TRIPS) {
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

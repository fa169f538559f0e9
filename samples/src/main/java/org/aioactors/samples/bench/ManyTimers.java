// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import org.aioactors.aio.AioContext;
import org.aioactors.aio.AioTimer;
import org.aioactors.aio.ClockType;

/** What arming, firing, moving and cancelling one timer takes while many others are armed. */
public final class ManyTimers {
    private static final String HELP = """
            usage: ManyTimers [--timers N,N,...] [--rounds N] [--operations N]
              arms N timers of a context for an hour from now or later, then measures, in nanoseconds:
                arm     modify of a timer that becomes the earliest of all
                fire    the turn that runs it, from the call of poll to its callback
                both    from the call of modify to the callback, the p99 of it in the next column
                move    modify of one of the N to another time, at random
                cancel  cancel of one of the N, at random
                add     modify of that cancelled one
              --timers N,...    how many (1,1000,100000)
              --rounds N        rounds, each with all numbers (5)
              --operations N    measurements of each kind in a round (20000)
            """;

    private static final long HOUR_NS = Duration.ofHours(1).toNanos();

    private final int operations;
    private final Random random = new Random(1);
    private final LongSamples arm;
    private final LongSamples fire;
    private final LongSamples both;
    private final LongSamples move;
    private final LongSamples cancel;
    private final LongSamples add;

    /** When the timer's callback ran; 0 before that. */
    private long firedNs;

    private ManyTimers(int operations, int rounds) {
        this.operations = operations;
        int all = operations * rounds;
        this.arm = new LongSamples(all);
        this.fire = new LongSamples(all);
        this.both = new LongSamples(all);
        this.move = new LongSamples(all);
        this.cancel = new LongSamples(all);
        this.add = new LongSamples(all);
    }

    /** Prints a table; see {@code --help}. */
    public static void main(String[] args) {
        BenchArguments arguments = BenchArguments.parse(HELP, Set.of("--timers", "--rounds", "--operations"), args);
        int[] numbers = arguments.numbers("--timers", 1, 1_000, 100_000);
        int rounds = arguments.number("--rounds", 5);
        int operations = arguments.number("--operations", 20_000);
        System.out.println(Machine.line());
        new ManyTimers(operations, 1).measure(1_000); // warm-up
        List<ManyTimers> benches = new ArrayList<>();
        for (int round = 1; round <= rounds; round++) {
            System.err.printf(Locale.ROOT, "round %d of %d%n", round, rounds);
            for (int i = 0; i < numbers.length; i++) {
                if (round == 1) {
                    benches.add(new ManyTimers(operations, rounds));
                }
                benches.get(i).measure(numbers[i]);
            }
        }
        System.out.printf(
                Locale.ROOT,
                "%-8s %8s %8s %8s %9s %8s %8s %8s%n",
                "timers",
                "arm",
                "fire",
                "both",
                "both p99",
                "move",
                "cancel",
                "add");
        for (int i = 0; i < numbers.length; i++) {
            benches.get(i).print(numbers[i]);
        }
    }

    private void measure(int number) {
        try (AioContext context = AioContext.builder().build()) {
            AioTimer[] others = new AioTimer[number];
            for (int i = 0; i < number; i++) {
                others[i] = context.newTimer(ClockType.REALTIME, () -> {
                    throw new IllegalStateException("the benchmark took an hour");
                });
                others[i].modify(later(context));
            }
            AioTimer earliest = context.newTimer(ClockType.REALTIME, () -> firedNs = System.nanoTime());
            while (context.poll(false)) {
                firedNs = 0;
            }
            for (int i = 0; i < operations; i++) {
                armAndFire(context, earliest);
            }
            for (int i = 0; i < operations; i++) {
                change(others[random.nextInt(number)], later(context), later(context));
            }
        }
    }

    private long later(AioContext context) {
        return context.nowNs(ClockType.REALTIME) + HOUR_NS + random.nextInt();
    }

    private void armAndFire(AioContext context, AioTimer earliest) {
        long dueNs = context.nowNs(ClockType.REALTIME);
        firedNs = 0;
        long startNs = System.nanoTime();
        earliest.modify(dueNs);
        long armedNs = System.nanoTime();
        while (firedNs == 0) {
            context.poll(true);
        }
        arm.add(armedNs - startNs);
        fire.add(firedNs - armedNs);
        both.add(firedNs - startNs);
    }

    private void change(AioTimer timer, long firstNs, long secondNs) {
        long startNs = System.nanoTime();
        timer.modify(firstNs);
        long movedNs = System.nanoTime();
        timer.cancel();
        long cancelledNs = System.nanoTime();
        timer.modify(secondNs);
        long addedNs = System.nanoTime();
        move.add(movedNs - startNs);
        cancel.add(cancelledNs - movedNs);
        add.add(addedNs - cancelledNs);
    }

    private void print(int number) {
        System.out.printf(
                Locale.ROOT,
                "%-8d %8d %8d %8d %9d %8d %8d %8d%n",
                number,
                arm.median(),
                fire.median(),
                both.median(),
                both.percentile(99),
                move.median(),
                cancel.median(),
                add.median());
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.jfr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** The page and the plots, from findings that are made up. */
class PageTest {
    private static final long MS = 1_000_000;
    private static final Span SPAN = new Span(0, 1_200 * MS);
    private static final Set<String> ALL =
            Set.of("BusyPoll", "Wait", "ActorsRun", "PollTimeGrow", "PollTimeShrink", "TimerRun", "LoopStall");

    private static LoopTime loop() {
        LoopTime loop = new LoopTime("shop-1", SPAN);
        loop.spun(0, 120 * MS, 50_000, true);
        loop.spun(120 * MS, 60 * MS, 60 * MS, false);
        loop.ran(200 * MS, 300 * MS, 1_234);
        loop.spent(Activity.LOOKING, 500 * MS, 12 * MS);
        loop.spent(Activity.SLEEPING, 600 * MS, 600 * MS);
        loop.windowChanged(100 * MS, 4_000, 8_000, 6_500);
        loop.windowChanged(900 * MS, 8_000, 0, 5 * MS);
        loop.timerRan(300 * MS, 2_500);
        return loop;
    }

    private static Findings findings(Set<String> kinds, List<Stall> stalls) {
        return new Findings("shop.jfr", SPAN, 4_321, kinds, List.of(loop()), stalls, 17);
    }

    @Test
    void thePageAnswersEachQuestion() {
        Stalls stalls = new Stalls();
        stalls.callback(10 * MS, 25 * MS, "shop-1", "readable 'fd 7'");
        stalls.noticed(310 * MS, "shop-1", "mailbox of Actor[akka://shop/user/slow]");
        stalls.away(309 * MS, 400 * MS, "shop-1");
        assertThat(Page.of(findings(ALL, stalls.longestFirst()))).isEqualTo("""
            shop.jfr: 1.20 s, 1 loops, 4,321 events of aio-actors, 17 wake-ups by other threads

            Where the loops' time went
              loop     spinning   actors  looking sleeping     rest       of   actors run
              shop-1     15.0 %   25.0 %    1.0 %   50.0 %    9.0 %   1.20 s        1,234
              looking is a look at the fds without a wait; the rest is callbacks of fds and timers, the loop's own work,
              and what other processes took

            Whether spinning paid, and when its window grew and shrank
              loop          spins     paid   grew  after waits of   shrank  after waits of
              shop-1            2    50.0 %      1         6.50 µs        1         5.00 ms
              a spin paid if it ended with something to do: it spared a sleep and a wake-up. The window grows after a wait
              that a longer spin would have spared, and shrinks after one too long to spin for (medians)

            Who stalled
              00:00:00.310    400 ms  shop-1  mailbox of Actor[akka://shop/user/slow]
              00:00:00.010   25.0 ms  shop-1  readable 'fd 7'

            How late timers were
              loop         timers     median       99 %    at most
              shop-1            1    2.50 µs    2.50 µs    2.50 µs
            """);
    }

    @Test
    void itSaysWhatTheRecordingLacks() {
        assertThat(Page.of(findings(Set.of("Wait"), List.of())))
                .contains(
                        "  not in the recording, or never happened: the event BusyPoll\n",
                        "  not in the recording, or never happened: the event ActorsRun\n",
                        "and what the recording lacks",
                        "How late timers were\n  not in the recording, or never happened: the event TimerRun\n",
                        "nobody: no callback took 20 ms");
    }

    @Test
    void aStallOfUnknownLengthComesFirst() {
        Stalls stalls = new Stalls();
        stalls.callback(0, 30 * MS, "shop-1", "timer 'REALTIME'");
        stalls.away(0, 10 * MS, "shop-2");
        stalls.noticed(5 * MS, "shop-1", "somebody");
        assertThat(stalls.longestFirst())
                .extracting(Stall::culprit, Stall::durationNs)
                .containsExactly(tuple("somebody", -1L), tuple("timer 'REALTIME'", 30 * MS));
    }

    @Test
    void timesHaveThreeDigits() {
        assertThat(LongStream.of(0, 999, 1_000, 12_345, 999_499, 999_500, 1_500_000, 2_000_000_000L)
                        .mapToObj(Durations::text))
                .containsExactly("0 ns", "999 ns", "1.00 µs", "12.3 µs", "999 µs", "1.00 ms", "1.50 ms", "2.00 s");
    }

    @Test
    void aTimeIsSpreadOverThePartsThatItCovers() {
        double[] parts = new double[Span.PARTS];
        SPAN.spread(parts, 5 * MS, 25 * MS); // parts of 10 ms
        assertThat(parts[0]).isEqualTo(5.0 * MS);
        assertThat(parts[1]).isEqualTo(10.0 * MS);
        assertThat(parts[2]).isEqualTo(5.0 * MS);
        assertThat(parts[3]).isZero();
    }

    @Test
    void theWindowStaysWhatItWasUntilItChanges() {
        long[] window = loop().windowNs();
        assertThat(window[9]).isZero();
        assertThat(window[10]).isEqualTo(8_000);
        assertThat(window[89]).isEqualTo(8_000);
        assertThat(window[90]).as("the most in that part").isEqualTo(8_000);
        assertThat(window[91]).isZero();
    }

    @Test
    void thePlotsHaveAPanelForEachLoop() {
        Findings findings = findings(ALL, List.of(new Stall(300 * MS, 1, "shop-1", "a <b>")));
        assertThat(TimePlot.of(findings))
                .startsWith("<svg xmlns=")
                .endsWith("</svg>\n")
                .contains(">shop-1</text>", "class=\"stall\"", ">1.20 s</text>");
        assertThat(WindowPlot.of(findings)).contains("class=\"window\"", ">8.00 µs</text>");
    }
}

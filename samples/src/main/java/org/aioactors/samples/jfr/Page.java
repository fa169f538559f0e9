// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.jfr;

import static org.aioactors.samples.jfr.Durations.text;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** The findings as a page of text; depends on nothing else. */
final class Page {
    private static final int MOST_STALLS = 10;
    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final Findings findings;
    private final int nameWidth;
    private final StringBuilder page = new StringBuilder();

    private Page(Findings findings) {
        this.findings = findings;
        this.nameWidth = findings.loops().stream()
                .mapToInt(each -> each.name().length())
                .max()
                .orElse(4);
    }

    static String of(Findings findings) {
        Page page = new Page(findings);
        page.line(
                "%s: %s, %d loops, %,d events of aio-actors, %,d wake-ups by other threads",
                findings.file(),
                text(findings.span().lengthNs()),
                findings.loops().size(),
                findings.events(),
                findings.wakeUps());
        page.time();
        page.window();
        page.stalls();
        page.timers();
        return page.page.toString();
    }

    private void line(String format, Object... arguments) {
        page.append(String.format(Locale.ROOT, format, arguments).stripTrailing())
                .append('\n');
    }

    private void heading(String heading) {
        page.append('\n').append(heading).append('\n');
    }

    /** What a section is made of is not in the recording; says how it gets there. */
    private boolean lacks(String kind) {
        if (findings.kinds().contains(kind)) {
            return false;
        }
        line("  not in the recording, or never happened: the event %s", kind);
        return true;
    }

    private String name(String name) {
        return "  " + name + " ".repeat(Math.max(0, nameWidth - name.length()));
    }

    private void time() {
        heading("Where the loops' time went");
        boolean lacksAny = false;
        for (String kind : List.of("BusyPoll", "Wait", "ActorsRun")) {
            lacksAny |= lacks(kind);
        }
        line("%s   spinning   actors  looking sleeping     rest       of   actors run", name("loop"));
        for (LoopTime loop : findings.loops()) {
            line(
                    "%s    %s  %s  %s  %s  %s %8s %,12d",
                    name(loop.name()),
                    share(loop.sumNs(Activity.SPINNING), loop),
                    share(loop.sumNs(Activity.ACTORS), loop),
                    share(loop.sumNs(Activity.LOOKING), loop),
                    share(loop.sumNs(Activity.SLEEPING), loop),
                    share(loop.restNs(), loop),
                    text(loop.lengthNs()),
                    loop.runs());
        }
        line("  looking is a look at the fds without a wait; the rest is callbacks of fds and timers, the loop's"
                + " own work,");
        line("  and what other processes took%s", lacksAny ? ", and what the recording lacks" : "");
    }

    private static String share(long ns, LoopTime loop) {
        return String.format(Locale.ROOT, "%5.1f %%", 100.0 * ns / Math.max(1, loop.lengthNs()));
    }

    private void window() {
        heading("Whether spinning paid, and when its window grew and shrank");
        if (lacks("BusyPoll") || (!findings.kinds().contains("PollTimeGrow") && lacks("PollTimeShrink"))) {
            return;
        }
        line("%s        spins     paid   grew  after waits of   shrank  after waits of", name("loop"));
        for (LoopTime loop : findings.loops()) {
            line(
                    "%s %,12d   %5.1f %% %,6d %15s %,8d %15s",
                    name(loop.name()),
                    loop.spins(),
                    100.0 * loop.spinsThatPaid() / Math.max(1, loop.spins()),
                    loop.grown.count(),
                    median(loop.grown),
                    loop.shrunk.count(),
                    median(loop.shrunk));
        }
        line("  a spin paid if it ended with something to do: it spared a sleep and a wake-up. The window grows"
                + " after a wait");
        line("  that a longer spin would have spared, and shrinks after one too long to spin for (medians)");
    }

    private static String median(Durations durations) {
        return durations.count() == 0 ? "-" : text(durations.percentileNs(50));
    }

    private void stalls() {
        heading("Who stalled");
        List<Stall> stalls = findings.stalls();
        if (stalls.isEmpty()) {
            line("  nobody: no callback took 20 ms, no actor the stall-report of its dispatcher");
        }
        for (Stall stall : stalls.subList(0, Math.min(MOST_STALLS, stalls.size()))) {
            line(
                    "  %s %9s  %s  %s",
                    CLOCK.format(Instant.ofEpochSecond(0, stall.timeNs())),
                    stall.durationNs() < 0 ? "?" : text(stall.durationNs()),
                    stall.loop(),
                    stall.culprit());
        }
        if (stalls.size() > MOST_STALLS) {
            line("  and %,d more, none of them longer", stalls.size() - MOST_STALLS);
        }
    }

    private void timers() {
        heading("How late timers were");
        if (lacks("TimerRun")) {
            return;
        }
        line("%s       timers     median       99 %%    at most", name("loop"));
        for (LoopTime loop : findings.loops()) {
            if (loop.late.count() > 0) {
                line(
                        "%s %,12d %10s %10s %10s",
                        name(loop.name()),
                        loop.late.count(),
                        text(loop.late.percentileNs(50)),
                        text(loop.late.percentileNs(99)),
                        text(loop.late.maxNs()));
            }
        }
    }
}

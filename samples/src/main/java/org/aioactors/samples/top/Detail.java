// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.top;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The page that has all there is of one loop. */
final class Detail {
    private static final String ROW = "%-44s%12s%14s";

    private final View view;
    private final List<Line> lines = new ArrayList<>();

    private Detail(View view) {
        this.view = view;
    }

    /** The page of the loop that is chosen; one line if it has gone. */
    static List<Line> of(View view, LoopKey loop, Rates rates, Windows windows) {
        Detail detail = new Detail(view);
        detail.lines.add(Table.title(view, rates));
        detail.lines.add(Line.plain(""));
        Optional<Rates.OfDispatcher> dispatcher = rates.dispatchers().stream()
                .filter(each -> each.now().key().equals(loop.dispatcher()))
                .findFirst();
        Optional<Rates.OfLoop> rate = dispatcher.flatMap(each -> each.loops().stream()
                .filter(one -> one.now().number() == loop.number())
                .findFirst());
        if (dispatcher.isPresent() && rate.isPresent()) {
            detail.loop(loop, rate.get(), windows);
            detail.stalls(loop, dispatcher.get().now().lastStalls());
        } else {
            detail.lines.add(Line.warning(loop.loopName() + " has gone"));
        }
        return detail.lines.stream().map(line -> line.cut(view.width())).toList();
    }

    private void loop(LoopKey key, Rates.OfLoop loop, Windows windows) {
        Sample.OfLoop now = loop.now();
        lines.add(
                Line.plain("loop " + key.loopName() + " of " + key.dispatcher().system() + ": "
                        + now.actors() + " actors, " + now.queueDepth() + " queued"
                        + (now.stalled() ? ", held up" : "")));
        lines.add(Line.plain(""));
        lines.add(Line.header(String.format(Locale.ROOT, ROW, "", "A SECOND", "IN ALL"))
                .fill(view.width()));
        row("turns", loop.turns(), now.turns());
        row("messages taken up", loop.messages(), now.messages());
        row("tasks that are no actors", loop.tasks(), now.tasks());
        row("wake-ups written by other threads", loop.wakeUps(), now.wakeUps());
        row("spins that paid", loop.busyPollHits(), now.busyPollHits());
        row("spins in vain", loop.busyPollMisses(), now.busyPollMisses());
        row("waits in the kernel", loop.waits(), now.waits());
        row("steals", loop.steals(), now.steals());
        lines.add(Line.plain(""));
        lines.add(Line.plain("spin window " + Numbers.ofNs(now.pollNs()) + ", at the last samples:"));
        lines.add(Line.plain(Sparkline.of(windows.of(key), view.width(), view.ascii())));
    }

    private void row(String what, double rate, long all) {
        lines.add(Line.plain(String.format(Locale.ROOT, ROW, what, Numbers.of(rate), Long.toString(all))));
    }

    /** Those that another thread had while it stood in for loops are not this one's. */
    private void stalls(LoopKey key, List<Sample.OfStall> last) {
        lines.add(Line.plain(""));
        List<Sample.OfStall> own = last.stream()
                .filter(stall -> stall.loop().equals(key.loopName()))
                .toList();
        if (own.isEmpty()) {
            lines.add(Line.plain("none of the last stalls of the dispatcher was here"));
        }
        own.forEach(stall -> lines.add(Table.stall(key.dispatcher(), stall)));
    }
}

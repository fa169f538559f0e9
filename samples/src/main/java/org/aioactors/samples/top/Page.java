// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.top;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is shown now, and how keys and samples change it. Of one thread. */
final class Page {
    private final Windows windows = new Windows();
    private View view;
    private @Nullable Sample last;

    /** Null before there are two samples. */
    private @Nullable Rates rates;

    Page(View view) {
        this.view = view;
    }

    /** A sample has come; while the page is paused it shows nothing of it. */
    void add(Sample sample) {
        if (!view.paused()) {
            windows.add(sample);
            rates = last == null ? null : Rates.between(last, sample);
        }
        last = sample;
    }

    /** What the key has changed is seen in {@link #lines}. */
    void press(Key key) {
        switch (key) {
            case PAUSE -> view = view.withPaused(!view.paused());
            case LEFT -> view = view.withSort(view.sort().previous(), view.reversed());
            case RIGHT -> view = view.withSort(view.sort().next(), view.reversed());
            case REVERSE -> view = view.withSort(view.sort(), !view.reversed());
            case UP -> choose(-1);
            case DOWN -> choose(1);
            case ENTER -> enter();
            case BACK -> view = view.withMode(View.Mode.TABLE);
            case HELP -> toggle(View.Mode.HELP);
            case QUIT, OTHER -> {}
        }
    }

    private void choose(int below) {
        if (rates != null) {
            view = view.withChosen(view.loopAt(rates, below));
        }
    }

    private void enter() {
        if (view.mode() != View.Mode.DETAIL && view.chosen() == null) {
            choose(0);
        }
        if (view.chosen() != null) {
            toggle(View.Mode.DETAIL);
        }
    }

    private void toggle(View.Mode mode) {
        view = view.withMode(view.mode() == mode ? View.Mode.TABLE : mode);
    }

    /** As much of the page as has room, and below it what the keys do. */
    List<Line> lines(int width, int height) {
        view = view.withWidth(width);
        List<Line> page = new ArrayList<>(content());
        int room = Math.max(1, height - 1);
        if (page.size() > room) {
            page.subList(room - 1, page.size()).clear();
            page.add(Line.plain("(the terminal has no room for the rest)").cut(width));
        }
        while (page.size() < room) {
            page.add(Line.plain(""));
        }
        page.add(keys(width));
        return page;
    }

    private Line keys(int width) {
        String sorted = "by " + view.sort() + (view.reversed() ? ", reversed" : "") + "  ";
        return view.mode() == View.Mode.TABLE ? Help.line(sorted, width) : Help.line("", width);
    }

    private List<Line> content() {
        Rates now = rates;
        LoopKey chosen = view.chosen();
        if (view.mode() == View.Mode.HELP) {
            return Help.page(view.width());
        }
        if (now == null) {
            return List.of(
                    Line.plain("aio-top: " + view.target() + ", reading ...").cut(view.width()));
        }
        return view.mode() == View.Mode.DETAIL && chosen != null
                ? Detail.of(view, chosen, now, windows)
                : Table.of(view, now, windows);
    }
}

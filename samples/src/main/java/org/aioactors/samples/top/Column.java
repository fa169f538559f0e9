// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.top;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** What the table has of each loop, from left to right. */
enum Column {
    LOOP(4, loop -> loop.now().number()),
    TURNS(7, Rates.OfLoop::turns),
    MSGS(7, Rates.OfLoop::messages),
    WAKES(7, Rates.OfLoop::wakeUps),
    PAID(7, Rates.OfLoop::busyPollHits),
    VAIN(7, Rates.OfLoop::busyPollMisses),
    QUEUE(6, loop -> loop.now().queueDepth()),
    STEALS(7, Rates.OfLoop::steals),
    ACTORS(7, loop -> loop.now().actors()),
    WINDOW(8, loop -> loop.now().pollNs());

    private final int width;

    @SuppressWarnings("ImmutableEnumChecker") // functions without state
    private final ToDoubleFunction<Rates.OfLoop> value;

    Column(int width, ToDoubleFunction<Rates.OfLoop> value) {
        this.width = width;
        this.value = value;
    }

    /** The header, to the right. */
    String header() {
        return right(name());
    }

    /** A loop's, to the right. */
    String text(Rates.OfLoop loop) {
        double number = value.applyAsDouble(loop);
        return right(
                switch (this) {
                    case WINDOW -> Numbers.ofNs((long) number);
                    case LOOP, QUEUE, ACTORS -> Numbers.ofCount((long) number);
                    default -> Numbers.of(number);
                });
    }

    private String right(String text) {
        return String.format(Locale.ROOT, "%" + width + "s", text);
    }

    /** The largest first; loops by their numbers. */
    Comparator<Rates.OfLoop> order() {
        Comparator<Rates.OfLoop> byValue = Comparator.comparingDouble(value);
        Comparator<Rates.OfLoop> byNumber =
                Comparator.comparingInt(loop -> loop.now().number());
        return this == LOOP ? byNumber : byValue.reversed().thenComparing(byNumber);
    }

    /** The one to the right, from the last one to the first. */
    Column next() {
        return shifted(1);
    }

    /** The one to the left. */
    Column previous() {
        return shifted(-1);
    }

    private Column shifted(int by) {
        List<Column> all = List.of(values());
        return all.get(Math.floorMod(all.indexOf(this) + by, all.size()));
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.top;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the user wants to see, and how much room there is.
 *
 * @param target what is watched, for the first line
 * @param sort by which column
 * @param reversed whether the other way round
 * @param chosen the loop that the cursor is at, or null
 * @param mode which page
 * @param paused whether the figures stand still
 * @param width in columns
 * @param ascii whether there are no characters but those of ASCII
 */
record View(
        String target,
        Column sort,
        boolean reversed,
        @Nullable LoopKey chosen,
        Mode mode,
        boolean paused,
        int width,
        boolean ascii) {
    /** The pages. */
    enum Mode {
        TABLE,
        DETAIL,
        HELP
    }

    /** The least that has room for the table. */
    static final int LEAST_WIDTH = 80;

    static View of(String target, int width, boolean ascii) {
        return new View(target, Column.LOOP, false, null, Mode.TABLE, false, width, ascii);
    }

    View withSort(Column column, boolean nextReversed) {
        return new View(target, column, nextReversed, chosen, mode, paused, width, ascii);
    }

    View withChosen(@Nullable LoopKey loop) {
        return new View(target, sort, reversed, loop, mode, paused, width, ascii);
    }

    View withMode(Mode next) {
        return new View(target, sort, reversed, chosen, next, paused, width, ascii);
    }

    View withPaused(boolean stands) {
        return new View(target, sort, reversed, chosen, mode, stands, width, ascii);
    }

    View withWidth(int columns) {
        return new View(target, sort, reversed, chosen, mode, paused, columns, ascii);
    }

    /** The loops of a dispatcher in the order in which they are shown. */
    List<Rates.OfLoop> sorted(Rates.OfDispatcher dispatcher) {
        return dispatcher.loops().stream()
                .sorted(reversed ? sort.order().reversed() : sort.order())
                .toList();
    }

    /** The loop so many rows below the cursor, or as far as there are any; the first if there is no cursor. */
    @Nullable LoopKey loopAt(Rates rates, int below) {
        List<LoopKey> shown = rates.dispatchers().stream()
                .flatMap(dispatcher -> sorted(dispatcher).stream()
                        .map(loop ->
                                new LoopKey(dispatcher.now().key(), loop.now().number())))
                .toList();
        if (shown.isEmpty()) {
            return null;
        }
        int at = chosen == null ? -1 : shown.indexOf(chosen);
        return shown.get(at < 0 ? 0 : Math.max(0, Math.min(shown.size() - 1, at + below)));
    }
}

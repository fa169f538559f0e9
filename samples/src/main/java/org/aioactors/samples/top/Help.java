// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.top;

import java.util.List;

/** What the keys do. */
final class Help {
    private static final String LINE = "q quit  p pause  < > sort  r reverse  up/down enter: one loop  h help";

    private static final String PAGE = """
        aio-top: what the keys do

          q, Ctrl-C        quit
          p                pause: the figures stand still; again: go on
          < >, left, right sort the loops of each dispatcher by the column to the left or the right
          r                the other way round
          up, down, k, j   choose a loop
          enter            all figures of the chosen loop; again, or b: back to the table
          h, ?             this; again: back

        and what the columns mean, where nothing is said a second:

          TURNS   turns of the loop                  QUEUE   waited at the last look
          MSGS    messages that actors took up       STEALS  work taken from other loops
          WAKES   wake-ups other threads wrote       ACTORS  that live there
          PAID    spins that found something         WINDOW  how long the next turn may spin,
          VAIN    spins that found nothing                   and what that was before

        A loop with ! is held up: its fds and timers wait.
        """;

    private Help() {}

    /** The line below each page, with something of the page's own before it. */
    static Line line(String before, int width) {
        return Line.plain(before + LINE).cut(width);
    }

    /** The page. */
    static List<Line> page(int width) {
        return PAGE.lines().map(text -> Line.plain(text).cut(width)).toList();
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.top;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What keys and samples do to the page. */
class PageTest {
    private final Page page = new Page(View.of("process 7", 80, true));

    private static Sample sample(long number) {
        return Samples.of(
                (double) number,
                Samples.dispatcher(
                        0, List.of(), Samples.loop(1, 100 * number, 0), Samples.loop(2, 300 * number, number)));
    }

    private String shown() {
        return page.lines(80, 24).stream().map(Line::text).collect(Collectors.joining("\n"));
    }

    private void press(Key... keys) {
        for (Key key : keys) {
            page.press(key);
        }
    }

    private void start() {
        page.add(sample(1));
        page.add(sample(2));
    }

    @Test
    void thereIsNothingToShowBeforeTheSecondSample() {
        assertThat(shown()).startsWith("aio-top: process 7, reading ...");
        page.add(sample(1));
        assertThat(shown()).startsWith("aio-top: process 7, reading ...");
        page.add(sample(2));
        assertThat(shown()).contains("LOOP  TURNS").contains("   1    100").contains("   2    300");
    }

    @Test
    void itFillsTheTerminalAndEndsWithWhatTheKeysDo() {
        start();
        assertThat(page.lines(80, 24)).hasSize(24);
        assertThat(page.lines(80, 24).get(23).text())
                .startsWith("by LOOP  q quit")
                .hasSizeLessThanOrEqualTo(80);
        List<Line> small = page.lines(40, 5);
        assertThat(small).hasSize(5).allSatisfy(line -> assertThat(line.text()).hasSizeLessThanOrEqualTo(40));
        assertThat(small.get(3).text()).startsWith("(the terminal has no room");
        assertThat(page.lines(1, 1)).isNotEmpty();
    }

    @Test
    void whilePausedTheFiguresStandStill() {
        start();
        press(Key.PAUSE);
        String before = shown();
        assertThat(before).contains("(paused)");
        page.add(Samples.of(3, Samples.dispatcher(0, List.of(), Samples.loop(1, 9_000, 0))));
        assertThat(shown()).isEqualTo(before);
        press(Key.PAUSE);
        page.add(Samples.of(4, Samples.dispatcher(0, List.of(), Samples.loop(1, 9_007, 0))));
        assertThat(shown()).doesNotContain("(paused)").contains("   1      7");
    }

    @Test
    void sortingGoesToTheNextColumnAndRoundTheEnd() {
        start();
        press(Key.RIGHT);
        assertThat(shown()).contains("by TURNS").containsSubsequence("   2    300", "   1    100");
        press(Key.REVERSE);
        assertThat(shown()).contains("by TURNS, reversed").containsSubsequence("   1    100", "   2    300");
        press(Key.LEFT, Key.LEFT);
        assertThat(shown()).contains("by WINDOW");
        press(Key.RIGHT);
        assertThat(shown()).contains("by LOOP");
    }

    @Test
    void theCursorGoesThroughTheLoopsAsTheyAreShown() {
        start();
        assertThat(chosen()).isEmpty();
        press(Key.DOWN);
        assertThat(chosen()).startsWith("   1");
        press(Key.DOWN, Key.DOWN);
        assertThat(chosen()).startsWith("   2");
        press(Key.UP, Key.UP, Key.UP);
        assertThat(chosen()).startsWith("   1");
        press(Key.RIGHT, Key.DOWN);
        assertThat(chosen()).as("sorted by turns it is the last").startsWith("   1");
        press(Key.UP);
        assertThat(chosen()).startsWith("   2");
    }

    private String chosen() {
        return page.lines(80, 24).stream()
                .filter(line -> line.tone() == Line.Tone.CHOSEN)
                .map(Line::text)
                .collect(Collectors.joining());
    }

    @Test
    void enterShowsOneLoopAndGoesBack() {
        press(Key.ENTER, Key.DOWN);
        assertThat(shown()).contains("reading");
        start();
        press(Key.ENTER);
        assertThat(shown()).contains("loop akka.actor.default-dispatcher-1 of shop");
        press(Key.DOWN);
        assertThat(shown()).contains("loop akka.actor.default-dispatcher-2 of shop");
        press(Key.ENTER);
        assertThat(shown()).contains("LOOP  TURNS");
        press(Key.ENTER, Key.BACK);
        assertThat(shown()).contains("LOOP  TURNS");
    }

    @Test
    void helpComesAndGoes() {
        press(Key.HELP);
        assertThat(shown()).contains("what the keys do").contains("wake-ups other threads wrote");
        press(Key.OTHER, Key.QUIT);
        assertThat(shown()).contains("what the keys do");
        press(Key.HELP);
        assertThat(shown()).doesNotContain("what the keys do");
    }
}

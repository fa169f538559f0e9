// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.jfr;

import java.util.Locale;

/** An SVG with a panel for each loop, one above the other, over one axis of time. Greys are to be read on white and on black. */
final class Panels {
    static final int LEFT = 60;
    static final int WIDTH = 660;
    static final int HEIGHT = 110;
    private static final int TOP = 52;
    private static final int GAP = 34;

    private final StringBuilder svg = new StringBuilder();
    private final int count;

    /**
     * Begins one.
     *
     * @param count of panels
     * @param style more rules of CSS
     */
    Panels(String title, int count, String style) {
        this.count = count;
        int height = TOP + count * (HEIGHT + GAP) + 10;
        int width = LEFT + WIDTH + 10;
        add("""
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" width="%d" height="%d" role="img">
            <title>%s</title>
            <style>
            text { font: 12px sans-serif; fill: #808790; }
            .title { font-weight: bold; }
            .axis { text-anchor: end; }
            .frame { fill: none; stroke: #808790; stroke-width: 0.5; }
            %s</style>
            <text class="title" x="8" y="18">%s</text>
            """, width, height, width, height, escaped(title), style, escaped(title));
    }

    /** Text of SVG, formatted. */
    void add(String format, Object... arguments) {
        svg.append(String.format(Locale.ROOT, format, arguments));
    }

    /** Where a panel begins. */
    static int top(int panel) {
        return TOP + panel * (HEIGHT + GAP);
    }

    /** Where a part of the time begins. */
    static double x(int part) {
        return LEFT + (double) WIDTH * part / Span.PARTS;
    }

    /** The name of a panel and what its axes go to. */
    void frame(int panel, String name, String most) {
        int y = top(panel);
        add("""
            <text x="%d" y="%d">%s</text>
            <text class="axis" x="%d" y="%d">%s</text>
            <text class="axis" x="%d" y="%d">0</text>
            <rect class="frame" x="%d" y="%d" width="%d" height="%d"/>
            """, LEFT, y - 5, escaped(name), LEFT - 5, y + 10, most, LEFT - 5, y + HEIGHT, LEFT, y, WIDTH, HEIGHT);
    }

    /** Ends it; below is how long the time is. */
    String end(long lengthNs) {
        int y = top(count) - GAP + 16;
        add("""
            <text x="%d" y="%d">0</text>
            <text class="axis" x="%d" y="%d">%s</text>
            </svg>
            """, LEFT, y, LEFT + WIDTH, y, Durations.text(lengthNs));
        return svg.toString();
    }

    static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.top;

import java.util.List;

/** Numbers as a row of bars, the newest last. */
final class Sparkline {
    /** What a terminal must be able to show. */
    static final char LOWEST = '▁';

    private static final String BARS = "▁▂▃▄▅▆▇█";
    private static final String ASCII_BARS = "_.-:=+*#";

    private Sparkline() {}

    /**
     * The last numbers, one a column; the largest of them, or what is meant by full height, is the highest bar. What is
     * missing is blank.
     *
     * @param ascii whether there are no characters but those of ASCII
     */
    static String of(List<Long> values, int width, boolean ascii) {
        List<Long> shown = values.subList(Math.max(0, values.size() - width), values.size());
        long highest = shown.stream().mapToLong(Long::longValue).max().orElse(0);
        StringBuilder line = new StringBuilder(" ".repeat(Math.max(0, width - shown.size())));
        String bars = ascii ? ASCII_BARS : BARS;
        for (long value : shown) {
            double part = highest == 0 ? 0 : (double) value / highest;
            line.append(bars.charAt((int) Math.ceil(part * (bars.length() - 1))));
        }
        return line.toString();
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Turns a table of a benchmark into a chart: reads the table from the standard input, writes an SVG. */
public final class BarChart {
    private static final String HELP = """
            usage: BarChart --value COLUMN [--table NAME] [--title TEXT] [--ours TEXT] [--line VALUE] < TABLE > chart.svg
              draws a bar for each line of a table as the benchmarks print it, or as Markdown has it
              --value COLUMN  the heading of the column that gives the lengths
              --table NAME    the heading of the first column, where there are several tables (the first table)
              --title TEXT    a line above the bars (the heading of the column)
              --ours TEXT     bars whose names begin with this are coloured (aio); '' colours all
              --line VALUE    a line across all bars at this value (none)
            """;

    private static final String NUMBER = "[0-9]+([.][0-9]+)?";
    private static final int WIDTH = 720;
    private static final int NAMES = 250;
    private static final int NUMBERS = 90;
    private static final int ROW = 26;
    private static final int BAR = 16;
    private static final int TOP = 40;

    /** What one bar shows. */
    private record Bar(String name, double value, String number) {}

    private final String title;
    private final String ours;
    private final List<Bar> bars;

    /** Where there is to be a line across them; below 0 is nowhere. */
    private final double line;

    private BarChart(String title, String ours, List<Bar> bars, double line) {
        this.title = title;
        this.ours = ours;
        this.bars = bars;
        this.line = line;
    }

    /** Writes the chart to the standard output; see {@code --help}. */
    public static void main(String[] args) {
        BenchArguments arguments =
                BenchArguments.parse(HELP, Set.of("--value", "--table", "--title", "--ours", "--line"), args);
        String column = arguments.text("--value", "");
        String title = arguments.text("--title", column);
        String line = arguments.text("--line", "-1");
        if (!line.matches("-1|" + NUMBER)) {
            arguments.refuse("--line needs a number, not '" + line + "'");
        }
        String table = arguments.text("--table", "");
        String ours = arguments.text("--ours", "aio");
        try {
            System.out.print(svg(inputLines(), table, column, title, ours, Double.parseDouble(line)));
        } catch (IllegalArgumentException e) {
            arguments.refuse(e.getMessage() + " in the standard input");
        }
    }

    /**
     * Draws a table; the parameters are what {@code --help} says of the options of the same names.
     *
     * @param line below 0: none
     * @throws IllegalArgumentException if there is no such table
     */
    public static String svg(List<String> lines, String table, String column, String title, String ours, double line) {
        List<Bar> bars = bars(lines, table, column);
        if (bars.isEmpty()) {
            throw new IllegalArgumentException("no table with numbers below '" + column + "'");
        }
        return new BarChart(title, ours, bars, line).svg();
    }

    private static List<String> inputLines() {
        BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        try {
            List<String> lines = new ArrayList<>();
            for (String line = input.readLine(); line != null; line = input.readLine()) {
                lines.add(line);
            }
            return lines;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The lines of the first table that fits; it ends with the first line that has no number in that column. */
    private static List<Bar> bars(List<String> lines, String table, String column) {
        List<Bar> bars = new ArrayList<>();
        int index = -1;
        for (String line : lines) {
            List<String> cells = cells(line);
            if (index < 0) {
                boolean wanted = table.isEmpty() || cells.get(0).equals(table);
                index = wanted ? cells.indexOf(column) : -1;
            } else if (!line.startsWith("|--")) {
                String number = index < cells.size() ? cells.get(index) : "";
                if (!number.matches(NUMBER)) {
                    break;
                }
                bars.add(new Bar(cells.get(0), Double.parseDouble(number), number));
            }
        }
        return bars;
    }

    private static List<String> cells(String line) {
        String trimmed = line.strip();
        String[] cells = trimmed.startsWith("|") ? trimmed.substring(1).split("\\|", -1) : trimmed.split(" {2,}", -1);
        return Arrays.stream(cells).map(String::strip).toList();
    }

    /** Transparent, with greys that can be read on white as well as on black. */
    private String svg() {
        double longest =
                Math.max(line, bars.stream().mapToDouble(Bar::value).max().orElse(1));
        int height = TOP + ROW * bars.size() + 8;
        StringBuilder svg = new StringBuilder(
                String.format(Locale.ROOT, """
                <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" width="%d" height="%d" role="img">
                <title>%s</title>
                <style>
                text { font: 13px sans-serif; fill: #808790; }
                .title { font-weight: bold; }
                .name { text-anchor: end; }
                .bar { fill: #9aa2ab; }
                .ours { fill: #2f8fe0; }
                .line { stroke: #d0743c; stroke-dasharray: 4 3; }
                </style>
                <text class="title" x="8" y="22">%s</text>
                """, WIDTH, height, WIDTH, height, escaped(title), escaped(title)));
        for (int i = 0; i < bars.size(); i++) {
            append(svg, bars.get(i), TOP + ROW * i, longest);
        }
        if (line >= 0) {
            double x = NAMES + length(line, longest);
            svg.append(String.format(Locale.ROOT, """
                    <line class="line" x1="%.1f" y1="%d" x2="%.1f" y2="%d"/>
                    """, x, TOP - 6, x, height - 8));
        }
        return svg.append("</svg>\n").toString();
    }

    private void append(StringBuilder svg, Bar bar, int y, double longest) {
        double length = Math.max(1, length(bar.value(), longest));
        int baseline = y + BAR - 3;
        svg.append(String.format(
                Locale.ROOT,
                """
                <text class="name" x="%d" y="%d">%s</text>
                <rect class="%s" x="%d" y="%d" width="%.1f" height="%d" rx="2"/>
                <text x="%.1f" y="%d">%s</text>
                """,
                NAMES - 10,
                baseline,
                escaped(bar.name()),
                bar.name().startsWith(ours) ? "ours" : "bar",
                NAMES,
                y,
                length,
                BAR,
                NAMES + length + 8,
                baseline,
                grouped(bar)));
    }

    private static double length(double value, double longest) {
        return value / Math.max(longest, Double.MIN_NORMAL) * (WIDTH - NAMES - NUMBERS);
    }

    private static String grouped(Bar bar) {
        return bar.number().contains(".") ? bar.number() : String.format(Locale.ROOT, "%,.0f", bar.value());
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}

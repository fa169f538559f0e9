// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.regex.Pattern;

/**
 * The values of several things, measured in turn in each of several rounds. What is printed are medians of the
 * rounds. A ratio is the median of each round's own ratio to the last thing of that round, so that a machine that is
 * slower for a while slows both.
 */
public final class Comparison {
    /** The headings of values that are small. */
    private static final Pattern FRACTIONS = Pattern.compile(".*%|others|calls");

    private final String what;
    private final boolean moreIsBetter;
    private final List<String> columns;
    private final Map<String, List<double[]>> rounds = new LinkedHashMap<>();

    /**
     * A comparison without values.
     *
     * @param what the heading of the first column
     * @param moreIsBetter whether the first value is a rate, and not a time
     * @param columns the heading of each value
     */
    public Comparison(String what, boolean moreIsBetter, String... columns) {
        this.what = what;
        this.moreIsBetter = moreIsBetter;
        this.columns = List.of(columns);
    }

    /** The values of one thing in the round that is on. */
    public void add(String name, double... values) {
        rounds.computeIfAbsent(name, key -> new ArrayList<>()).add(values);
    }

    /** How many times better the first value is than that of the last thing. */
    public double ratio(String name) {
        return median(ratios(name));
    }

    /** The ratio of each round. */
    double[] ratios(String name) {
        List<double[]> ours = values(name);
        List<double[]> theirs = new ArrayList<>(rounds.values()).get(rounds.size() - 1);
        double[] ratios = new double[ours.size()];
        for (int round = 0; round < ratios.length; round++) {
            double ratio = ours.get(round)[0] / theirs.get(round)[0];
            ratios[round] = moreIsBetter ? ratio : 1 / ratio;
        }
        return ratios;
    }

    /** The median of one column. */
    public double median(String name, int column) {
        return median(values(name), values -> values[column]);
    }

    private List<double[]> values(String name) {
        List<double[]> values = rounds.get(name);
        if (values == null) {
            throw new IllegalArgumentException("nothing was measured of " + name);
        }
        return values;
    }

    private static double median(List<double[]> values, ToDoubleFunction<double[]> value) {
        return median(values.stream().mapToDouble(value).toArray());
    }

    private static double median(double... values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /** Prints a table with a line for each thing, in the order of their first values. */
    public void print() {
        StringBuilder heading = new StringBuilder(String.format(Locale.ROOT, "%-28s", what));
        for (String column : columns) {
            heading.append(String.format(Locale.ROOT, "  %12s", column));
        }
        System.out.println(heading.append("   ratio"));
        for (String name : rounds.keySet()) {
            StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "%-28s", name));
            for (int column = 0; column < columns.size(); column++) {
                String format = FRACTIONS.matcher(columns.get(column)).matches() ? "  %12.2f" : "  %12.0f";
                line.append(String.format(Locale.ROOT, format, median(name, column)));
            }
            System.out.println(line.append(String.format(Locale.ROOT, "  %6.2f", ratio(name))));
        }
    }
}

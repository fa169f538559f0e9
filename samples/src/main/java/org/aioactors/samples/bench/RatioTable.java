// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Two things compared by several benchmarks, with a line for each: the medians of the rounds, and the median, the least and
 * the greatest of the rounds' own ratios. In the end the geometric mean of those that count.
 */
public final class RatioTable {
    private final StringBuilder lines = new StringBuilder(String.format(
            Locale.ROOT,
            "%-34s  %-10s  %12s  %12s  %6s  %6s  %6s  %6s%n",
            "benchmark",
            "counted",
            "first/s",
            "second/s",
            "ratio",
            "min",
            "max",
            "others"));

    /** Median, least and greatest ratio of those that count. */
    private final List<double[]> counted = new ArrayList<>();

    /**
     * Adds a line.
     *
     * @param operations what is counted
     * @param rounds a rate of each of the two in each round, and how many processors others used meanwhile
     * @param counts whether it is part of the mean
     */
    public void add(
            String benchmark, String operations, Comparison rounds, String first, String second, boolean counts) {
        double[] ratios = rounds.ratios(first);
        double median = rounds.ratio(first);
        double least = Arrays.stream(ratios).min().orElseThrow();
        double greatest = Arrays.stream(ratios).max().orElseThrow();
        append(
                benchmark,
                operations,
                String.format(Locale.ROOT, "%.0f", rounds.median(first, 0)),
                String.format(Locale.ROOT, "%.0f", rounds.median(second, 0)),
                median,
                least,
                greatest,
                String.format(Locale.ROOT, "%.2f", (rounds.median(first, 1) + rounds.median(second, 1)) / 2));
        if (counts) {
            counted.add(new double[] {median, least, greatest});
        }
    }

    /** The geometric mean of the medians, of the least and of the greatest ratios. */
    double[] geometricMean() {
        double[] mean = new double[3];
        for (int column = 0; column < mean.length; column++) {
            int index = column;
            mean[column] = Math.exp(counted.stream()
                    .mapToDouble(ratios -> Math.log(ratios[index]))
                    .average()
                    .orElseThrow());
        }
        return mean;
    }

    /** What is printed, as {@link BarChart} reads it. Ends the table. */
    public String text() {
        if (!counted.isEmpty()) {
            double[] mean = geometricMean();
            append("geometric mean", "of " + counted.size(), "-", "-", mean[0], mean[1], mean[2], "-");
        }
        return lines.toString();
    }

    private void append(
            String name,
            String operations,
            String first,
            String second,
            double ratio,
            double least,
            double most,
            String others) {
        lines.append(String.format(
                Locale.ROOT,
                "%-34s  %-10s  %12s  %12s  %6.2f  %6.2f  %6.2f  %6s%n",
                name,
                operations,
                first,
                second,
                ratio,
                least,
                most,
                others));
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.top;

import java.util.Locale;

/** Numbers in at most five characters. */
final class Numbers {
    private static final String[] UNITS = {"", "k", "M", "G", "T", "P", "E"};

    private Numbers() {}

    /** Three digits, with a unit of 1,000 each: {@code 0}, {@code 0.25}, {@code 999}, {@code 1.20k}, {@code 56.7M}. */
    static String of(double value) {
        if (value == 0) {
            return "0";
        }
        int unit = 0;
        double scaled = value;
        while (scaled >= 999.5 && unit < UNITS.length - 1) {
            scaled /= 1000;
            unit++;
        }
        if (unit == 0 && value == Math.rint(value)) {
            return Long.toString((long) value);
        }
        String format = scaled >= 99.95 ? "%.0f%s" : scaled >= 9.995 ? "%.1f%s" : "%.2f%s";
        return String.format(Locale.ROOT, format, scaled, UNITS[unit]);
    }

    /** A number without a fraction in full if it has at most five digits. */
    static String ofCount(long value) {
        return value < 100_000 ? Long.toString(value) : of((double) value);
    }

    /** A time: {@code 0}, {@code 850ns}, {@code 12.0us}, {@code 3.00ms}, {@code 59.0s}, {@code 3m}, {@code 2h}. */
    static String ofNs(long ns) {
        if (ns < 1_000) {
            return ns == 0 ? "0" : ns + "ns";
        }
        if (ns < 999_500) {
            return of(ns / 1e3) + "us";
        }
        if (ns < 999_500_000L) {
            return of(ns / 1e6) + "ms";
        }
        double seconds = ns / 1e9;
        if (seconds < 60) {
            return of(seconds) + "s";
        }
        return seconds < 3_600 ? (long) seconds / 60 + "m" : (long) seconds / 3_600 + "h";
    }
}

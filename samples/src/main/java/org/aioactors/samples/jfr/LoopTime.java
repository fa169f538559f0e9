// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.jfr;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/** What the events of one loop's thread add up to. Its size does not depend on how many there are. */
final class LoopTime {
    /** What it spent on one activity, altogether and in each part of the recording. */
    private static final class Spent {
        private final double[] partsNs = new double[Span.PARTS];
        private long sumNs;
    }

    private final String name;
    private final Span span;
    private final Map<Activity, Spent> spent = new EnumMap<>(Activity.class);
    private final long[] windowMaxNs = new long[Span.PARTS];
    private final long[] windowLastNs = new long[Span.PARTS];
    private final long[] windowLastTimeNs = new long[Span.PARTS];
    private long firstNs = Long.MAX_VALUE;
    private long lastNs = Long.MIN_VALUE;
    private long spins;
    private long spinsThatPaid;
    private long runs;

    /** How long the turns had blocked after which the window grew, and those after which it shrank. */
    final Durations grown = new Durations();

    final Durations shrunk = new Durations();

    /** By how much timers were late. */
    final Durations late = new Durations();

    LoopTime(String name, Span span) {
        this.name = name;
        this.span = span;
        Arrays.fill(windowLastNs, -1);
        for (Activity each : Activity.values()) {
            spent.put(each, new Spent());
        }
    }

    String name() {
        return name;
    }

    /** It did that for so long. */
    void spent(Activity activity, long startNs, long durationNs) {
        seen(startNs);
        seen(startNs + durationNs);
        Spent on = on(activity);
        on.sumNs += durationNs;
        span.spread(on.partsNs, startNs, startNs + durationNs);
    }

    private Spent on(Activity activity) {
        return Objects.requireNonNull(spent.get(activity));
    }

    /** It busy-polled; one that ends before its limit was ended by something to do. */
    void spun(long startNs, long durationNs, long limitNs, boolean progress) {
        spent(Activity.SPINNING, startNs, durationNs);
        spins++;
        if (progress || durationNs < limitNs) {
            spinsThatPaid++;
        }
    }

    /** It ran so many actors and tasks. */
    void ran(long startNs, long durationNs, int actors) {
        spent(Activity.ACTORS, startNs, durationNs);
        runs += actors;
    }

    /** The window was changed, after a turn that had blocked for so long. */
    void windowChanged(long timeNs, long beforeNs, long afterNs, long blockedNs) {
        seen(timeNs);
        (afterNs > beforeNs ? grown : shrunk).add(blockedNs);
        int part = span.part(timeNs);
        windowMaxNs[part] = Math.max(windowMaxNs[part], Math.max(beforeNs, afterNs));
        if (timeNs >= windowLastTimeNs[part]) {
            windowLastTimeNs[part] = timeNs;
            windowLastNs[part] = afterNs;
        }
    }

    /** A timer has run, so much after it was due. */
    void timerRan(long timeNs, long lateNs) {
        seen(timeNs);
        late.add(lateNs);
    }

    private void seen(long timeNs) {
        firstNs = Math.min(firstNs, timeNs);
        lastNs = Math.max(lastNs, timeNs);
    }

    /** From its first event to the end of its last. */
    long lengthNs() {
        return Math.max(0, lastNs - firstNs);
    }

    long sumNs(Activity activity) {
        return on(activity).sumNs;
    }

    /** What no event accounts for. */
    long restNs() {
        return Math.max(
                0,
                lengthNs()
                        - spent.values().stream().mapToLong(each -> each.sumNs).sum());
    }

    long spins() {
        return spins;
    }

    long spinsThatPaid() {
        return spinsThatPaid;
    }

    long runs() {
        return runs;
    }

    /** The share of a part of the recording that it spent so, from 0 to 1. */
    double share(Activity activity, int part) {
        return Math.min(1, on(activity).partsNs[part] / span.partNs());
    }

    /** Whether its thread was there then. */
    boolean isThere(int part) {
        return firstNs <= lastNs && part >= span.part(firstNs) && part <= span.part(lastNs);
    }

    /** The longest that the window was in each part: where it did not change, what it was left at. */
    long[] windowNs() {
        long[] window = new long[Span.PARTS];
        long now = 0;
        for (int part = 0; part < Span.PARTS; part++) {
            window[part] = Math.max(now, windowMaxNs[part]);
            now = windowLastNs[part] >= 0 ? windowLastNs[part] : now;
        }
        return window;
    }
}

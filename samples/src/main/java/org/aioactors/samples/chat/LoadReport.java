// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What {@link ChatLoad} saw: how long each line took to each receiver, and everything that was not as it must be. */
final class LoadReport {
    private static final int MAX_VIOLATIONS_KEPT = 10;

    private final int linesSent;
    private final long[] latenciesNs;
    private int received;
    private long elapsedNs;
    private long violationCount;
    private final List<String> violations = new ArrayList<>();

    LoadReport(LoadOptions options) {
        linesSent = options.connections() * options.lines();
        latenciesNs = new long[(int) options.deliveries()];
    }

    /** Counts a line received as it must be. */
    void received(long latencyNs) {
        latenciesNs[received] = latencyNs;
        received++;
    }

    /** Notes something that must not be. */
    void violation(String what) {
        violationCount++;
        if (violations.size() < MAX_VIOLATIONS_KEPT) {
            violations.add(what);
        }
    }

    /** Ends the measurement, which took so long. Call once. */
    void finish(long elapsedNs) {
        this.elapsedNs = elapsedNs;
        Arrays.sort(latenciesNs, 0, received);
        if (received < latenciesNs.length) {
            violation((latenciesNs.length - received) + " lines were not received");
        }
    }

    /** Returns whether each line was received, or was refused once it was more than expected. */
    boolean isComplete() {
        return received == latenciesNs.length;
    }

    /** Returns how many lines were received as they must be. */
    int receivedCount() {
        return received;
    }

    /** Returns the first violations. */
    List<String> violations() {
        return List.copyOf(violations);
    }

    /** Returns the latency that this share of the lines, 0 to 1, did not exceed. */
    long percentileNs(double share) {
        return received == 0 ? 0 : latenciesNs[Math.min(received - 1, (int) (share * received))];
    }

    /** Returns the report for a person to read. */
    String text() {
        double seconds = elapsedNs / 1e9;
        StringBuilder text = new StringBuilder();
        text.append(String.format(
                Locale.ROOT,
                "sent %d lines, received %d in %.3f s: %.0f lines/s in, %.0f lines/s out%n",
                linesSent,
                received,
                seconds,
                linesSent / seconds,
                received / seconds));
        text.append(String.format(
                Locale.ROOT,
                "latency p50 %d us, p99 %d us, max %d us%n",
                percentileNs(0.50) / 1000,
                percentileNs(0.99) / 1000,
                percentileNs(1.00) / 1000));
        text.append(violationCount == 0 ? "every line exactly once and in order" : violationCount + " violations:");
        text.append(System.lineSeparator());
        violations.forEach(violation -> text.append("  ").append(violation).append(System.lineSeparator()));
        return text.toString();
    }
}

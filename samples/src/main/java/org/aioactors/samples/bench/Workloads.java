// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.bench;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** The benchmarks of one dispatcher, by name. */
final class Workloads {
    private Workloads() {}

    /** In the size in which they are to be measured. */
    static Map<String, Workload> full() {
        Map<String, Workload> all = new LinkedHashMap<>();
        all.put("pairs-natural", Pairs.natural(1_000));
        all.put("pairs", Pairs.sideBySide(1_000));
        all.put("ring", new Ring(100, 1, 20_000));
        all.put("ring-tokens", new Ring(100, 16, 5_000));
        all.put("fan", new FanOutFanIn(100, 50));
        all.put("tree", new ChildTree(10, 3));
        all.put("buffer", new BoundedBuffer(20, 20, 50, 500));
        all.put("blocking", Pairs.withSleepers(50, 10));
        all.put("chameneos", new Chameneos(100, 10_000));
        all.put("banking", new Banking(1_000, 10_000, 100));
        all.put("http-5", new SleepyHttp(Duration.ofMillis(5), 32));
        all.put("http-20", new SleepyHttp(Duration.ofMillis(20), 32));
        all.put("http-50", new SleepyHttp(Duration.ofMillis(50), 32));
        return all;
    }

    /** So small that they take no time: to see that they work. */
    static Map<String, Workload> quick() {
        Map<String, Workload> all = new LinkedHashMap<>();
        all.put("pairs-natural", Pairs.natural(10));
        all.put("pairs", Pairs.sideBySide(10));
        all.put("ring", new Ring(10, 1, 200));
        all.put("ring-tokens", new Ring(10, 3, 100));
        all.put("fan", new FanOutFanIn(10, 10));
        all.put("tree", new ChildTree(5, 3));
        all.put("buffer", new BoundedBuffer(4, 4, 2, 20));
        all.put("blocking", Pairs.withSleepers(5, 1));
        all.put("chameneos", new Chameneos(10, 100));
        all.put("banking", new Banking(10, 100, 5));
        all.put("http-5", new SleepyHttp(Duration.ofMillis(5), 4));
        all.put("http-20", new SleepyHttp(Duration.ofMillis(20), 4));
        all.put("http-50", new SleepyHttp(Duration.ofMillis(50), 4));
        return all;
    }
}

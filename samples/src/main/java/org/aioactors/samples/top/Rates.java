// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.top;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What happened between two samples, a second.
 *
 * @param seconds the time between them
 * @param systems how many actor systems there are now
 */
record Rates(double seconds, int systems, List<OfDispatcher> dispatchers, List<OfTcp> tcp, List<OfUdp> udp) {
    Rates {
        dispatchers = List.copyOf(dispatchers);
        tcp = List.copyOf(tcp);
        udp = List.copyOf(udp);
    }

    /** A dispatcher, and how many stalls of it came between. */
    record OfDispatcher(Sample.OfDispatcher now, long newStalls, List<OfLoop> loops) {
        OfDispatcher {
            loops = List.copyOf(loops);
        }
    }

    /** A loop. */
    record OfLoop(
            Sample.OfLoop now,
            double turns,
            double messages,
            double tasks,
            double steals,
            double waits,
            double busyPollHits,
            double busyPollMisses,
            double wakeUps) {}

    /** A listener, or all outgoing connections. */
    record OfTcp(Sample.OfTcp now, double newConnections, double receivedBytes, double sentBytes) {}

    /** A UDP socket, or all that are connected. */
    record OfUdp(
            Sample.OfUdp now, double receivedDatagrams, double receivedBytes, double sentDatagrams, double sentBytes) {}

    /** Of what was not there in the first sample, all counts since its beginning are new. */
    static Rates between(Sample before, Sample after) {
        double seconds = Math.max(1, after.takenNs() - before.takenNs()) / 1e9;
        Map<Sample.Key, Sample.OfDispatcher> dispatchers = byKey(before.dispatchers(), Sample.OfDispatcher::key);
        Map<Sample.Key, Sample.OfTcp> tcp = byKey(before.tcp(), Sample.OfTcp::key);
        Map<Sample.Key, Sample.OfUdp> udp = byKey(before.udp(), Sample.OfUdp::key);
        return new Rates(
                seconds,
                after.systems(),
                after.dispatchers().stream()
                        .map(now -> dispatcher(new Change<>(dispatchers.get(now.key()), now, seconds)))
                        .toList(),
                after.tcp().stream()
                        .map(now -> tcp(new Change<>(tcp.get(now.key()), now, seconds)))
                        .toList(),
                after.udp().stream()
                        .map(now -> udp(new Change<>(udp.get(now.key()), now, seconds)))
                        .toList());
    }

    private static <T> Map<Sample.Key, T> byKey(List<T> all, Function<T, Sample.Key> key) {
        return all.stream().collect(Collectors.toMap(key, Function.identity()));
    }

    private static OfDispatcher dispatcher(Change<Sample.OfDispatcher> change) {
        Map<Integer, Sample.OfLoop> loops = change.before() == null
                ? Map.of()
                : change.before().loops().stream()
                        .collect(Collectors.toMap(Sample.OfLoop::number, Function.identity()));
        return new OfDispatcher(
                change.now(),
                change.count(Sample.OfDispatcher::stalls),
                change.now().loops().stream()
                        .map(now -> loop(new Change<>(loops.get(now.number()), now, change.seconds())))
                        .toList());
    }

    private static OfLoop loop(Change<Sample.OfLoop> change) {
        return new OfLoop(
                change.now(),
                change.rate(Sample.OfLoop::turns),
                change.rate(Sample.OfLoop::messages),
                change.rate(Sample.OfLoop::tasks),
                change.rate(Sample.OfLoop::steals),
                change.rate(Sample.OfLoop::waits),
                change.rate(Sample.OfLoop::busyPollHits),
                change.rate(Sample.OfLoop::busyPollMisses),
                change.rate(Sample.OfLoop::wakeUps));
    }

    private static OfTcp tcp(Change<Sample.OfTcp> change) {
        return new OfTcp(
                change.now(),
                change.rate(Sample.OfTcp::total),
                change.rate(Sample.OfTcp::receivedBytes),
                change.rate(Sample.OfTcp::sentBytes));
    }

    private static OfUdp udp(Change<Sample.OfUdp> change) {
        return new OfUdp(
                change.now(),
                change.rate(Sample.OfUdp::receivedDatagrams),
                change.rate(Sample.OfUdp::receivedBytes),
                change.rate(Sample.OfUdp::sentDatagrams),
                change.rate(Sample.OfUdp::sentBytes));
    }
}

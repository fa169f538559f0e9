// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.top;

import java.util.List;

/** Samples as tests need them. */
final class Samples {
    static final Sample.Key DISPATCHER = new Sample.Key("shop", "akka.actor.default-dispatcher");

    private Samples() {}

    /** A loop whose counts are all the same, but for those that are named. */
    static Sample.OfLoop loop(int number, long count, long pollNs) {
        return new Sample.OfLoop(
                number,
                3 * number,
                number - 1,
                false,
                pollNs,
                count,
                2 * count,
                3 * count,
                4 * count,
                5 * count,
                6 * count,
                7 * count,
                8 * count);
    }

    static Sample.OfLoop stalled(Sample.OfLoop loop) {
        return new Sample.OfLoop(
                loop.number(),
                loop.actors(),
                loop.queueDepth(),
                true,
                loop.pollNs(),
                loop.turns(),
                loop.messages(),
                loop.tasks(),
                loop.steals(),
                loop.waits(),
                loop.busyPollHits(),
                loop.busyPollMisses(),
                loop.wakeUps());
    }

    static Sample.OfDispatcher dispatcher(long stalls, List<Sample.OfStall> last, Sample.OfLoop... loops) {
        return new Sample.OfDispatcher(DISPATCHER, stalls, 2, 1, last, List.of(loops));
    }

    static Sample of(double seconds, Sample.OfDispatcher... dispatchers) {
        return new Sample(Math.round(seconds * 1e9), 1, List.of(dispatchers), List.of(), List.of());
    }

    static Sample.OfTcp tcp(String name, int connections, long total, long bytes) {
        return new Sample.OfTcp(new Sample.Key("shop", name), connections, 16_384, total, bytes, 2 * bytes, 0);
    }

    static Sample.OfUdp udp(String name, int sockets, long datagrams) {
        return new Sample.OfUdp(
                new Sample.Key("shop", name), sockets, datagrams, 100 * datagrams, datagrams, 50 * datagrams, 7);
    }

    static Sample with(Sample sample, List<Sample.OfTcp> tcp, List<Sample.OfUdp> udp) {
        return new Sample(sample.takenNs(), sample.systems(), sample.dispatchers(), tcp, udp);
    }
}

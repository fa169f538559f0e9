// SPDX-License-Identifier: Apache-2.0
package org.aioactors.jmx;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.aioactors.aio.AioStats;
import org.aioactors.dispatcher.DispatcherMetrics;
import org.aioactors.dispatcher.LastStall;
import org.aioactors.dispatcher.LoopMetrics;
import org.aioactors.net.TcpMetrics;
import org.aioactors.udp.UdpMetrics;
import org.junit.jupiter.api.Test;

/** The text that has all figures of an actor system. */
class FiguresTextTest {
    private final FiguresText text = new FiguresText();

    @Test
    void aDispatcherIsFollowedByItsLastStallsAndItsLoops() {
        LoopMetrics loop = new LoopMetrics(1, 2, 3, 4, 5, 6, true, new AioStats(7, 8, 9, 10, 11, 12));
        text.dispatcher(
                new DispatcherMetrics("ours", 13, 14, 15, List.of(loop)),
                List.of(new LastStall(13, "ours-1", "task\t of\nmany lines", 16)));
        assertThat(text)
                .hasToString("dispatcher\tid=ours\tstalls=13\tannouncedBlocks=14\treliefThreads=15\n"
                        + "stall\tnumber=13\tloop=ours-1\tculprit=task  of many lines\tageNs=16\n"
                        + "loop\tnumber=1\tactors=2\tmessages=3\ttasks=4\tsteals=5\tqueueDepth=6\tstalled=true\tturns=7"
                        + "\twaits=8\tbusyPollHits=9\tbusyPollMisses=10\twakeUps=11\tpollNs=12\n");
    }

    @Test
    void socketsAreLinesOfTheirOwn() {
        text.tcp("127.0.0.1:9000", new TcpMetrics.Group(1, 2, 3, 4, 5, 6));
        text.udp("127.0.0.1:9001", new UdpMetrics.Group(1, 2, 3, 4, 5, 6, 7, 8));
        assertThat(text)
                .hasToString(
                        "tcp\tname=127.0.0.1:9000\tconnections=1\theldBytes=2\ttotal=3\treceivedBytes=4\tsentBytes=5"
                                + "\trefusedWrites=6\n"
                                + "udp\tname=127.0.0.1:9001\tsockets=1\treceivedDatagrams=2\treceivedBytes=3"
                                + "\tsentDatagrams=4\tsentBytes=5\tdropped=6\ttruncated=7\trefused=8\n");
    }
}

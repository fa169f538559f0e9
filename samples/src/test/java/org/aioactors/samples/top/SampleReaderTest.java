// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.top;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

/** Samples of what actor systems tell. */
class SampleReaderTest {
    private static final String LOOP =
            "loop\tnumber=%d\tactors=2\tmessages=3\ttasks=4\tsteals=5\tqueueDepth=6\tstalled=true"
                    + "\tturns=7\twaits=8\tbusyPollHits=9\tbusyPollMisses=10\twakeUps=11\tpollNs=12\n";
    private static final String TCP =
            "tcp\tname=a:1\tconnections=1\theldBytes=2\ttotal=3\treceivedBytes=4\tsentBytes=5" + "\trefusedWrites=6\n";

    private final SampleReader reader = new SampleReader();

    @Test
    void loopsAndStallsBelongToTheDispatcherBefore() {
        reader.add(
                "shop",
                "dispatcher\tid=one\tstalls=1\tannouncedBlocks=2\treliefThreads=3\n"
                        + "stall\tnumber=1\tloop=one-1\tculprit=a=b\tageNs=4\n" + LOOP.formatted(1) + LOOP.formatted(2)
                        + "dispatcher\tid=two\tstalls=0\tannouncedBlocks=0\treliefThreads=0\n" + LOOP.formatted(1));
        Sample sample = reader.sample(99);
        assertThat(sample.takenNs()).isEqualTo(99);
        assertThat(sample.systems()).isOne();
        assertThat(sample.dispatchers())
                .extracting(Sample.OfDispatcher::key)
                .containsExactly(new Sample.Key("shop", "one"), new Sample.Key("shop", "two"));
        Sample.OfDispatcher one = sample.dispatchers().get(0);
        assertThat(one.lastStalls()).containsExactly(new Sample.OfStall(1, "one-1", "a=b", 4));
        assertThat(one.loops()).extracting(Sample.OfLoop::number).containsExactly(1, 2);
        assertThat(one.loops().get(0)).isEqualTo(new Sample.OfLoop(1, 2, 6, true, 12, 7, 3, 4, 5, 8, 9, 10, 11));
        assertThat(sample.dispatchers().get(1).loops()).hasSize(1);
        assertThat(sample.dispatchers().get(1).lastStalls()).isEmpty();
    }

    @Test
    void socketsOfOneAddressAreToldApart() {
        reader.add("shop", TCP + TCP.replace("a:1", "a:1-2"));
        reader.add("other", TCP);
        assertThat(reader.sample(0).tcp())
                .extracting(Sample.OfTcp::key)
                .containsExactly(
                        new Sample.Key("shop", "a:1"), new Sample.Key("shop", "a:1-2"), new Sample.Key("other", "a:1"));
    }

    @Test
    void whatIsOfALaterVersionIsLeftOut() {
        reader.add("shop", "news\tname=1\n" + TCP.strip() + "\tmore=7\n");
        assertThat(reader.sample(0).tcp()).hasSize(1);
    }

    @Test
    void whatMakesNoSenseIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> reader.add("shop", "tcp\tname=a\n"))
                .withMessage("a line of the kind tcp without connections");
        assertThatIllegalArgumentException().isThrownBy(() -> reader.add("shop", "tcp\tname\n"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> reader.add("shop", TCP.replace("connections=1", "connections=x")));
    }
}

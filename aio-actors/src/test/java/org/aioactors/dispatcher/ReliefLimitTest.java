// SPDX-License-Identifier: Apache-2.0
package org.aioactors.dispatcher;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.TestProbe;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** More actors block than there may be relief threads. */
class ReliefLimitTest {
    private static final int ACTORS = 10;

    private final OneLoop loop =
            new OneLoop("limit", "stall-relief = 5 ms, stall-report = 5 ms, stall-relief-threads = 3");
    private final TestProbe<String> probe = loop.kit.createTestProbe();

    @AfterEach
    void stop() {
        loop.close();
    }

    private void blockAll(boolean announced) {
        CountDownLatch fourEntered = new CountDownLatch(4);
        CountDownLatch release = new CountDownLatch(1);
        for (int i = 0; i < ACTORS; i++) {
            loop.<String>spawnDoing(message -> {
                        fourEntered.countDown();
                        if (announced) {
                            OneLoop.awaitAnnounced(release);
                        } else {
                            OneLoop.await(release);
                        }
                        probe.ref().tell(message);
                    })
                    .tell("released");
        }
        OneLoop.await(fourEntered); // the own thread and three more
        assertThat(loop.dispatcher().reliefThreads()).isEqualTo(3);
        probe.expectNoMessage();
        release.countDown();
        for (int i = 0; i < ACTORS; i++) {
            probe.expectMessage("released");
        }
    }

    @Test
    void theOthersWaitUntilAThreadIsFree() {
        blockAll(true);
        blockAll(false);
        blockAll(true);
    }

    @Test
    void aReliefThreadThatIsFreeAgainServesThoseThatWait() {
        CountDownLatch longest = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch entered = new CountDownLatch(4);
        for (int i = 0; i < 4; i++) {
            int number = i;
            loop.<String>spawnDoing(message -> {
                        entered.countDown();
                        OneLoop.awaitAnnounced(number == 0 ? longest : release);
                    })
                    .tell("block");
            Eventually.equal("entered", entered::getCount, 3L - i);
        }
        loop.<String>spawnDoing(probe.ref()::tell).tell("served at last");
        probe.expectNoMessage();
        release.countDown(); // the own thread stays blocked
        probe.expectMessage("served at last");
        longest.countDown();
    }
}

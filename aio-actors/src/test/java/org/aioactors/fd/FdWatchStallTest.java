// SPDX-License-Identifier: Apache-2.0
package org.aioactors.fd;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import com.typesafe.config.ConfigFactory;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.aioactors.dispatcher.AioLoop;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Watches on a loop that another actor holds up: a watch settles its actor, which waits with its loop. */
@ExtendWith(NoFdLeaks.class)
class FdWatchStallTest {
    private ActorTestKit kit;
    private TestProbe<FdReady> probe;
    private Puppet puppet;
    private CountDownLatch release = new CountDownLatch(0);

    @BeforeEach
    void start() {
        kit = ActorTestKit.create(ConfigFactory.parseString(
                        "one-loop { type = org.aioactors.dispatcher.AioDispatcherConfigurator, shutdown-timeout = 50 ms,"
                                + " aio { threads = 1, stall-relief = 5 ms } }")
                .withFallback(ConfigFactory.load()));
        probe = kit.createTestProbe();
        puppet = Puppet.spawn(kit, "one-loop");
    }

    @AfterEach
    void stop() {
        release.countDown();
        kit.shutdownTestKit();
    }

    private void holdUp() {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch until = new CountDownLatch(1);
        release = until;
        Puppet.spawn(kit, "one-loop").actor().tell(() -> {
            entered.countDown();
            await(until);
        });
        await(entered);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(40, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private boolean isHome() {
        return puppet.call(() -> AioLoop.current().inLoopThread());
    }

    @Test
    void aWatchMadeDuringAStallWaitsForTheLoopAndTellsThen() {
        try (TestPipe pipe = new TestPipe()) {
            holdUp();
            assertThat(isHome()).isFalse();
            pipe.write();
            puppet.actor().tell(() -> FdWatch.create(pipe.reader.value(), probe.ref(), ready -> ready)
                    .arm(FdWatch.Interest.READ));
            probe.expectNoMessage();
            release.countDown();
            probe.expectMessage(FdReady.READABLE);
            probe.expectNoMessage(); // once
            assertThat(isHome()).isTrue();
        }
    }

    @Test
    void anActorWithAWatchIsAtHomeAfterEachStall() {
        try (TestPipe pipe = new TestPipe()) {
            FdWatch watch = puppet.call(() -> FdWatch.create(pipe.reader.value(), probe.ref(), ready -> ready));
            pipe.write();
            for (int i = 0; i < 10; i++) {
                holdUp();
                puppet.actor().tell(() -> {
                    assertThat(AioLoop.current().inLoopThread()).isTrue();
                    watch.arm(FdWatch.Interest.READ);
                });
                Puppet other = Puppet.spawn(kit, "one-loop");
                assertThat(other.<Boolean>call(() -> AioLoop.current().inLoopThread()))
                        .isFalse();
                release.countDown();
                probe.expectMessage(FdReady.READABLE);
            }
            holdUp();
            puppet.actor().tell(() -> watch.arm(FdWatch.Interest.READ));
            puppet.stop();
            release.countDown();
            probe.expectTerminated(puppet.actor());
        }
    }
}

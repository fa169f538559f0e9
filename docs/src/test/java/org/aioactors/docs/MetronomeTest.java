// SPDX-License-Identifier: Apache-2.0
package org.aioactors.docs;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.DispatcherSelector;
import akka.actor.typed.javadsl.Adapter;
import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import org.aioactors.time.AioScheduler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MetronomeTest {
    private final ActorTestKit testKit = ActorTestKit.create(
            "metronome",
            ConfigFactory.parseString("akka.scheduler.implementation = \"org.aioactors.time.AioScheduler\"")
                    .withFallback(ConfigFactory.load()));

    @AfterEach
    void shutDown() {
        testKit.shutdownTestKit();
    }

    @Test
    void noBeatIsLostAndNoneComesEarly() {
        assertThat(Adapter.toClassic(testKit.system()).scheduler()).isInstanceOf(AioScheduler.class);
        TestProbe<String> listener = testKit.createTestProbe();
        long startNs = System.nanoTime();
        testKit.spawn(
                Metronome.beating(50, listener.getRef()), DispatcherSelector.fromConfig("aio-default-dispatcher"));
        assertThat(listener.receiveMessage(Duration.ofSeconds(20))).isEqualTo("end of the bar");
        assertThat(System.nanoTime() - startNs)
                .isGreaterThanOrEqualTo(Duration.ofMillis(50).toNanos());
    }
}

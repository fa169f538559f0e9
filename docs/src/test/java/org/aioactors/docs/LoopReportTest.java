// SPDX-License-Identifier: Apache-2.0
package org.aioactors.docs;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.actor.typed.DispatcherSelector;
import akka.actor.typed.javadsl.Behaviors;
import com.typesafe.config.ConfigFactory;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import javax.management.ObjectName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LoopReportTest {
    private static final DispatcherSelector LOOPS = DispatcherSelector.fromConfig("aio-default-dispatcher");

    private final ActorTestKit testKit = ActorTestKit.create("report", ConfigFactory.load("metrics"));

    @AfterEach
    void shutDown() {
        testKit.shutdownTestKit();
    }

    @Test
    void itTellsOfEachLoopWhatIsInTheBeans() throws Exception {
        TestProbe<String> probe = testKit.createTestProbe();
        ActorRef<String> echo = testKit.spawn(
                Behaviors.receiveMessage(message -> {
                    probe.ref().tell(message);
                    return Behaviors.same();
                }),
                LOOPS);
        for (int i = 0; i < 7; i++) {
            echo.tell("hello");
            probe.expectMessage("hello");
        }
        TestProbe<String> reader = testKit.createTestProbe();
        testKit.spawn(LoopReport.reporting(Duration.ofMillis(10), reader.ref()));
        assertThat(reader.receiveMessage())
                .startsWith("aio-default-dispatcher-1: 7 messages, ")
                .endsWith("times in vain");
        assertThat(ManagementFactory.getPlatformMBeanServer()
                        .getAttribute(
                                new ObjectName(
                                        "org.aioactors:type=Loop,system=report,dispatcher=aio-default-dispatcher,loop=1"),
                                "Messages"))
                .isEqualTo(7L);
    }
}

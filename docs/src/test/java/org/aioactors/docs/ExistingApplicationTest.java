// SPDX-License-Identifier: Apache-2.0
package org.aioactors.docs;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.actor.typed.DispatcherSelector;
import com.typesafe.config.ConfigFactory;
import org.aioactors.dispatcher.AioDispatcher;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ExistingApplicationTest {
    private final ActorTestKit testKit = ActorTestKit.create(
            "application",
            ConfigFactory.parseString("untyped { throughput = 1 }")
                    .withFallback(ConfigFactory.load("existing-application")));

    @AfterEach
    void shutDown() {
        testKit.shutdownTestKit();
    }

    @Test
    void itsActorsAreOnLoopsAndItsOwnDispatchersStayWhatTheyWere() {
        TestProbe<String> probe = testKit.createTestProbe();
        ActorRef<ActorRef<String>> guardian = testKit.spawn(ExistingApplication.guardian());

        guardian.tell(probe.ref());

        assertThat(probe.receiveSeveralMessages(2))
                .satisfiesOnlyOnce(
                        text -> assertThat(text).startsWith("on-a-loop: application-akka.actor.default-dispatcher-"))
                .satisfiesOnlyOnce(text -> assertThat(text).startsWith("reports: application-reports-"));
        assertThat(testKit.system().dispatchers().lookup(DispatcherSelector.defaultDispatcher()))
                .isInstanceOf(AioDispatcher.class);
        assertThat(testKit.system()
                        .dispatchers()
                        .lookup(DispatcherSelector.fromConfig("akka.actor.internal-dispatcher")))
                .isInstanceOf(AioDispatcher.class);
        assertThat(testKit.system().dispatchers().lookup(DispatcherSelector.fromConfig("untyped")))
                .isInstanceOfSatisfying(AioDispatcher.class, dispatcher -> assertThat(dispatcher.loops())
                        .hasSize(1));
        assertThat(testKit.system().dispatchers().lookup(DispatcherSelector.fromConfig("reports")))
                .isNotInstanceOf(AioDispatcher.class);
        assertThat(testKit.system().dispatchers().lookup(DispatcherSelector.blocking()))
                .isNotInstanceOf(AioDispatcher.class);
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.aioactors.applications;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.ManualTime;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import org.aioactors.dispatcher.AioDispatcherConfigurator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Akka's testkit with its time that stands still, and actors on our dispatcher. */
class ManualTimeTest {
    private static final Duration AN_HOUR = Duration.ofHours(1);

    private final ActorTestKit kit = ActorTestKit.create(ManualTime.config()
            .withFallback(ConfigFactory.parseString(
                    "akka.actor.default-dispatcher.type = \"" + AioDispatcherConfigurator.class.getName() + "\""))
            .withFallback(ConfigFactory.load()));

    @AfterEach
    void shutDown() {
        kit.shutdownTestKit();
    }

    private static Behavior<String> ringing(ActorRef<String> heard, ActorRef<String> ready) {
        return Behaviors.withTimers(timers -> {
            timers.startSingleTimer("ring", AN_HOUR);
            ready.tell("ready");
            return Behaviors.receiveMessage(message -> {
                heard.tell(message);
                return Behaviors.same();
            });
        });
    }

    @Test
    void aTimerRingsWhenTheTestSaysSo() {
        ManualTime time = ManualTime.get(kit.system());
        TestProbe<String> heard = kit.createTestProbe();
        TestProbe<String> ready = kit.createTestProbe();
        kit.spawn(ringing(heard.ref(), ready.ref()));
        ready.expectMessage("ready");

        time.expectNoMessageFor(AN_HOUR.minusMillis(1), heard);
        time.timePasses(Duration.ofMillis(1));
        heard.expectMessage("ring");
    }
}

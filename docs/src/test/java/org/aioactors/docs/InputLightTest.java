// SPDX-License-Identifier: Apache-2.0
package org.aioactors.docs;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.DispatcherSelector;
import org.aioactors.aio.linux.EventNotifier;
import org.aioactors.aio.linux.Syscalls;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class InputLightTest {
    private final ActorTestKit testKit = ActorTestKit.create();

    @AfterEach
    void shutDown() {
        testKit.shutdownTestKit();
    }

    @Test
    void tellsOfEachInput() {
        TestProbe<String> listener = testKit.createTestProbe();
        try (EventNotifier input = EventNotifier.create(Syscalls.linux())) {
            var light = testKit.spawn(
                    InputLight.watching(input.fd(), input::testAndClear, listener.getRef()),
                    DispatcherSelector.fromConfig("aio-default-dispatcher"));
            for (int i = 0; i < 3; i++) {
                input.set();
                assertThat(listener.receiveMessage()).isEqualTo("input");
            }
            testKit.stop(light);
        }
    }
}

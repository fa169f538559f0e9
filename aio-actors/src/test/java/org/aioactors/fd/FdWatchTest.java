// SPDX-License-Identifier: Apache-2.0
package org.aioactors.fd;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import com.typesafe.config.ConfigFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the tests of watches share: an actor on a loop, and a probe that hears of a pipe. */
@ExtendWith(NoFdLeaks.class)
abstract class FdWatchTest {
    static final String ONE_LOOP = "one-loop";

    ActorTestKit kit;
    TestProbe<Object> probe;
    Puppet puppet;
    TestPipe pipe;

    String fdMonitor() {
        return "auto";
    }

    @BeforeEach
    void start() {
        pipe = new TestPipe();
        kit = ActorTestKit.create(
                "fd-watch",
                ConfigFactory.parseString("one-loop { type = org.aioactors.dispatcher.AioDispatcherConfigurator"
                                + ", shutdown-timeout = 50 ms, aio { threads = 1, fd-monitor = " + fdMonitor() + " } }")
                        .withFallback(ConfigFactory.load()));
        probe = kit.createTestProbe();
        puppet = Puppet.spawn(kit, ONE_LOOP);
    }

    @AfterEach
    void stop() {
        kit.shutdownTestKit();
        pipe.close();
    }

    FdWatch watch(int fd) {
        return watch(puppet, fd);
    }

    FdWatch watch(Puppet owner, int fd) {
        return owner.call(() -> FdWatch.create(fd, probe.ref(), ready -> ready));
    }

    void arm(FdWatch watch, FdWatch.Interest interest) {
        puppet.run(() -> watch.arm(interest));
    }

    /** Nothing has been told, and the loop has looked at its fds since. */
    void expectNothing() {
        puppet.awaitTurns();
        probe.ref().tell("marker");
        probe.expectMessage("marker");
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.aioactors.dispatcher;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.DispatcherSelector;
import akka.actor.typed.Props;
import akka.actor.typed.javadsl.Behaviors;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.aioactors.AioProps;
import org.aioactors.os.Cpus;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** On which CPU the threads of a dispatcher run. */
class CpuPinningTest {
    private static final String TYPE = "type = \"" + AioDispatcherConfigurator.class.getName() + "\"";
    private static final Set<Integer> ALL = Cpus.ofProcess();
    private static final int FIRST = Collections.min(ALL);
    private static final int LAST = Collections.max(ALL);

    private final ActorTestKit kit = ActorTestKit.create(
            "pinning",
            TestConfig.of("pinned { " + TYPE + ", aio { threads = 3, cpus = [" + FIRST + ", " + LAST + "] } }\n"
                    + "alone { " + TYPE + ", aio { threads = 1, cpus = [" + FIRST + "] } }\nfree { " + TYPE + " }"));
    private final TestProbe<String> probe = kit.createTestProbe();

    @AfterEach
    void stop() {
        kit.shutdownTestKit();
    }

    private static String allowed() {
        try {
            return Files.readAllLines(Path.of("/proc/thread-self/status")).stream()
                    .filter(line -> line.startsWith("Cpus_allowed_list:"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void spawn(Props props, Runnable doing) {
        kit.spawn(
                Behaviors.setup(context -> {
                    doing.run();
                    return Behaviors.empty();
                }),
                props);
    }

    private String allowedOn(int loop) {
        spawn(AioProps.onLoop("pinned", loop), () -> probe.ref().tell(allowed()));
        return probe.receiveMessage();
    }

    @Test
    void eachLoopRunsOnItsCpuAndThenFromTheFirstAgain() {
        assertThat(allowedOn(1)).isEqualTo(String.valueOf(FIRST));
        assertThat(allowedOn(2)).isEqualTo(String.valueOf(LAST));
        assertThat(allowedOn(3)).isEqualTo(String.valueOf(FIRST));
    }

    @Test
    void otherThreadsThatAPinnedLoopStartsAreFree() {
        String free = allowed();
        DispatcherSelector other = DispatcherSelector.fromConfig("free");
        DispatcherSelector alone = DispatcherSelector.fromConfig("alone");
        CountDownLatch relieved = new CountDownLatch(1);
        spawn(alone, () -> {
            kit.spawn(
                    Behaviors.setup(context -> {
                        probe.ref().tell("other loop " + allowed());
                        return Behaviors.empty();
                    }),
                    other);
            spawn(alone, () -> {
                probe.ref().tell("relief " + allowed());
                relieved.countDown();
            });
            OneLoop.awaitAnnounced(relieved);
        });
        assertThat(probe.receiveSeveralMessages(2)).containsExactlyInAnyOrder("other loop " + free, "relief " + free);
    }
}

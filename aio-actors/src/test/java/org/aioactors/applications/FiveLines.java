// SPDX-License-Identifier: Apache-2.0
package org.aioactors.applications;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/** The five lines that put an application on our dispatcher, and how to see that it is there. */
final class FiveLines {
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(30);

    private FiveLines() {}

    /** The five lines over what libraries bring. */
    static Config config() {
        return config("");
    }

    /** The five lines and the application's own settings. */
    static Config config(String application) {
        return ConfigFactory.parseString(application)
                .withFallback(ConfigFactory.parseResources("five-lines.conf"))
                .withFallback(ConfigFactory.load())
                .resolve();
    }

    /** What a stage gives, awaited generously. */
    static <T> T get(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(PATIENCE_NS, TimeUnit.NANOSECONDS);
    }

    /**
     * Fails unless the default and the internal dispatcher of this system run, and on event loops alone; the threads
     * that watch and relieve loops do not count.
     */
    static void expectOnEventLoops(String system) {
        Set<String> dispatchers = threads(system + "-").stream()
                .map(thread -> thread.getClass().getSimpleName() + " of "
                        + thread.getName().replaceFirst("-\\d+$", "").substring(system.length() + 1))
                .filter(name -> name.contains("akka.actor.default-dispatcher")
                        || name.contains("akka.actor.internal-dispatcher"))
                .filter(name -> !name.endsWith("-watchdog") && !name.startsWith("StandIn "))
                .collect(Collectors.toSet());
        assertThat(dispatchers)
                .containsExactlyInAnyOrder(
                        "LoopThread of akka.actor.default-dispatcher", "LoopThread of akka.actor.internal-dispatcher");
    }

    /** Fails if, after a generous deadline, a thread is left whose name begins so. */
    static void expectNoThreads(String prefix) {
        long deadlineNs = System.nanoTime() + PATIENCE_NS;
        List<Thread> left = threads(prefix);
        while (!left.isEmpty() && System.nanoTime() - deadlineNs < 0) {
            LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
            left = threads(prefix);
        }
        assertThat(left).as("threads left").isEmpty();
    }

    private static List<Thread> threads(String prefix) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith(prefix))
                .toList();
    }
}

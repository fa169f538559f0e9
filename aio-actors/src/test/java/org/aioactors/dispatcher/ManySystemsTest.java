// SPDX-License-Identifier: Apache-2.0
package org.aioactors.dispatcher;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AskPattern;
import akka.actor.typed.javadsl.Behaviors;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One JVM sees many actor systems come and go, as an application server or a test suite does; nothing is left over. */
class ManySystemsTest {
    private static final int LOOPS = 3;
    private static final int WARM_UP = 5;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final Config CONFIG = ConfigFactory.parseString("akka.actor.internal-dispatcher { type = \""
                    + AioDispatcherConfigurator.class.getName() + "\", shutdown-timeout = 50 ms, aio.threads = 1 }")
            .withFallback(TestConfig.aioByDefault("threads = " + (LOOPS - 1)));

    @Test
    void thirtySystemsLeaveNothingBehind() throws Exception {
        expectNothingLeftOf(30);
    }

    @Test
    @Tag("soak")
    @Timeout(value = 20, unit = TimeUnit.MINUTES)
    void aThousandSystemsLeaveNothingBehind() throws Exception {
        expectNothingLeftOf(1_000);
    }

    private static void expectNothingLeftOf(int systems) throws Exception {
        for (int i = 0; i < WARM_UP; i++) {
            liveAndEnd();
        }
        Eventually.equal("threads of systems", ManySystemsTest::threadsOfSystems, Set.of());
        Set<String> threads = threads();
        long rings = mappings("io_uring");
        long mappings = mappings("");
        List<String> fds = fds();
        for (int i = 0; i < systems; i++) {
            liveAndEnd();
        }
        Eventually.equal("threads of systems", ManySystemsTest::threadsOfSystems, Set.of());
        Eventually.equal("threads that were not there before", () -> threadsBut(threads), Set.of());
        Eventually.equal("file descriptors", ManySystemsTest::fds, fds);
        Eventually.equal("mapped rings", () -> mappings("io_uring"), rings);
        // The JVM maps and unmaps for itself; a mapping lost by every loop would be LOOPS times as many.
        assertThat(mappings("") - mappings).as("mappings more than before").isLessThan(systems / 2);
    }

    private static void liveAndEnd() throws Exception {
        ActorSystem<ActorRef<String>> system = ActorSystem.create(guardian(), "many", CONFIG);
        assertThat(AskPattern.<ActorRef<String>, String>ask(system, replyTo -> replyTo, PATIENCE, system.scheduler())
                        .toCompletableFuture()
                        .get())
                .startsWith("many-akka.actor.default-dispatcher-");
        system.terminate();
        assertThat(system.getWhenTerminated().toCompletableFuture()).succeedsWithin(PATIENCE);
    }

    /** Has a child answer, on a loop of its own. */
    private static Behavior<ActorRef<String>> guardian() {
        return Behaviors.setup(context -> {
            ActorRef<ActorRef<String>> child = context.spawn(
                    Behaviors.receiveMessage(replyTo -> {
                        replyTo.tell(Thread.currentThread().getName());
                        return Behaviors.same();
                    }),
                    "child");
            return Behaviors.receiveMessage(replyTo -> {
                child.tell(replyTo);
                return Behaviors.same();
            });
        });
    }

    private static Set<String> threadsOfSystems() {
        return threads().stream().filter(name -> name.startsWith("many-")).collect(Collectors.toSet());
    }

    private static Set<String> threadsBut(Set<String> known) {
        Set<String> threads = threads();
        threads.removeAll(known);
        return threads;
    }

    private static Set<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** What the open descriptors refer to, without the numbers of inodes. */
    private static List<String> fds() {
        try (Stream<Path> fds = Files.list(Path.of("/proc/self/fd"))) {
            return fds.map(ManySystemsTest::target)
                    .filter(target -> !target.startsWith("/sys/fs/cgroup")) // the JVM looks how much it may have
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String target(Path fd) {
        try {
            return Files.readSymbolicLink(fd).toString().replaceFirst(":\\[\\d+]$", "");
        } catch (IOException e) {
            return "closed"; // between listing and looking, as the one of the listing itself
        }
    }

    private static long mappings(String of) {
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/maps"))) {
            return lines.filter(line -> line.contains(of)).count();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}

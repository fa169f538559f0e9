// SPDX-License-Identifier: Apache-2.0
package org.aioactors.dispatcher;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Stream;
import org.aioactors.AioProps;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.ArgumentsProvider;
import org.junit.jupiter.params.provider.ArgumentsSource;
import org.junit.jupiter.params.support.ParameterDeclarations;

/**
 * What Akka promises its users of any dispatcher. A subclass is run with 1, 2 and 8 loops, with and without stealing, and with
 * each fd monitor, all its tests in one actor system that is wholly on our dispatcher.
 */
@ParameterizedClass(name = "{0} loops, stealing {1}, {2}")
@ArgumentsSource(DispatcherContract.Kinds.class)
abstract class DispatcherContract {
    static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final String SYSTEM = "contract";

    static ActorTestKit kit;

    @Parameter(0)
    int loops;

    @Parameter(1)
    String stealing;

    @Parameter(2)
    String monitor;

    static final class Kinds implements ArgumentsProvider {
        @Override
        public Stream<Arguments> provideArguments(ParameterDeclarations parameters, ExtensionContext context) {
            return Stream.of("io-uring", "epoll", "poll")
                    .flatMap(monitor -> Stream.of(
                            Arguments.of(1, "on", monitor),
                            Arguments.of(2, "on", monitor),
                            Arguments.of(2, "off", monitor),
                            Arguments.of(8, "on", monitor),
                            Arguments.of(8, "off", monitor)));
        }
    }

    @BeforeParameterizedClassInvocation
    static void start(int loops, String stealing, String monitor) {
        String aio = aio(loops, stealing, monitor);
        kit = ActorTestKit.create(
                SYSTEM,
                ConfigFactory.parseString("deadline { throughput = 1000000, throughput-deadline-time = 1 ms"
                                + ", aio { threads = 1, fd-monitor = " + monitor + " } }")
                        .withFallback(TestConfig.aioByDefault(aio)));
    }

    static String aio(int loops, String stealing, String monitor) {
        return "threads = " + loops + ", stealing = " + stealing + ", fd-monitor = " + monitor;
    }

    @AfterParameterizedClassInvocation
    static void stop() {
        kit.shutdownTestKit();
        Eventually.equal("threads left", () -> Eventually.loopThreads(SYSTEM), Set.of());
    }

    /** Does as it is told. */
    static Behavior<Runnable> doing() {
        return Behaviors.receiveMessage(work -> {
            work.run();
            return Behaviors.same();
        });
    }

    /** The loop on which an actor of {@link #doing} lives. */
    static AioLoop loopOf(ActorRef<Runnable> actor) {
        TestProbe<AioLoop> probe = kit.createTestProbe();
        actor.tell(() -> probe.ref().tell(AioLoop.current()));
        return probe.receiveMessage(PATIENCE);
    }

    /** An actor of {@link #doing} that shares its loop with all others of this kind. */
    static ActorRef<Runnable> spawnSettled() {
        return kit.spawn(doing(), AioProps.onLoop("akka.actor.default-dispatcher", 1));
    }
}

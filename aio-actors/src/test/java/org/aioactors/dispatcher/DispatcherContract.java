// SPDX-License-Identifier: Apache-2.0
package org.aioactors.dispatcher;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.aioactors.aio.linux.uring.IoUringHere;
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
 * What Akka promises its users of any dispatcher. A subclass is run with 1, 2 and 8 loops and with each fd monitor, all
 * its tests in one actor system that is wholly on our dispatcher.
 */
@ParameterizedClass(name = "{0} loops, {1}")
@ArgumentsSource(DispatcherContract.LoopsAndMonitors.class)
abstract class DispatcherContract {
    static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final String SYSTEM = "contract";

    static ActorTestKit kit;

    @Parameter(0)
    int loops;

    @Parameter(1)
    String monitor;

    static final class LoopsAndMonitors implements ArgumentsProvider {
        @Override
        public Stream<Arguments> provideArguments(ParameterDeclarations parameters, ExtensionContext context) {
            return IntStream.of(1, 2, 8).boxed().flatMap(loops -> Stream.of("io-uring", "epoll", "poll")
                    .map(name -> Arguments.of(loops, name)));
        }
    }

    @BeforeParameterizedClassInvocation
    static void start(int loops, String monitor) {
        IoUringHere.assumeIf(monitor.equals("io-uring"));
        String aio = "threads = " + loops + ", fd-monitor = " + monitor;
        kit = ActorTestKit.create(
                SYSTEM,
                ConfigFactory.parseString("deadline { throughput = 1000000, throughput-deadline-time = 1 ms"
                                + ", aio { threads = 1, fd-monitor = " + monitor + " } }")
                        .withFallback(TestConfig.aioByDefault(aio)));
    }

    @AfterParameterizedClassInvocation
    static void stop() {
        if (kit != null) { // else it was skipped
            kit.shutdownTestKit();
            kit = null;
        }
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

    /** Another actor of {@link #doing} on the same loop. */
    ActorRef<Runnable> neighbour(ActorRef<Runnable> actor) {
        AioLoop loop = loopOf(actor);
        ActorRef<Runnable> neighbour = kit.spawn(doing());
        // Actors go round the loops, one of the test probe included.
        for (int i = 0; i < 3 * loops && loopOf(neighbour) != loop; i++) {
            neighbour = kit.spawn(doing());
        }
        while (loopOf(neighbour) != loop) {
            kit.createTestProbe(); // which puts the round out of step
            neighbour = kit.spawn(doing());
        }
        assertThat(loopOf(neighbour)).isSameAs(loop);
        return neighbour;
    }
}

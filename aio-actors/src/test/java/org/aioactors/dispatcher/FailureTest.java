// SPDX-License-Identifier: Apache-2.0
package org.aioactors.dispatcher;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.LoggingTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.DispatcherSelector;
import akka.actor.typed.SupervisorStrategy;
import akka.actor.typed.javadsl.Behaviors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What one actor or task does wrong is no concern of the others on its loop. */
class FailureTest {
    private static final DispatcherSelector ONE_LOOP = DispatcherSelector.fromConfig("one-loop");

    private ActorTestKit kit;
    private TestProbe<String> probe;
    private ActorRef<String> neighbour;

    @BeforeEach
    void start() {
        kit = ActorTestKit.create(
                "failures",
                TestConfig.of("akka.jvm-exit-on-fatal-error = off, one-loop { type = \""
                        + AioDispatcherConfigurator.class.getName() + "\", aio.threads = 1 }"));
        probe = kit.createTestProbe();
        neighbour = kit.spawn(
                Behaviors.receiveMessage(message -> {
                    probe.ref().tell(message + (Thread.currentThread().isInterrupted() ? ", interrupted" : ""));
                    return Behaviors.same();
                }),
                ONE_LOOP);
    }

    @AfterEach
    void stop() {
        kit.shutdownTestKit();
    }

    private ActorRef<String> spawn(Consumer<String> doing) {
        return kit.spawn(doing(doing), ONE_LOOP);
    }

    private static Behavior<String> doing(Consumer<String> doing) {
        return Behaviors.receiveMessage(message -> {
            doing.accept(message);
            return Behaviors.same();
        });
    }

    private void expectNeighbourAlive() {
        neighbour.tell("alive");
        probe.expectMessage("alive");
    }

    @Test
    void anExceptionEndsItsActorAlone() {
        ActorRef<String> failing = spawn(message -> {
            throw new IllegalStateException("planted");
        });
        LoggingTestKit.error(IllegalStateException.class).expect(kit.system(), () -> {
            failing.tell("fail");
            probe.expectTerminated(failing);
            return null;
        });
        expectNeighbourAlive();
    }

    @Test
    void anErrorThatIsNotFatalEndsItsActorAlone() {
        ActorRef<String> failing = spawn(message -> {
            throw new AssertionError("planted");
        });
        LoggingTestKit.error(AssertionError.class).expect(kit.system(), () -> {
            failing.tell("fail");
            probe.expectTerminated(failing);
            return null;
        });
        expectNeighbourAlive();
    }

    @Test
    void aSupervisedActorRestartsOnItsLoop() {
        Behavior<String> failing = Behaviors.supervise(Behaviors.<String>setup(context -> {
                    probe.ref().tell("started on " + AioLoop.current().number());
                    return doing(message -> {
                        throw new IllegalStateException("planted");
                    });
                }))
                .onFailure(SupervisorStrategy.restart().withLoggingEnabled(false));
        ActorRef<String> actor = kit.spawn(failing, ONE_LOOP);
        probe.expectMessage("started on 1");
        for (int i = 0; i < 10; i++) {
            actor.tell("fail");
            probe.expectMessage("started on 1");
        }
        expectNeighbourAlive();
    }

    @Test
    void aFailingTaskIsLogged() {
        LoggingTestKit.error("planted").expect(kit.system(), () -> {
            kit.system().dispatchers().lookup(ONE_LOOP).execute(() -> {
                throw new IllegalStateException("planted");
            });
            return null;
        });
        expectNeighbourAlive();
    }

    @Test
    void aFatalErrorEndsTheActorSystemWhichTheLoopLivesToServe() throws Exception {
        ActorRef<String> failing = spawn(message -> {
            throw new LinkageError("planted");
        });
        neighbour.tell("before");
        probe.expectMessage("before");
        failing.tell("fail"); // Akka's answer to fatal errors, while told not to end the JVM, is to end the system
        assertThat(kit.system().getWhenTerminated().toCompletableFuture()).succeedsWithin(20, TimeUnit.SECONDS);
    }

    @Test
    void anInterruptStaysWithTheActorThatMadeIt() {
        ActorRef<String> interrupting = spawn(message -> Thread.currentThread().interrupt());
        LoggingTestKit.error("Uncaught error from thread").expect(kit.system(), () -> {
            interrupting.tell("interrupt");
            neighbour.tell("after");
            probe.expectMessage("after");
            return null;
        });
        expectNeighbourAlive();
    }

    @Test
    void anInterruptOfATaskEndsWithIt() {
        kit.system().dispatchers().lookup(ONE_LOOP).execute(() -> Thread.currentThread()
                .interrupt());
        expectNeighbourAlive();
    }
}

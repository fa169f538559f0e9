// SPDX-License-Identifier: Apache-2.0
package org.aioactors.dispatcher;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.InternalActorRef;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.PreRestart;
import akka.actor.typed.SupervisorStrategy;
import akka.actor.typed.Terminated;
import akka.actor.typed.javadsl.Adapter;
import akka.actor.typed.javadsl.Behaviors;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Lives of actors: suspended, resumed, restarted, stopped, watched. */
class LivesContractTest extends DispatcherContract {
    private TestProbe<String> probe;

    @BeforeEach
    void newProbe() {
        probe = kit.createTestProbe();
    }

    private Behavior<String> telling() {
        return Behaviors.receiveMessage(message -> {
            if (message.equals("fail")) {
                throw new IllegalStateException("planted");
            }
            probe.ref().tell(message);
            return message.equals("stop") ? Behaviors.stopped() : Behaviors.same();
        });
    }

    private static SupervisorStrategy quietly(SupervisorStrategy strategy) {
        return strategy.withLoggingEnabled(false);
    }

    @Test
    void aSuspendedActorHandlesNothingUntilItIsResumed() {
        AtomicInteger handled = new AtomicInteger();
        ActorRef<Runnable> actor = spawnSettled();
        ActorRef<Runnable> neighbour = spawnSettled();
        InternalActorRef internals = (InternalActorRef) Adapter.toClassic(actor);
        internals.suspend();
        internals.suspend();
        for (int i = 0; i < 100; i++) {
            actor.tell(handled::incrementAndGet);
        }
        loopOf(neighbour); // the loop has had its turns
        assertThat(handled).hasValue(0);
        internals.resume(null);
        loopOf(neighbour);
        assertThat(handled).as("suspended twice, resumed once").hasValue(0);
        internals.resume(null);
        loopOf(actor);
        assertThat(handled).hasValue(100);
    }

    @Test
    void aRestartLosesNoMessageAndKeepsTheOrder() {
        Behavior<String> counting = Behaviors.setup(context -> {
            probe.ref().tell("started");
            return Behaviors.receive(String.class)
                    .onMessage(String.class, message -> {
                        if (message.equals("fail")) {
                            throw new IllegalStateException("planted");
                        }
                        probe.ref().tell(message);
                        return Behaviors.same();
                    })
                    .onSignal(PreRestart.class, signal -> {
                        probe.ref().tell("restarting");
                        return Behaviors.same();
                    })
                    .build();
        });
        ActorRef<String> actor =
                kit.spawn(Behaviors.supervise(counting).onFailure(quietly(SupervisorStrategy.restart())));
        probe.expectMessage("started");
        for (int i = 0; i < 20; i++) {
            actor.tell("before " + i);
            actor.tell("fail");
            actor.tell("after " + i);
        }
        for (int i = 0; i < 20; i++) {
            probe.expectMessage("before " + i);
            probe.expectMessage("restarting");
            probe.expectMessage("started");
            probe.expectMessage("after " + i);
        }
    }

    @Test
    void aRestartWithBackoffStashesMeanwhile() {
        ActorRef<String> actor = kit.spawn(Behaviors.supervise(telling())
                .onFailure(quietly(
                        SupervisorStrategy.restartWithBackoff(Duration.ofMillis(5), Duration.ofMillis(20), 0.1))));
        for (int i = 0; i < 3; i++) {
            actor.tell("fail");
            actor.tell("first after " + i);
            actor.tell("second after " + i);
            probe.expectMessage(PATIENCE, "first after " + i);
            probe.expectMessage(PATIENCE, "second after " + i);
        }
    }

    @Test
    void aResumedActorKeepsItsState() {
        Behavior<String> counting = Behaviors.setup(context -> {
            int[] count = new int[1];
            return Behaviors.receiveMessage(message -> {
                count[0]++;
                if (message.equals("fail")) {
                    throw new IllegalStateException("planted");
                }
                probe.ref().tell(message + count[0]);
                return Behaviors.same();
            });
        });
        ActorRef<String> actor =
                kit.spawn(Behaviors.supervise(counting).onFailure(quietly(SupervisorStrategy.resume())));
        actor.tell("a");
        actor.tell("fail");
        actor.tell("b");
        probe.expectMessage("a1");
        probe.expectMessage("b3");
    }

    @Test
    void aFailedChildEndsTheParentThatWatchesItCarelessly() {
        Behavior<String> parent = Behaviors.setup(context -> {
            ActorRef<String> child = context.spawn(
                    Behaviors.supervise(telling()).onFailure(quietly(SupervisorStrategy.stop())), "child");
            context.watch(child);
            return Behaviors.receiveMessage(message -> {
                child.tell(message);
                return Behaviors.same();
            });
        });
        ActorRef<String> actor = kit.spawn(Behaviors.supervise(parent).onFailure(quietly(SupervisorStrategy.stop())));
        actor.tell("alive");
        probe.expectMessage("alive");
        actor.tell("fail"); // Akka ends who watches and has no word for Terminated, with a DeathPactException
        probe.expectTerminated(actor, PATIENCE);
    }

    @Test
    void aThousandDeathsAreNoticed() {
        int children = 1_000;
        TestProbe<Integer> deaths = kit.createTestProbe();
        kit.<String>spawn(Behaviors.setup(context -> {
            List<ActorRef<String>> alive = new ArrayList<>();
            for (int i = 0; i < children; i++) {
                ActorRef<String> child = context.spawn(Behaviors.ignore(), "child-" + i);
                context.watch(child);
                alive.add(child);
            }
            alive.forEach(context::stop);
            int[] count = new int[1];
            return Behaviors.receive(String.class)
                    .onSignal(Terminated.class, terminated -> {
                        if (++count[0] == children) {
                            deaths.ref().tell(count[0]);
                        }
                        return Behaviors.same();
                    })
                    .build();
        }));
        assertThat(deaths.receiveMessage(PATIENCE)).isEqualTo(children);
    }

    @Test
    void aParentEndsAfterItsChildren() {
        Behavior<String> child = Behaviors.receive(String.class)
                .onSignal(PostStop.class, signal -> {
                    probe.ref().tell("child");
                    return Behaviors.same();
                })
                .build();
        ActorRef<String> parent = kit.spawn(Behaviors.setup(context -> {
            for (int i = 0; i < 10; i++) {
                context.spawn(child, "child-" + i);
            }
            return telling();
        }));
        probe.expectNoMessage(Duration.ZERO);
        parent.tell("stop");
        probe.expectMessage("stop");
        probe.expectTerminated(parent, PATIENCE);
        for (int i = 0; i < 10; i++) {
            probe.expectMessage("child");
        }
    }

    @Test
    void aStashGivesBackInOrder() {
        ActorRef<String> actor = kit.spawn(Behaviors.withStash(
                1_000,
                stash -> Behaviors.receiveMessage(message -> {
                    if (message.equals("open")) {
                        return stash.unstashAll(telling());
                    }
                    stash.stash(message);
                    return Behaviors.same();
                })));
        for (int i = 0; i < 500; i++) {
            actor.tell("stashed " + i);
        }
        actor.tell("open");
        actor.tell("last");
        for (int i = 0; i < 500; i++) {
            probe.expectMessage(PATIENCE, "stashed " + i);
        }
        probe.expectMessage("last");
    }
}

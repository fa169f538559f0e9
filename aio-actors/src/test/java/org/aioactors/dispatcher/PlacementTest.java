// SPDX-License-Identifier: Apache-2.0
package org.aioactors.dispatcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import akka.ConfigurationException;
import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorTags;
import akka.actor.typed.Behavior;
import akka.actor.typed.DispatcherSelector;
import akka.actor.typed.MailboxSelector;
import akka.actor.typed.Props;
import akka.actor.typed.javadsl.Behaviors;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.aioactors.AioProps;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** On which loop an actor lives that is settled, as all are without stealing. */
class PlacementTest {
    private static final String TYPE = "type = \"" + AioDispatcherConfigurator.class.getName() + "\"";
    private static final DispatcherSelector IN_TURN = DispatcherSelector.fromConfig("in-turn");
    private static final DispatcherSelector STEALING = DispatcherSelector.fromConfig("stealing");
    private static final DispatcherSelector LEAST = DispatcherSelector.fromConfig("least");

    private final ActorTestKit kit = ActorTestKit.create(
            "placement",
            TestConfig.of("in-turn { " + TYPE + ", aio { threads = 3, stealing = off } }\n"
                    + "least { " + TYPE + ", aio { threads = 3, stealing = off, placement = least-loaded } }\n"
                    + "stealing { " + TYPE + ", aio.threads = 3 }\nother { type = Dispatcher }"));
    private final TestProbe<AioLoop> probe = kit.createTestProbe();

    @AfterEach
    void stop() {
        kit.shutdownTestKit();
    }

    /** Tells its loop to who asks. */
    private static Behavior<ActorRef<AioLoop>> resident() {
        return Behaviors.receiveMessage(asker -> {
            asker.tell(AioLoop.current());
            return Behaviors.same();
        });
    }

    private AioLoop loopOf(ActorRef<ActorRef<AioLoop>> actor) {
        actor.tell(probe.ref());
        return probe.receiveMessage();
    }

    private int placed(Props props) {
        return loopOf(kit.spawn(resident(), props)).number();
    }

    private List<Integer> actorsOf(DispatcherSelector selector) {
        return ((AioDispatcher) kit.system().dispatchers().lookup(selector))
                .loops().stream().map(AioLoop::actors).toList();
    }

    private List<ActorRef<ActorRef<AioLoop>>> spawn(int count, DispatcherSelector selector) {
        return IntStream.range(0, count)
                .mapToObj(i -> kit.spawn(resident(), selector))
                .toList();
    }

    @Test
    void roundRobinGivesEachLoopAnActorInTurn() {
        List<Integer> loops = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            loops.add(placed(IN_TURN));
        }
        assertThat(loops).containsExactly(1, 2, 3, 1, 2, 3);
        assertThat(actorsOf(IN_TURN)).containsExactly(2, 2, 2);
    }

    @Test
    void whatIsSettledIsPlacedWhileLoopsSteal() {
        Props settled = MailboxSelector.fromConfig("aio.pinned-mailbox").withNext(STEALING);
        List<Integer> loops = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            loops.add(placed(settled));
        }
        assertThat(loops).containsExactly(1, 2, 3, 1, 2, 3);
        assertThat(actorsOf(STEALING)).containsExactly(2, 2, 2);
    }

    @Test
    void leastLoadedFillsTheLoopsThatActorsHaveLeft() {
        List<ActorRef<ActorRef<AioLoop>>> actors = spawn(9, LEAST);
        assertThat(actorsOf(LEAST)).containsExactly(3, 3, 3);
        for (ActorRef<ActorRef<AioLoop>> actor : actors) {
            if (loopOf(actor).number() == 2) {
                kit.stop(actor);
            }
        }
        assertThat(actorsOf(LEAST)).containsExactly(3, 0, 3);
        assertThat(List.of(placed(LEAST), placed(LEAST), placed(LEAST))).containsExactly(2, 2, 2);
    }

    @Test
    void anActorGetsTheLoopThatItAsksFor() {
        for (int loop : List.of(3, 3, 1, 2)) {
            assertThat(placed(AioProps.onLoop("in-turn", loop))).isEqualTo(loop);
        }
        AioLoop home = loopOf(kit.spawn(resident(), AioProps.onLoop("least", 2)));
        assertThat(home.dispatcherId()).isEqualTo("least");
        assertThat(loopOf(kit.spawn(resident(), AioProps.onLoop(home)))).isSameAs(home);
    }

    @Test
    void aWishGoesTogetherWithOtherProps() {
        assertThat(placed(ActorTags.create("mine", LoopWish.tag(3)).withNext(IN_TURN)))
                .isEqualTo(3);
        assertThat(placed(MailboxSelector.fromConfig("aio.pinned-mailbox").withNext(AioProps.onLoop("in-turn", 2))))
                .isEqualTo(2);
    }

    @Test
    void childrenMayLiveWithTheirParent() {
        TestProbe<AioLoop> children = kit.createTestProbe();
        ActorRef<String> parent = kit.spawn(
                Behaviors.<String>setup(context -> Behaviors.receiveMessage(name -> {
                    context.spawn(resident(), name, AioProps.sameLoop()).tell(children.ref());
                    probe.ref().tell(AioLoop.current());
                    return Behaviors.same();
                })),
                IN_TURN);
        for (int i = 0; i < 5; i++) {
            parent.tell("child-" + i);
            assertThat(children.receiveMessage()).isSameAs(probe.receiveMessage());
        }
        assertThatIllegalStateException()
                .isThrownBy(AioProps::sameLoop)
                .withMessageContaining("AioProps.sameLoop needs an actor on an aio dispatcher");
    }

    @Test
    void aLoopThatThereIsNotIsRefusedAndNothingElseHappens() {
        TestProbe<Object> answers = kit.createTestProbe();
        ActorRef<Integer> parent = kit.spawn(
                Behaviors.<Integer>setup(context -> Behaviors.receiveMessage(loop -> {
                    try {
                        context.spawnAnonymous(resident(), AioProps.onLoop("in-turn", loop));
                        answers.ref().tell("spawned");
                    } catch (ConfigurationException e) {
                        answers.ref().tell(e.getCause().getMessage());
                    }
                    return Behaviors.same();
                })),
                IN_TURN);
        parent.tell(4);
        assertThat(answers.receiveMessage().toString())
                .contains(" asks for loop 4 of dispatcher 'in-turn', which has 1 to 3; raise aio.threads");
        parent.tell(3);
        assertThat(answers.receiveMessage()).isEqualTo("spawned");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AioProps.onLoop("in-turn", 0))
                .withMessage("loops are numbered from 1, so there is no loop 0");
    }

    @Test
    void anotherDispatcherDoesNotMindTheWish() {
        assertThat(kit.spawn(Behaviors.<String>empty(), AioProps.onLoop("other", 9)))
                .isNotNull();
    }
}

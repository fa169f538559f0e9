// SPDX-License-Identifier: Apache-2.0
package org.aioactors.dispatcher;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.AbstractActor;
import akka.actor.AbstractActorWithStash;
import akka.actor.ActorRef;
import akka.actor.ActorSystem;
import akka.actor.DeadLetter;
import akka.actor.Props;
import akka.actor.typed.MailboxSelector;
import akka.actor.typed.javadsl.Adapter;
import akka.actor.typed.javadsl.Behaviors;
import akka.dispatch.ControlMessage;
import akka.dispatch.UnboundedStablePriorityMailbox;
import akka.pattern.Patterns;
import akka.testkit.javadsl.TestKit;
import com.typesafe.config.Config;
import java.time.Duration;
import java.util.Comparator;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An application that changed one line of its configuration: every kind of Akka's mailboxes works as before. */
class DefaultDispatcherTest {
    private static final Config APPLICATION = TestConfig.of("""
            akka.actor.default-dispatcher.type = "org.aioactors.dispatcher.AioDispatcherConfigurator"
            control-aware { mailbox-type = "akka.dispatch.UnboundedControlAwareMailbox" }
            priority { mailbox-type = "org.aioactors.dispatcher.DefaultDispatcherTest$ShortestFirst" }
            """);

    private ActorSystem system;

    /** A message that overtakes others in a control-aware mailbox. */
    enum Control implements ControlMessage {
        NOW
    }

    /** A mailbox that hands out the shortest message first. */
    public static final class ShortestFirst extends UnboundedStablePriorityMailbox {
        public ShortestFirst(ActorSystem.Settings settings, Config config) {
            super(Comparator.comparingInt(
                    envelope -> envelope.message().toString().length()));
        }
    }

    @BeforeEach
    void start() {
        system = ActorSystem.create("one-line", APPLICATION);
    }

    @AfterEach
    void stop() {
        TestKit.shutdownActorSystem(system);
        Eventually.equal(
                "threads left", () -> Eventually.loopThreads("one-line").size(), 0);
    }

    @Test
    void asManyLoopsAsProcessors() {
        AioDispatcher dispatcher = (AioDispatcher) system.dispatchers().defaultGlobalDispatcher();
        assertThat(dispatcher.loops()).hasSize(Runtime.getRuntime().availableProcessors());
        assertThat(dispatcher).hasToString("AioDispatcher[akka.actor.default-dispatcher]");
        assertThat(dispatcher.id()).isEqualTo("akka.actor.default-dispatcher");
        assertThat(dispatcher.throughput()).isEqualTo(5);
        assertThat(dispatcher.isThroughputDeadlineTimeDefined()).isFalse();
    }

    @Test
    void classicActorsAnswer() throws Exception {
        ActorRef echo = system.actorOf(Props.create(Echo.class, Echo::new));
        assertThat(Patterns.ask(echo, "hello", Duration.ofSeconds(20))
                        .toCompletableFuture()
                        .get())
                .isEqualTo("hello on one-line-akka.actor.default-dispatcher");
    }

    @Test
    void timersOfActorsFire() {
        TestKit probe = new TestKit(system);
        Adapter.spawnAnonymous(system, Behaviors.<String>withTimers(timers -> {
            timers.startSingleTimer("due", Duration.ofMillis(1));
            return Behaviors.receiveMessage(message -> {
                probe.getRef().tell(message, ActorRef.noSender());
                return Behaviors.same();
            });
        }));
        probe.expectMsg("due");
    }

    @Test
    void aBoundedMailboxDropsWhatDoesNotFit() {
        TestKit probe = new TestKit(system);
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        akka.actor.typed.ActorRef<String> actor = Adapter.spawnAnonymous(
                system,
                Behaviors.receiveMessage(message -> {
                    entered.countDown();
                    assertThat(go.await(20, TimeUnit.SECONDS)).isTrue();
                    probe.getRef().tell(message, ActorRef.noSender());
                    return Behaviors.same();
                }),
                MailboxSelector.bounded(2));
        actor.tell("running");
        await(entered);
        actor.tell("1");
        actor.tell("2");
        actor.tell("does not fit");
        go.countDown();
        probe.expectMsg("running");
        probe.expectMsg("1");
        probe.expectMsg("2");
        actor.tell("3");
        probe.expectMsg("3");
    }

    @Test
    void aControlMessageOvertakes() {
        TestKit probe = new TestKit(system);
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        ActorRef actor = system.actorOf(Props.create(Waiting.class, () -> new Waiting(entered, go, probe.getRef()))
                .withMailbox("control-aware"));
        actor.tell("first", ActorRef.noSender());
        await(entered);
        actor.tell("second", ActorRef.noSender());
        actor.tell(Control.NOW, ActorRef.noSender());
        go.countDown();
        probe.expectMsg("first");
        probe.expectMsg(Control.NOW);
        probe.expectMsg("second");
    }

    @Test
    void aPriorityMailboxSorts() {
        TestKit probe = new TestKit(system);
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        ActorRef actor = system.actorOf(Props.create(Waiting.class, () -> new Waiting(entered, go, probe.getRef()))
                .withMailbox("priority"));
        actor.tell("first", ActorRef.noSender());
        await(entered);
        actor.tell("333", ActorRef.noSender());
        actor.tell("1", ActorRef.noSender());
        actor.tell("22", ActorRef.noSender());
        go.countDown();
        probe.expectMsg("first");
        probe.expectMsg("1");
        probe.expectMsg("22");
        probe.expectMsg("333");
    }

    @Test
    void aStashGetsTheDequeItNeeds() {
        TestKit probe = new TestKit(system);
        ActorRef actor = system.actorOf(Props.create(Stashing.class, () -> new Stashing(probe.getRef())));
        actor.tell("1", ActorRef.noSender());
        actor.tell("2", ActorRef.noSender());
        actor.tell("open", ActorRef.noSender());
        actor.tell("3", ActorRef.noSender());
        probe.expectMsg("1");
        probe.expectMsg("2");
        probe.expectMsg("3");
    }

    @Test
    void unreadMessagesGoToTheDeadLetters() {
        TestKit probe = new TestKit(system);
        system.eventStream().subscribe(probe.getRef(), DeadLetter.class);
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        ActorRef actor = system.actorOf(Props.create(Waiting.class, () -> new Waiting(entered, go, probe.getRef())));
        actor.tell("last", ActorRef.noSender());
        await(entered);
        actor.tell("unread", ActorRef.noSender());
        go.countDown();
        probe.expectMsg("last");
        assertThat(probe.expectMsgClass(DeadLetter.class).message()).isEqualTo("unread");
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static final class Echo extends AbstractActor {
        @Override
        public Receive createReceive() {
            return receiveBuilder()
                    .match(String.class, message -> {
                        String thread = Thread.currentThread().getName();
                        sender().tell(message + " on " + thread.substring(0, thread.lastIndexOf('-')), self());
                    })
                    .build();
        }
    }

    /** Tells its messages on, once it may go on; ends at "last". */
    private static final class Waiting extends AbstractActor {
        private final CountDownLatch entered;
        private final CountDownLatch go;
        private final ActorRef probe;

        Waiting(CountDownLatch entered, CountDownLatch go, ActorRef probe) {
            this.entered = entered;
            this.go = go;
            this.probe = probe;
        }

        @Override
        public Receive createReceive() {
            return receiveBuilder()
                    .matchAny(message -> {
                        entered.countDown();
                        await(go);
                        probe.tell(message, self());
                        if (message.equals("last")) {
                            getContext().stop(self());
                        }
                    })
                    .build();
        }

        private static void await(CountDownLatch latch) {
            DefaultDispatcherTest.await(latch);
        }
    }

    private static final class Stashing extends AbstractActorWithStash {
        private final ActorRef probe;
        private boolean open;

        Stashing(ActorRef probe) {
            this.probe = probe;
        }

        @Override
        public Receive createReceive() {
            return receiveBuilder()
                    .matchEquals("open", message -> {
                        open = true;
                        unstashAll();
                    })
                    .matchAny(message -> {
                        if (open) {
                            probe.tell(message, self());
                        } else {
                            stash();
                        }
                    })
                    .build();
        }
    }
}

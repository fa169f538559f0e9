// SPDX-License-Identifier: Apache-2.0
package org.aioactors.dispatcher;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.DispatcherSelector;
import akka.actor.typed.javadsl.AskPattern;
import akka.actor.typed.javadsl.Behaviors;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.aioactors.AioProps;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** What Akka promises its users, with one loop and several, and with each fd monitor. */
@ParameterizedClass
@ValueSource(
        strings = {
            "threads = 1",
            "threads = 2, fd-monitor = io-uring",
            "threads = 2, fd-monitor = poll",
            "threads = 2, fd-monitor = epoll, polling.max = off",
            "threads = 8, mailboxes-per-turn = 1"
        })
class AioDispatcherTest {
    private static final Duration ASK_TIMEOUT = Duration.ofSeconds(20);

    @Parameter
    String aio;

    private ActorTestKit kit;

    /** A message that says who sent it and how many it sent before. */
    record Numbered(int sender, int number) {}

    /** A question with the asker's address. */
    record Question(int number, ActorRef<Integer> replyTo) {}

    @BeforeEach
    void start() {
        kit = ActorTestKit.create(
                "dispatch",
                TestConfig.of("aio-dispatcher { type = \"" + AioDispatcherConfigurator.class.getName() + "\", aio { "
                        + aio + ", stall-relief = off } }"));
    }

    @AfterEach
    void stop() {
        kit.shutdownTestKit();
    }

    private <T> ActorRef<T> spawn(Behavior<T> behavior) {
        return kit.spawn(behavior, DispatcherSelector.fromConfig("aio-dispatcher"));
    }

    @Test
    void aSettledActorRunsOnItsLoopAlways() {
        TestProbe<String> probe = kit.createTestProbe();
        ActorRef<String> actor = kit.spawn(
                Behaviors.<String>receiveMessage(message -> {
                    AioLoop loop = AioLoop.current();
                    probe.ref().tell(Thread.currentThread().getName());
                    probe.ref()
                            .tell(
                                    loop.inLoopThread()
                                                    && loop.currentMailbox().loop() == loop
                                                    && loop.context().inHomeThread()
                                            ? "at home"
                                            : "astray");
                    return Behaviors.same();
                }),
                AioProps.onLoop("aio-dispatcher", 1));
        actor.tell("where?");
        String thread = probe.receiveMessage();
        assertThat(thread).isEqualTo("dispatch-aio-dispatcher-1");
        probe.expectMessage("at home");
        for (int i = 0; i < 100; i++) {
            actor.tell("where?");
            probe.expectMessage(thread);
            probe.expectMessage("at home");
        }
    }

    @Test
    void messagesOfOneSenderArriveInOrder() throws Exception {
        int senders = 4;
        int each = 20_000;
        CountDownLatch done = new CountDownLatch(senders * each);
        Map<Integer, Integer> next = new HashMap<>();
        AtomicBoolean inOrder = new AtomicBoolean(true);
        ActorRef<Numbered> actor = spawn(Behaviors.receiveMessage(message -> {
            int expected = next.getOrDefault(message.sender(), 0);
            if (message.number() != expected) {
                inOrder.set(false);
            }
            next.put(message.sender(), expected + 1);
            done.countDown();
            return Behaviors.same();
        }));
        List<Thread> threads = IntStream.range(0, senders)
                .mapToObj(sender -> new Thread(() -> {
                    for (int i = 0; i < each; i++) {
                        actor.tell(new Numbered(sender, i));
                    }
                }))
                .toList();
        threads.forEach(Thread::start);
        assertThat(done.await(50, TimeUnit.SECONDS)).isTrue();
        assertThat(inOrder).isTrue();
    }

    @Test
    void anActorNeverRunsTwiceAtATime() throws Exception {
        int senders = 4;
        int each = 5_000;
        CountDownLatch done = new CountDownLatch(senders * each);
        AtomicBoolean inside = new AtomicBoolean();
        AtomicBoolean alone = new AtomicBoolean(true);
        int[] unguarded = new int[1];
        ActorRef<String> actor = spawn(Behaviors.receiveMessage(message -> {
            if (!inside.compareAndSet(false, true)) {
                alone.set(false);
            }
            unguarded[0]++;
            inside.set(false);
            done.countDown();
            return Behaviors.same();
        }));
        List<ActorRef<String>> forwarders = IntStream.range(0, senders)
                .mapToObj(i -> spawn(Behaviors.<String>receiveMessage(message -> {
                    actor.tell(message);
                    return Behaviors.same();
                })))
                .toList();
        for (int i = 0; i < each; i++) {
            forwarders.forEach(forwarder -> forwarder.tell("on"));
        }
        assertThat(done.await(50, TimeUnit.SECONDS)).isTrue();
        assertThat(alone).isTrue();
        assertThat(unguarded[0]).isEqualTo(senders * each);
    }

    @Test
    void tenThousandActorsAnswer() throws Exception {
        int actors = 10_000;
        CountDownLatch done = new CountDownLatch(actors);
        Behavior<String> behavior = Behaviors.receiveMessage(message -> {
            done.countDown();
            return Behaviors.stopped();
        });
        ActorRef<Integer> parent = spawn(Behaviors.receive((context, count) -> {
            for (int i = 0; i < count; i++) {
                context.spawnAnonymous(behavior, DispatcherSelector.fromConfig("aio-dispatcher"))
                        .tell("work");
            }
            return Behaviors.same();
        }));
        parent.tell(actors);
        assertThat(done.await(50, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void askIsAnswered() throws Exception {
        ActorRef<Question> actor = spawn(Behaviors.receiveMessage(question -> {
            question.replyTo().tell(question.number() + 1);
            return Behaviors.same();
        }));
        for (int i = 0; i < 200; i++) {
            int number = i;
            Integer answer = AskPattern.<Question, Integer>ask(
                            actor, replyTo -> new Question(number, replyTo), ASK_TIMEOUT, kit.scheduler())
                    .toCompletableFuture()
                    .get();
            assertThat(answer).isEqualTo(number + 1);
        }
    }

    @Test
    void aTellFromOutsideWakesASleepingLoop() {
        TestProbe<String> probe = kit.createTestProbe();
        ActorRef<String> actor = spawn(Behaviors.setup(context -> {
            Thread.currentThread().setName("sleepy-loop");
            return Behaviors.receiveMessage(message -> {
                probe.ref().tell(message);
                return Behaviors.same();
            });
        }));
        for (int i = 0; i < 50; i++) {
            Eventually.equal("asleep", () -> Eventually.isAsleep("sleepy-loop"), true);
            actor.tell("wake up " + i);
            probe.expectMessage("wake up " + i);
        }
    }

    @Test
    void actorsAreSpreadOverTheLoops() {
        TestProbe<Integer> probe = kit.createTestProbe();
        AioDispatcher dispatcher =
                (AioDispatcher) kit.system().dispatchers().lookup(DispatcherSelector.fromConfig("aio-dispatcher"));
        Set<Integer> used = new HashSet<>();
        for (int i = 0; i < dispatcher.loops().size(); i++) {
            spawn(Behaviors.setup(context -> {
                probe.ref().tell(AioLoop.current().number());
                return Behaviors.empty();
            }));
            used.add(probe.receiveMessage());
        }
        assertThat(used).hasSameSizeAs(dispatcher.loops());
    }

    @Test
    void tasksRunOnTheCallersLoopOrElseOnAny() throws Exception {
        Executor dispatcher = kit.system().dispatchers().lookup(DispatcherSelector.fromConfig("aio-dispatcher"));
        CompletableFuture<AioLoop> fromOutside = new CompletableFuture<>();
        dispatcher.execute(() -> fromOutside.complete(AioLoop.current()));
        assertThat(fromOutside.get()).isNotNull();

        CompletableFuture<Boolean> fromInside = new CompletableFuture<>();
        dispatcher.execute(() -> {
            AioLoop here = AioLoop.current();
            dispatcher.execute(() -> fromInside.complete(AioLoop.current() == here && here.currentMailbox() == null));
        });
        assertThat(fromInside.get()).isTrue();
    }

    @Test
    void askingFromOneActorToAnotherAndPipingTheAnswerToSelf() {
        TestProbe<Integer> probe = kit.createTestProbe();
        ActorRef<Question> adder = spawn(Behaviors.receiveMessage(question -> {
            question.replyTo().tell(question.number() + 1);
            return Behaviors.same();
        }));
        ActorRef<Integer> asker = spawn(Behaviors.receive((context, number) -> {
            if (number < 0) {
                probe.ref().tell(-number);
            } else {
                context.ask(
                        Integer.class,
                        adder,
                        ASK_TIMEOUT,
                        replyTo -> new Question(number, replyTo),
                        (answer, failure) -> -answer);
            }
            return Behaviors.same();
        }));
        for (int i = 0; i < 100; i++) {
            asker.tell(i);
            probe.expectMessage(i + 1);
        }
    }

    @Test
    void deathIsWatched() {
        TestProbe<String> probe = kit.createTestProbe();
        ActorRef<String> mortal = spawn(Behaviors.receiveMessage(message -> Behaviors.stopped()));
        mortal.tell("die");
        probe.expectTerminated(mortal);
    }
}

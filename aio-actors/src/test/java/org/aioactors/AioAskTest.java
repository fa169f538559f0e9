// SPDX-License-Identifier: Apache-2.0
package org.aioactors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import akka.actor.ActorSystem;
import akka.actor.DeadLetter;
import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.BehaviorTestKit;
import akka.actor.testkit.typed.javadsl.TestInbox;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorRefResolver;
import akka.actor.typed.Behavior;
import akka.actor.typed.Props;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Adapter;
import akka.actor.typed.javadsl.Behaviors;
import akka.pattern.PromiseActorRef;
import akka.pattern.StatusReply;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.aioactors.dispatcher.Eventually;
import org.aioactors.fd.NoFdLeaks;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests and answers between actors. */
@ExtendWith(NoFdLeaks.class)
class AioAskTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    private ActorTestKit kit;

    private record Square(int number, ActorRef<Integer> replyTo) {}

    private record Root(int number, ActorRef<StatusReply<Integer>> replyTo) {}

    /** What the asking actor makes of an answer, and where. */
    private record Heard(@Nullable Integer answer, @Nullable Throwable failure, String thread) {
        static Heard of(@Nullable Integer answer, @Nullable Throwable failure) {
            return new Heard(answer, failure, Thread.currentThread().getName());
        }
    }

    @BeforeEach
    void start() {
        kit = ActorTestKit.create("ask");
    }

    @AfterEach
    void stop() {
        kit.shutdownTestKit();
    }

    private ActorRef<Square> squarer() {
        return kit.spawn(
                Behaviors.receiveMessage(square -> {
                    square.replyTo().tell(square.number() * square.number());
                    return Behaviors.same();
                }),
                AioProps.dispatcher());
    }

    private ActorRef<Root> rooter() {
        return kit.spawn(
                Behaviors.receiveMessage(root -> {
                    root.replyTo()
                            .tell(
                                    root.number() < 0
                                            ? StatusReply.error("no root of " + root.number())
                                            : StatusReply.success((int) Math.sqrt(root.number())));
                    return Behaviors.same();
                }),
                AioProps.dispatcher());
    }

    /** Spawns an actor that asks, and returns what it hears. */
    private Heard hear(Props props, Consumer<ActorContext<Heard>> ask) {
        TestProbe<Heard> probe = kit.createTestProbe();
        Behavior<Heard> asking = Behaviors.setup(context -> {
            ask.accept(context);
            return Behaviors.receiveMessage(heard -> {
                probe.ref().tell(heard);
                return Behaviors.stopped();
            });
        });
        kit.spawn(asking, props);
        return probe.receiveMessage(LONG);
    }

    @ParameterizedTest
    @ValueSource(strings = {"aio-default-dispatcher", "akka.actor.default-dispatcher"})
    void theAnswerIsMadeAMessageInTheActor(String dispatcher) {
        ActorRef<Square> squarer = squarer();
        Heard heard = hear(
                Props.empty().withDispatcherFromConfig(dispatcher),
                context -> AioAsk.ask(
                        context, Integer.class, squarer, LONG, replyTo -> new Square(7, replyTo), Heard::of));
        assertThat(heard.answer()).isEqualTo(49);
        assertThat(heard.failure()).isNull();
        assertThat(heard.thread()).startsWith("ask-" + dispatcher);
    }

    @Test
    void withoutAnAnswerThereIsATimeout() {
        TestProbe<Square> silent = kit.createTestProbe();
        Heard heard = hear(
                AioProps.dispatcher(),
                context -> AioAsk.ask(
                        context,
                        Integer.class,
                        silent.ref(),
                        Duration.ofMillis(20),
                        replyTo -> new Square(7, replyTo),
                        Heard::of));
        assertThat(heard.answer()).isNull();
        assertThat(heard.failure()).isInstanceOf(TimeoutException.class);
    }

    @Test
    void aStatusIsUnwrapped() {
        ActorRef<Root> rooter = rooter();
        Heard good = hear(
                AioProps.dispatcher(),
                context -> AioAsk.askWithStatus(
                        context, Integer.class, rooter, LONG, replyTo -> new Root(49, replyTo), Heard::of));
        assertThat(good.answer()).isEqualTo(7);
        Heard bad = hear(
                AioProps.dispatcher(),
                context -> AioAsk.askWithStatus(
                        context, Integer.class, rooter, LONG, replyTo -> new Root(-1, replyTo), Heard::of));
        assertThat(bad.answer()).isNull();
        assertThat(bad.failure()).isInstanceOf(StatusReply.ErrorMessage.class).hasMessage("no root of -1");
    }

    /** Has an actor ask a probe for a square, and tell another one what it hears. */
    private ActorRef<Heard> asking(TestProbe<Square> asked, Duration timeout, TestProbe<Heard> heard) {
        return kit.spawn(
                Behaviors.<Heard>setup(context -> {
                    AioAsk.ask(
                            context, Integer.class, asked.ref(), timeout, replyTo -> new Square(7, replyTo), Heard::of);
                    return Behaviors.receiveMessage(message -> {
                        heard.ref().tell(message);
                        return Behaviors.same();
                    });
                }),
                AioProps.dispatcher());
    }

    /** The same; returns where the answer is to go. */
    private ActorRef<Integer> asked(Duration timeout, TestProbe<Heard> heard) {
        TestProbe<Square> asked = kit.createTestProbe();
        asking(asked, timeout, heard);
        return asked.receiveMessage(LONG).replyTo();
    }

    private TestProbe<DeadLetter> deadLetters() {
        TestProbe<DeadLetter> probe = kit.createTestProbe(DeadLetter.class);
        // At once, which a message to the typed event stream is not.
        kit.system().classicSystem().eventStream().subscribe(Adapter.toClassic(probe.ref()), DeadLetter.class);
        return probe;
    }

    private void expectDeadLetter(TestProbe<DeadLetter> probe, Object message) {
        DeadLetter letter = probe.receiveMessage(LONG);
        while (!letter.message().equals(message)) {
            letter = probe.receiveMessage(LONG); // somebody else's
        }
    }

    @Test
    void onlyTheFirstAnswerCounts() {
        TestProbe<Heard> heard = kit.createTestProbe();
        TestProbe<DeadLetter> deadLetters = deadLetters();
        ActorRef<Integer> replyTo = asked(LONG, heard);
        replyTo.tell(1);
        replyTo.tell(2);
        expectDeadLetter(deadLetters, 2);
        assertThat(heard.receiveMessage(LONG).answer()).isEqualTo(1);
        heard.expectNoMessage(Duration.ofMillis(20));
    }

    @Test
    void anAnswerAfterTheTimeoutIsADeadLetter() {
        TestProbe<Heard> heard = kit.createTestProbe();
        TestProbe<DeadLetter> deadLetters = deadLetters();
        ActorRef<Integer> replyTo = asked(Duration.ofMillis(20), heard);
        assertThat(heard.receiveMessage(LONG).failure())
                .isInstanceOf(TimeoutException.class)
                .hasMessageContaining(Square.class.getName())
                .hasMessageContaining("within 20 ms");
        replyTo.tell(49);
        expectDeadLetter(deadLetters, 49);
        heard.expectNoMessage(Duration.ofMillis(20));
    }

    @Test
    void whoAnswersMayWatchWhereTheAnswerGoes() {
        TestProbe<Heard> heard = kit.createTestProbe();
        TestProbe<String> watcher = kit.createTestProbe();
        ActorRef<Integer> replyTo = asked(LONG, heard);
        kit.spawn(Behaviors.<String>setup(context -> {
            context.watchWith(replyTo, "terminated");
            watcher.ref().tell("watching");
            return Behaviors.receiveMessage(message -> {
                watcher.ref().tell(message);
                return Behaviors.same();
            });
        }));
        watcher.expectMessage("watching");
        replyTo.tell(49);
        watcher.expectMessage(LONG, "terminated");
        assertThat(heard.receiveMessage(LONG).answer()).isEqualTo(49);
    }

    @Test
    void whereTheAnswerGoesHasAnAddressForOtherMachinesUntilThen() {
        TestProbe<Heard> heard = kit.createTestProbe();
        ActorRefResolver resolver = ActorRefResolver.get(kit.system());
        String address = resolver.toSerializationFormat(asked(LONG, heard));
        resolver.<Integer>resolveActorRef(address).tell(49);
        assertThat(heard.receiveMessage(LONG).answer()).isEqualTo(49);
        Eventually.equal(
                "somebody is at " + address,
                () -> Adapter.toClassic(resolver.resolveActorRef(address)) instanceof PromiseActorRef,
                false);
    }

    @Test
    void ofAnActorThatHasEndedNothingIsAsked() {
        TestProbe<Square> ended = kit.createTestProbe();
        ended.stop();
        TestProbe<String> watcher = kit.createTestProbe();
        watcher.expectTerminated(ended.ref(), LONG);
        Heard heard = hear(
                AioProps.dispatcher(),
                context -> AioAsk.ask(
                        context, Integer.class, ended.ref(), LONG, replyTo -> new Square(7, replyTo), Heard::of));
        assertThat(heard.failure()).isInstanceOf(TimeoutException.class);
    }

    @Test
    void withoutATimeNothingIsAsked() {
        ActorRef<Square> squarer = squarer();
        Heard heard = hear(
                AioProps.dispatcher(),
                context -> AioAsk.ask(
                        context, Integer.class, squarer, Duration.ZERO, replyTo -> new Square(7, replyTo), Heard::of));
        assertThat(heard.failure()).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anAnswerOfAnotherTypeFailsTheActor() {
        TestProbe<Heard> heard = kit.createTestProbe();
        TestProbe<String> watcher = kit.createTestProbe();
        TestProbe<Square> asked = kit.createTestProbe();
        ActorRef<Heard> asking = asking(asked, LONG, heard);
        asked.receiveMessage(LONG).replyTo().<Object>unsafeUpcast().tell("forty-nine");
        watcher.expectTerminated(asking, LONG);
        heard.expectNoMessage(Duration.ofMillis(20));
    }

    @Test
    void onlyTheActorItselfMayAsk() throws Exception {
        ActorRef<Square> squarer = squarer();
        CompletableFuture<ActorContext<Heard>> escaped = new CompletableFuture<>();
        kit.spawn(Behaviors.<Heard>setup(context -> {
            escaped.complete(context);
            return Behaviors.empty();
        }));
        ActorContext<Heard> context = escaped.get(30, TimeUnit.SECONDS);
        assertThatThrownBy(() ->
                        AioAsk.ask(context, Integer.class, squarer, LONG, replyTo -> new Square(7, replyTo), Heard::of))
                .isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void manyAsksHaveEachItsOwnAnswer() {
        int asks = 10_000;
        ActorRef<Square> squarer = squarer();
        TestProbe<Integer> wrong = kit.createTestProbe();
        kit.spawn(
                Behaviors.<Integer>setup(context -> {
                    for (int i = 0; i < asks; i++) {
                        int number = i;
                        AioAsk.ask(
                                context,
                                Integer.class,
                                squarer,
                                LONG,
                                replyTo -> new Square(number, replyTo),
                                (answer, failure) -> answer != null && answer == number * number ? 0 : 1);
                    }
                    int[] sums = new int[2];
                    return Behaviors.receiveMessage(isWrong -> {
                        sums[0]++;
                        sums[1] += isWrong;
                        if (sums[0] == asks) {
                            wrong.ref().tell(sums[1]);
                        }
                        return Behaviors.same();
                    });
                }),
                AioProps.dispatcher());
        wrong.expectMessage(LONG, 0);
    }

    @Test
    void inATestKitItIsAkkasOwnAsk() {
        assumeThat(ActorSystem.Version()).as("an Akka whose test kit can ask").startsWith("2.8.");
        BehaviorTestKit<Heard> test = BehaviorTestKit.create(Behaviors.<Heard>setup(context -> {
            AioAsk.ask(
                    context,
                    Integer.class,
                    TestInbox.<Square>create().getRef(),
                    LONG,
                    replyTo -> new Square(7, replyTo),
                    Heard::of);
            return Behaviors.empty();
        }));
        assertThat(test.isAlive()).isTrue();
    }
}

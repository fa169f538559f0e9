// SPDX-License-Identifier: Apache-2.0
package org.aioactors;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.Props;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.pattern.StatusReply;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
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
}

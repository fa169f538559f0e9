// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.ActorIdentity;
import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.Adapter;
import akka.actor.typed.javadsl.Behaviors;
import akka.stream.OverflowStrategy;
import akka.stream.javadsl.Sink;
import akka.stream.javadsl.Source;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who is asked what it has handled. */
class ActorHandlerTest {
    private final ActorTestKit kit = ActorTestKit.create();
    private final TestProbe<Object> connection = kit.createTestProbe();

    @AfterEach
    void stop() {
        kit.shutdownTestKit();
    }

    private boolean ask(ActorRef<?> ref, long mark) {
        Tcp.Recipient<?> recipient = new Tcp.Recipient<>(ref.<Object>unsafeUpcast(), Function.<Object>identity());
        return new ActorHandler(recipient, Adapter.toClassic(connection.ref())).ask(mark);
    }

    @Test
    void anActorIs() {
        assertThat(ask(kit.spawn(Behaviors.<Tcp.Event>ignore()), 1)).isTrue();
        assertThat(connection.expectMessageClass(ActorIdentity.class).correlationId())
                .isEqualTo(1L);
    }

    @Test
    void theActorOfAMessageAdapterIs() {
        TestProbe<ActorRef<Tcp.Event>> adapter = kit.createTestProbe();
        ActorRef<String> actor = kit.spawn(Behaviors.setup(context -> {
            adapter.ref().tell(context.messageAdapter(Tcp.Event.class, Object::toString));
            return Behaviors.ignore();
        }));
        assertThat(ask(adapter.receiveMessage(), 2)).isTrue();
        ActorIdentity answer = connection.expectMessageClass(ActorIdentity.class);
        assertThat(answer.getActorRef()).isEqualTo(Optional.of(Adapter.toClassic(actor)));
    }

    /** Its actor is the child of one that handles nothing for it. */
    @Test
    void aStageOfAStreamIsNot() {
        akka.actor.ActorRef stage = Source.<Object>actorRef(
                        element -> Optional.empty(), element -> Optional.empty(), 1, OverflowStrategy.fail())
                .to(Sink.ignore())
                .run(kit.system());
        assertThat(ask(Adapter.<Tcp.Event>toTyped(stage), 3)).isFalse();
        connection.expectNoMessage();
    }
}

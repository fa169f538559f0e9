// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.bench;

import akka.actor.DeadLetter;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Adapter;
import akka.actor.typed.javadsl.Behaviors;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The messages of an actor system that nobody handled: none, where each is expected and comes once. */
final class DeadLetters {
    /** Asks the listener; it is told of dead letters in the order in which they became it. */
    private record HowMany(CompletableFuture<List<DeadLetter>> answer) {}

    private final BenchSystem system;
    private final ActorRef<Object> listener;

    /** Listens from now on. */
    DeadLetters(BenchSystem system) {
        this.system = system;
        ActorSystem<?> actors = system.actorSystem();
        List<DeadLetter> heard = new ArrayList<>();
        listener = actors.systemActorOf(
                Behaviors.receiveMessage(message -> {
                    if (message instanceof DeadLetter letter) {
                        heard.add(letter);
                    } else if (message instanceof HowMany question) {
                        question.answer().complete(List.copyOf(heard));
                    }
                    return Behaviors.same();
                }),
                "dead-letters",
                akka.actor.typed.Props.empty());
        Adapter.toClassic(actors).eventStream().subscribe(Adapter.toClassic(listener), DeadLetter.class);
    }

    /** Throws if there were any. */
    void expectNone() {
        CompletableFuture<List<DeadLetter>> answer = new CompletableFuture<>();
        listener.tell(new HowMany(answer));
        List<DeadLetter> letters = system.await(answer);
        WrongResultException.unlessSame("messages that nobody expected, " + letters, 0, letters.size());
    }
}

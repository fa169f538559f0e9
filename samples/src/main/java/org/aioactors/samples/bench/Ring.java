// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.bench;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.DispatcherSelector;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Actors in a ring that pass on tokens, each for so many hops. */
final class Ring implements Workload {
    private sealed interface Message {}

    private record Token(int hopsLeft) implements Message {}

    /** To the conductor: put all tokens into the ring. */
    private record Start(CompletableFuture<Boolean> done) implements Message {}

    private enum Arrived implements Message {
        /** To the conductor: a token has made its hops. */
        INSTANCE
    }

    private final int members;
    private final int tokens;
    private final int hops;

    /** A ring where each token makes so many hops in a batch. */
    Ring(int members, int tokens, int hops) {
        this.members = members;
        this.tokens = tokens;
        this.hops = hops;
    }

    @Override
    public String operations() {
        return "hops";
    }

    @Override
    public double perSecond(BenchSystem system, long durationNs) {
        Tally passed = new Tally(members);
        long hopsOfBatch = (long) tokens * hops;
        Batches.Result result = Batches.<Message>run(
                system,
                progress -> Behaviors.setup(context -> conductor(context, progress, passed)),
                Start::new,
                hopsOfBatch,
                durationNs);
        WrongResultException.unlessSame("hops", result.batches() * hopsOfBatch, passed.sum());
        return result.perSecond();
    }

    private Behavior<Message> conductor(ActorContext<Message> context, Progress progress, Tally passed) {
        // Complete before the first token is sent, and read from then on.
        List<ActorRef<Message>> ring = new ArrayList<>();
        for (int member = 0; member < members; member++) {
            ring.add(context.spawnAnonymous(
                    member(member, ring, context.getSelf(), passed), DispatcherSelector.sameAsParent()));
        }
        return Behaviors.receiveMessage(message -> {
            if (message instanceof Start start) {
                progress.begin(start.done(), tokens);
                for (int token = 0; token < tokens; token++) {
                    ring.get(token * members / tokens).tell(new Token(hops - 1));
                }
            } else {
                progress.partDone();
            }
            return Behaviors.same();
        });
    }

    private Behavior<Message> member(
            int member, List<ActorRef<Message>> ring, ActorRef<Message> conductor, Tally passed) {
        int next = (member + 1) % members;
        return Behaviors.receiveMessage(message -> {
            int hopsLeft = ((Token) message).hopsLeft();
            passed.add(member, 1);
            if (hopsLeft == 0) {
                conductor.tell(Arrived.INSTANCE);
            } else {
                ring.get(next).tell(new Token(hopsLeft - 1));
            }
            return Behaviors.same();
        });
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import akka.actor.ActorRef;
import akka.actor.ActorRefScope;
import akka.actor.ActorRefWithCell;
import akka.actor.FunctionRef;
import akka.actor.Identify;
import akka.actor.typed.internal.adapter.ActorAdapter;
import akka.actor.typed.internal.adapter.ActorRefAdapter;
import akka.actor.typed.javadsl.Adapter;
import org.jspecify.annotations.Nullable;

/**
 * An actor as a handler. It is asked by Akka's {@link Identify}, which every actor answers by itself when it comes to
 * it in its mailbox, on whichever dispatcher it runs and whatever its behavior: so all that was told before has been
 * handled by then, and what the actor told because of it is in our mailbox before the answer.
 */
final class ActorHandler implements Handler {
    private final Tcp.Recipient<?> recipient;

    /** In whose mailbox the messages stand; null if there is none that we know of. */
    private final @Nullable ActorRef asked;

    private final ActorRef self;

    /** A handler whose answers go to {@code self}, as {@link akka.actor.ActorIdentity}. */
    ActorHandler(Tcp.Recipient<?> recipient, ActorRef self) {
        this.recipient = recipient;
        this.asked = mailboxOf(recipient.ref());
        this.self = self;
    }

    private static @Nullable ActorRef mailboxOf(akka.actor.typed.ActorRef<?> ref) {
        if (!(ref instanceof ActorRefAdapter<?>)) {
            return null; // not of an actor system: made for tests
        }
        ActorRef classic = Adapter.toClassic(ref);
        if (classic instanceof FunctionRef function) {
            return ownerOf(function);
        }
        boolean hasMailbox =
                classic instanceof ActorRefWithCell || (classic instanceof ActorRefScope scope && !scope.isLocal());
        return hasMailbox ? classic : null;
    }

    /** A message adapter tells its typed actor. What else there is, such as a stage of a stream, tells we know not whom. */
    private static @Nullable ActorRef ownerOf(FunctionRef function) {
        ActorRef owner = function.provider().resolveActorRef(function.path().parent());
        return owner instanceof ActorRefWithCell actor
                        && actor.underlying().props().actorClass() == ActorAdapter.class
                ? owner
                : null;
    }

    @Override
    public void tell(Tcp.Event event) {
        recipient.tell(event);
    }

    @Override
    public boolean canBeAsked() {
        return asked != null;
    }

    @Override
    public boolean ask(long mark) {
        if (asked == null) {
            return false;
        }
        asked.tell(new Identify(mark), self);
        return true;
    }
}

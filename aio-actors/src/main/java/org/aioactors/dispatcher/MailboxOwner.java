// SPDX-License-Identifier: Apache-2.0
package org.aioactors.dispatcher;

import akka.actor.ActorRef;
import akka.actor.ActorRefScope;
import akka.actor.ActorRefWithCell;
import akka.actor.FunctionRef;
import akka.actor.typed.internal.adapter.ActorAdapter;
import akka.actor.typed.internal.adapter.ActorRefAdapter;
import akka.actor.typed.javadsl.Adapter;
import org.jspecify.annotations.Nullable;

/**
 * Whom to ask by Akka's {@link akka.actor.Identify} what has been handled of what was told to a reference: every actor answers
 * that by itself when it comes to it in its mailbox, whatever its behavior.
 */
public final class MailboxOwner {
    private MailboxOwner() {}

    /** In whose mailbox the messages of a reference stand; null if there is none that we know of. Any thread. */
    public static @Nullable ActorRef of(akka.actor.typed.ActorRef<?> ref) {
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
}

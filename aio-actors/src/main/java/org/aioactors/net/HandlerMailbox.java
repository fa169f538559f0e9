// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import akka.actor.ActorRef;
import akka.actor.Identify;
import org.aioactors.dispatcher.MailboxOwner;
import org.jspecify.annotations.Nullable;

/**
 * The mailbox of an actor that is told events, as far as it can be asked. It is asked by Akka's {@link Identify}, which every
 * actor answers by itself when it comes to it in its mailbox, on whichever dispatcher it runs and whatever its behavior: so all
 * that was told before has been handled by then, and what the actor told because of it is in our mailbox before the answer. Any
 * thread.
 */
public final class HandlerMailbox implements ReadCredit.Asked {
    /** In whose mailbox the messages stand; null if there is none that we know of. */
    private final @Nullable ActorRef asked;

    private final ActorRef self;

    /**
     * The mailbox behind a reference.
     *
     * @param handler an actor, or a message adapter of one
     * @param self who gets the answers, as {@link akka.actor.ActorIdentity}
     */
    public HandlerMailbox(akka.actor.typed.ActorRef<?> handler, ActorRef self) {
        this.asked = MailboxOwner.of(handler);
        this.self = self;
    }

    /** Whether {@link #ask} may be answered. */
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

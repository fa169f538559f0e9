// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import akka.actor.ActorRef;

/** An actor as a handler. */
final class ActorHandler implements Handler {
    private final Tcp.Recipient<?> recipient;
    private final HandlerMailbox mailbox;

    /** A handler whose answers go to {@code self}, as {@link akka.actor.ActorIdentity}. */
    ActorHandler(Tcp.Recipient<?> recipient, ActorRef self) {
        this.recipient = recipient;
        this.mailbox = new HandlerMailbox(recipient.ref(), self);
    }

    @Override
    public void tell(Tcp.Event event) {
        recipient.tell(event);
    }

    @Override
    public boolean canBeAsked() {
        return mailbox.canBeAsked();
    }

    @Override
    public boolean ask(long mark) {
        return mailbox.ask(mark);
    }
}

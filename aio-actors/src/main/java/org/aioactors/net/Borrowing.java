// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import akka.actor.typed.Behavior;
import akka.actor.typed.BehaviorInterceptor;
import akka.actor.typed.TypedActorContext;

/** Gives back what a handler has borrowed as soon as it has handled the message, also if it has thrown. */
final class Borrowing extends BehaviorInterceptor<Tcp.Event, Tcp.Event> {
    Borrowing() {
        super(Tcp.Event.class);
    }

    @Override
    public Behavior<Tcp.Event> aroundReceive(
            TypedActorContext<Tcp.Event> context, Tcp.Event message, ReceiveTarget<Tcp.Event> target) {
        if (!(message instanceof ReceivedBuffer buffer)) {
            return target.apply(context, message);
        }
        try {
            return target.apply(context, buffer);
        } finally {
            buffer.handled();
        }
    }

    /** A behavior that becomes one that borrows, too, is not wrapped twice. */
    @Override
    public boolean isSame(BehaviorInterceptor<Object, Object> other) {
        return Borrowing.class.isInstance(other);
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.aioactors.udp;

import akka.actor.ActorIdentity;
import akka.actor.ActorRef;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.aioactors.aio.Fields;
import org.aioactors.dispatcher.AioLoop;
import scala.Function2;
import scala.runtime.BoxedUnit;

/**
 * What others know of a socket. What is told on its own loop, and most often, is done at once, by the teller; the rest goes
 * through the mailbox of its actor. It never overtakes what is in there, so each teller's words are heard in order. Any thread.
 */
final class UdpRef implements Function2<ActorRef, Object, BoxedUnit> {
    private static final VarHandle WAITING = Fields.handle(MethodHandles.lookup(), "waiting", int.class);

    private final AioLoop loop;
    private final ActorRef actor;
    private final UdpActor socket;

    /**
     * How many of those that may be done at once are in the mailbox. Counted up by who puts one in, before that; down by the
     * actor. Whoever has told something from elsewhere and then tells on the loop sees its own.
     */
    @SuppressWarnings("unused") // through WAITING
    private volatile int waiting;

    UdpRef(AioLoop loop, ActorRef actor, UdpActor socket) {
        this.loop = loop;
        this.actor = actor;
        this.socket = socket;
    }

    /** For Akka: somebody tells the socket something. */
    @Override
    public BoxedUnit apply(ActorRef teller, Object message) {
        if (message instanceof ActorIdentity && !socket.isOpen()) {
            return BoxedUnit.UNIT; // the answer to a question that does not matter any more
        }
        boolean counts = message instanceof Udp.SocketCommand || message instanceof ActorIdentity;
        if (counts && loop.inLoopThread() && waiting == 0 && socket.handleAtOnce(message)) {
            return BoxedUnit.UNIT;
        }
        if (counts) {
            WAITING.getAndAdd(this, 1);
        }
        actor.tell(message, teller); // once the socket is closed, a dead letter
        return BoxedUnit.UNIT;
    }

    /** One of them is out of the mailbox. The actor. */
    void taken() {
        WAITING.getAndAdd(this, -1);
    }
}

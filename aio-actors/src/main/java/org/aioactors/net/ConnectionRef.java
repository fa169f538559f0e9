// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import akka.actor.ActorCell;
import akka.actor.ActorRef;
import org.aioactors.dispatcher.AioLoop;
import org.aioactors.dispatcher.AioMailbox;
import scala.runtime.AbstractFunction2;
import scala.runtime.BoxedUnit;

/**
 * The reference by which others know a connection. What it is told on the connection's own loop is done at once, by the
 * teller; what comes from elsewhere goes through the mailbox of the connection's actor. It never overtakes what is in there,
 * so each teller's words are heard in order. Ends with the actor, and can be watched.
 */
final class ConnectionRef extends AbstractFunction2<ActorRef, Object, BoxedUnit> {
    private final AioLoop loop;
    private final AioMailbox mailbox;
    private final Connection connection;
    private final ActorRef actor;

    private ConnectionRef(AioLoop loop, AioMailbox mailbox, Connection connection, ActorRef actor) {
        this.loop = loop;
        this.mailbox = mailbox;
        this.connection = connection;
        this.actor = actor;
    }

    /** The reference of the actor that calls this, on its loop, and of its connection. */
    static ActorRef of(AioLoop loop, Connection connection, ActorCell actor) {
        AioMailbox mailbox = loop.currentMailbox();
        if (mailbox == null) {
            throw new IllegalStateException("a connection needs an actor");
        }
        return actor.addFunctionRef(new ConnectionRef(loop, mailbox, connection, actor.self()), "connection");
    }

    @Override
    public BoxedUnit apply(ActorRef teller, Object message) {
        BufferWrites.retain(message);
        if (message instanceof Tcp.ConnectionCommand command && mayHandle(command)) {
            handle(command);
        } else {
            actor.tell(message, teller);
        }
        return BoxedUnit.UNIT;
    }

    /** A handler's function may tell while it is told; Register is for the actor, which watches who registers. */
    private boolean mayHandle(Tcp.ConnectionCommand command) {
        return loop.inLoopThread()
                && !mailbox.messageQueue().hasMessages()
                && !connection.isTelling()
                && !(command instanceof Tcp.Register);
    }

    private void handle(Tcp.ConnectionCommand command) {
        try {
            connection.handle(command);
        } catch (RuntimeException failure) {
            actor.tell(new Failed(failure), ActorRef.noSender()); // it is not the teller's
        }
    }

    /** The connection's actor is to fail of that. */
    record Failed(RuntimeException cause) {}
}

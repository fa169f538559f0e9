// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.session;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.javadsl.Behaviors;
import java.time.Duration;
import org.aioactors.net.Tcp;

/**
 * What becomes of a session after its last line is written: closes the connection such that the client gets that line.
 *
 * <p>The client may still be sending. To close a socket with unread input makes the kernel answer with a reset (RFC 9293,
 * 3.10.7.1; RFC 2525, 2.17), which can overtake the line and destroy it. So our side is shut down first, and what still comes in
 * is thrown away until the client closes too; one that does not is reset after a while, or after {@link #MAX_DISCARDED_BYTES}.
 */
final class Farewell {
    /** So much more is read from a client that was told to go. */
    static final int MAX_DISCARDED_BYTES = 4 * 1024 * 1024;

    private enum Over {
        TIME
    }

    private final ActorRef<Tcp.ConnectionCommand> connection;
    private int discardedBytes;

    private Farewell(ActorRef<Tcp.ConnectionCommand> connection) {
        this.connection = connection;
    }

    /** The behavior of a session that has written its last line, if there was anybody to write it to. {@code onEnd} is run last. */
    static Behavior<Object> create(ActorRef<Tcp.ConnectionCommand> connection, Duration patience, Runnable onEnd) {
        return Behaviors.withTimers(timers -> {
            connection.tell(new Tcp.ConfirmedClose());
            timers.startSingleTimer(Over.TIME, patience);
            return new Farewell(connection).behavior(onEnd);
        });
    }

    private Behavior<Object> behavior(Runnable onEnd) {
        return Behaviors.receive(Object.class)
                .onMessage(Tcp.Event.class, this::onEvent)
                .onMessage(Over.class, over -> reset())
                .onAnyMessage(message -> Behaviors.same())
                .onSignal(PostStop.class, stopped -> {
                    onEnd.run();
                    return Behaviors.same();
                })
                .build();
    }

    private Behavior<Object> onEvent(Tcp.Event event) {
        if (event instanceof Tcp.ConnectionClosed) {
            return Behaviors.stopped();
        }
        if (event instanceof Tcp.Received received) {
            discardedBytes += received.data().size();
        }
        return discardedBytes > MAX_DISCARDED_BYTES ? reset() : Behaviors.same();
    }

    private Behavior<Object> reset() {
        connection.tell(new Tcp.Abort());
        return Behaviors.stopped();
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import java.time.Duration;
import org.aioactors.net.Tcp;

/**
 * What becomes of a session after its last line is written: closes the connection such that the client gets that line.
 *
 * <p>The client may still be sending. To close a socket with unread input makes the kernel answer with a reset
 * (RFC 9293, 3.10.7.1; RFC 2525, 2.17), which can overtake the line and destroy it. So the sending side is shut down
 * first, and what still comes in is read and thrown away until the client closes too; one that does not is reset after
 * {@code chat.close-timeout} or {@link #MAX_DISCARDED_BYTES}.
 */
final class Farewell {
    /** So much more is read from a client that was told to go. */
    static final int MAX_DISCARDED_BYTES = 16 * 1024 * 1024;

    private final ActorRef<Tcp.ConnectionCommand> connection;
    private int discardedBytes;

    private Farewell(ActorRef<Tcp.ConnectionCommand> connection) {
        this.connection = connection;
    }

    /** Returns the behavior of a session that has written its last line and has left its room. */
    static Behavior<SessionCommand> create(ActorRef<Tcp.ConnectionCommand> connection, Duration closeTimeout) {
        return Behaviors.withTimers(timers -> {
            connection.tell(new Tcp.ConfirmedClose());
            timers.startSingleTimer(new SessionCommand.FarewellOver(), closeTimeout);
            return new Farewell(connection).behavior();
        });
    }

    /** What the room and the others still had for the session is passed over. */
    private Behavior<SessionCommand> behavior() {
        return Behaviors.receive(SessionCommand.class)
                .onMessage(SessionCommand.FromPeer.class, message -> onEvent(message.event()))
                .onMessage(SessionCommand.ConnectionLost.class, lost -> Behaviors.stopped())
                .onMessage(SessionCommand.FarewellOver.class, over -> reset())
                .onAnyMessage(message -> Behaviors.same())
                .build();
    }

    private Behavior<SessionCommand> onEvent(Tcp.Event event) {
        if (event instanceof Tcp.ConnectionClosed) {
            return Behaviors.stopped();
        }
        if (event instanceof Tcp.Received received) {
            discardedBytes += received.data().size();
        }
        return discardedBytes > MAX_DISCARDED_BYTES ? reset() : Behaviors.same();
    }

    private Behavior<SessionCommand> reset() {
        connection.tell(new Tcp.Abort());
        return Behaviors.stopped();
    }
}

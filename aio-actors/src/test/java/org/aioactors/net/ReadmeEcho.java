// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.Props;
import akka.actor.typed.javadsl.Behaviors;

/** The echo server that a newcomer writes: no thought of refused writes, of slow readers or of a flood. */
final class ReadmeEcho {
    private ReadmeEcho() {}

    /** The handler of a listener; tells {@code monitor} what else it hears. */
    static Behavior<Tcp.Event> server(ActorRef<? super Tcp.Event> monitor, Props handlers, Runnable eachMessage) {
        return Echo.server(monitor, handlers, connection -> echo(connection, eachMessage));
    }

    /** The handler of one connection. */
    static Behavior<Tcp.Event> echo(ActorRef<Tcp.ConnectionCommand> connection) {
        return echo(connection, () -> {});
    }

    /** The same that borrows what it sends back, and gives nothing back by itself. */
    static Behavior<Tcp.Event> borrowingServer(
            ActorRef<? super Tcp.Event> monitor, Props handlers, Runnable eachMessage) {
        return Echo.server(
                monitor,
                handlers,
                RegisterOptions.DEFAULT.withBorrowedBuffers(),
                connection -> borrowingEcho(connection, eachMessage));
    }

    private static Behavior<Tcp.Event> borrowingEcho(ActorRef<Tcp.ConnectionCommand> connection, Runnable eachMessage) {
        return Behaviors.receive(Tcp.Event.class)
                .onMessage(ReceivedBuffer.class, received -> {
                    eachMessage.run();
                    connection.tell(Tcp.WriteBuffer.of(received));
                    return Behaviors.same();
                })
                .onMessage(Tcp.ConnectionClosed.class, closed -> Behaviors.stopped())
                .build();
    }

    private static Behavior<Tcp.Event> echo(ActorRef<Tcp.ConnectionCommand> connection, Runnable eachMessage) {
        return Behaviors.receive(Tcp.Event.class)
                .onMessage(Tcp.Received.class, received -> {
                    eachMessage.run();
                    connection.tell(Tcp.Write.of(received.data()));
                    return Behaviors.same();
                })
                .onMessage(Tcp.ConnectionClosed.class, closed -> Behaviors.stopped())
                .build();
    }
}

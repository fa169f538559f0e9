// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.bench.tcp;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import org.aioactors.net.ReceivedBuffer;
import org.aioactors.net.Tcp;

/** An echo server with our TCP that sends on what it has borrowed, without a copy. */
public final class AioBorrowedEcho {
    private static final String HELP = """
            usage: AioBorrowedEcho [--port N] [--monitor auto|io-uring|epoll|poll]
            """;

    private AioBorrowedEcho() {}

    /** Runs until it is killed; see {@code --help}. */
    public static void main(String[] args) {
        AioServer.start(
                ServerArguments.parse(HELP, args),
                AioServer.OPTIONS.withBorrowedBuffers(),
                context -> AioBorrowedEcho::echo);
    }

    private static Behavior<Tcp.Event> echo(ActorRef<Tcp.ConnectionCommand> connection) {
        return Behaviors.receive(Tcp.Event.class)
                .onMessage(ReceivedBuffer.class, received -> {
                    connection.tell(Tcp.WriteBuffer.of(received));
                    return Behaviors.same();
                })
                .onMessage(Tcp.ConnectionClosed.class, closed -> Behaviors.stopped())
                .build();
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.bench.tcp;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import org.aioactors.net.Tcp;

/** An echo server with our TCP, as the README has it. */
public final class AioEcho {
    private static final String HELP = """
            usage: AioEcho [--port N] [--monitor auto|io-uring|epoll|poll]
            """;

    private AioEcho() {}

    /** Runs until it is killed; see {@code --help}. */
    public static void main(String[] args) {
        AioServer.start(ServerArguments.parse(HELP, args), context -> AioEcho::echo);
    }

    private static Behavior<Tcp.Event> echo(ActorRef<Tcp.ConnectionCommand> connection) {
        return Behaviors.receive(Tcp.Event.class)
                .onMessage(Tcp.Received.class, received -> {
                    connection.tell(Tcp.Write.of(received.data()));
                    return Behaviors.same();
                })
                .onMessage(Tcp.ConnectionClosed.class, closed -> Behaviors.stopped())
                .build();
    }
}

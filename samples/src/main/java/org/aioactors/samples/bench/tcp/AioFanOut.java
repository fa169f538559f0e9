// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.bench.tcp;

import akka.actor.typed.ActorRef;
import org.aioactors.AioProps;

/** A fan-out server with our TCP: an actor for each connection, and one for each room. */
public final class AioFanOut {
    private static final String HELP = """
            usage: AioFanOut [--port N] [--message-bytes N] [--monitor auto|io-uring|epoll|poll]
            """;

    private AioFanOut() {}

    /** Runs until it is killed; see {@code --help}. */
    public static void main(String[] args) {
        ServerArguments arguments = ServerArguments.parse(HELP, args);
        AioServer.start(arguments, context -> {
            ActorRef<AioRooms.Join> rooms = context.spawn(AioRooms.create(), "rooms", AioProps.dispatcher());
            return connection -> AioMember.create(connection, rooms, arguments.messageBytes());
        });
    }
}

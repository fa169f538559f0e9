// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.bench.tcp;

import akka.actor.AbstractActor;
import akka.actor.ActorRef;
import akka.actor.ActorSystem;
import akka.actor.Props;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** A fan-out server with Akka's own TCP: an actor for each connection, and one for each room. This one finds the rooms. */
public final class AkkaFanOut extends AbstractActor {
    private static final String HELP = """
            usage: AkkaFanOut [--port N] [--message-bytes N]
            """;

    private final Map<Integer, ActorRef> rooms = new HashMap<>();

    private AkkaFanOut() {}

    /** Runs until it is killed; see {@code --help}. */
    public static void main(String[] args) {
        ServerArguments arguments = ServerArguments.parse(HELP, args);
        CompletableFuture<ActorRef> rooms = new CompletableFuture<>();
        ActorSystem system = AkkaServer.start(
                arguments,
                (context, connection) -> context.actorOf(Props.create(
                        AkkaMember.class, () -> new AkkaMember(connection, rooms.join(), arguments.messageBytes()))));
        rooms.complete(system.actorOf(Props.create(AkkaFanOut.class, AkkaFanOut::new), "rooms"));
    }

    @Override
    public Receive createReceive() {
        return receiveBuilder()
                .match(AkkaRoom.Enter.class, enter -> rooms.computeIfAbsent(enter.room(), number -> getContext()
                                .actorOf(Props.create(AkkaRoom.class, AkkaRoom::new)))
                        .forward(enter, getContext()))
                .build();
    }
}

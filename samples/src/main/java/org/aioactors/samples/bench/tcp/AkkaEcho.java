// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.bench.tcp;

import akka.actor.AbstractActor;
import akka.actor.ActorRef;
import akka.actor.Props;
import akka.io.Tcp;

/** An echo server with Akka's own TCP. */
public final class AkkaEcho extends AbstractActor {
    private static final String HELP = """
            usage: AkkaEcho [--port N]
            """;

    private final AkkaWriter writer;

    private AkkaEcho(ActorRef connection) {
        writer = new AkkaWriter(connection, getSelf());
    }

    /** Runs until it is killed; see {@code --help}. */
    public static void main(String[] args) {
        AkkaServer.start(
                ServerArguments.parse(HELP, args),
                (context, connection) -> context.actorOf(Props.create(AkkaEcho.class, () -> new AkkaEcho(connection))));
    }

    @Override
    public Receive createReceive() {
        return receiveBuilder()
                .match(Tcp.Received.class, received -> writer.write(received.data()))
                .match(AkkaWriter.Ack.class, ack -> writer.acknowledged())
                .match(Tcp.ConnectionClosed.class, closed -> getContext().stop(getSelf()))
                .build();
    }
}

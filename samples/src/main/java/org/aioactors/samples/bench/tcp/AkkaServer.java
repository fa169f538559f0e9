// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.bench.tcp;

import akka.actor.AbstractActor;
import akka.actor.ActorContext;
import akka.actor.ActorRef;
import akka.actor.ActorSystem;
import akka.actor.Props;
import akka.io.Tcp;
import akka.io.TcpMessage;
import akka.io.TcpSO;
import com.typesafe.config.ConfigFactory;
import java.util.List;
import java.util.function.BiFunction;

/** What the servers with Akka's own TCP share: binds, and has an actor for each connection. */
final class AkkaServer extends AbstractActor {
    private final ServerArguments arguments;
    private final BiFunction<ActorContext, ActorRef, ActorRef> handler;

    private AkkaServer(ServerArguments arguments, BiFunction<ActorContext, ActorRef, ActorRef> handler) {
        this.arguments = arguments;
        this.handler = handler;
    }

    /**
     * Starts an actor system with a server.
     *
     * @param handler spawns the actor for a connection
     */
    static ActorSystem start(ServerArguments arguments, BiFunction<ActorContext, ActorRef, ActorRef> handler) {
        ActorSystem system = ActorSystem.create(
                "bench",
                ConfigFactory.defaultOverrides()
                        .withFallback(ConfigFactory.defaultReferenceUnresolved())
                        .resolve());
        system.actorOf(Props.create(AkkaServer.class, () -> new AkkaServer(arguments, handler)), "server");
        return system;
    }

    @Override
    public void preStart() {
        Tcp.get(getContext().getSystem())
                .manager()
                .tell(
                        TcpMessage.bind(
                                getSelf(),
                                arguments.address(),
                                ServerArguments.BACKLOG,
                                List.of(TcpSO.tcpNoDelay(true)),
                                false),
                        getSelf());
    }

    @Override
    public Receive createReceive() {
        return receiveBuilder()
                .match(Tcp.Bound.class, bound -> ServerArguments.ready(bound.localAddress()))
                .match(Tcp.Connected.class, connected -> getSender()
                        .tell(TcpMessage.register(handler.apply(getContext(), getSender())), getSelf()))
                .match(Tcp.CommandFailed.class, failed -> {
                    System.err.println(failed);
                    getContext().getSystem().terminate();
                })
                .build();
    }
}

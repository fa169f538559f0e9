// SPDX-License-Identifier: Apache-2.0
package org.aioactors.docs;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.aioactors.Aio;
import org.aioactors.net.RegisterOptions;
import org.aioactors.net.Tcp;

/** Passes bytes between each client and a server behind, as fast as the slower of the two reads. */
public final class Gateway {
    private static final RegisterOptions PASSING = RegisterOptions.DEFAULT.withWaterMarks();

    /** What a relay hears of the server's connection. */
    private record FromServer(Tcp.Event event) {}

    private Gateway() {}

    /** Listens on port 7001 for who wants to talk to the server at the port given, on this machine. */
    public static void main(String[] args) {
        InetAddress here = InetAddress.getLoopbackAddress();
        InetSocketAddress server = new InetSocketAddress(here, Integer.parseInt(args[0]));
        ActorSystem.create(listening(new InetSocketAddress(here, 7001), server), "gateway");
    }

    static Behavior<Tcp.Event> listening(InetSocketAddress address, InetSocketAddress server) {
        return Behaviors.setup(context -> {
            Aio.get(context.getSystem()).tcp().tell(Tcp.Bind.of(context.getSelf(), address));
            return Behaviors.receive(Tcp.Event.class)
                    .onMessage(Tcp.Bound.class, bound -> {
                        context.getLog().info("listens on {}", bound.localAddress());
                        return Behaviors.same();
                    })
                    .onMessage(Tcp.CommandFailed.class, failed -> {
                        context.getLog().error("can't listen: {}", failed.cause());
                        return Behaviors.stopped();
                    })
                    .onMessage(Tcp.Connected.class, connected -> {
                        context.spawnAnonymous(connecting(connected.connection(), server), connected.sameLoop());
                        return Behaviors.same();
                    })
                    .build();
        });
    }

    private static Behavior<Object> connecting(ActorRef<Tcp.ConnectionCommand> client, InetSocketAddress address) {
        return Behaviors.setup(context -> {
            ActorRef<Tcp.Event> news = context.messageAdapter(Tcp.Event.class, FromServer::new);
            Aio.get(context.getSystem()).tcp().tell(new Tcp.Connect(news, address));
            return Behaviors.receive(Object.class)
                    .onMessage(FromServer.class, told -> {
                        if (told.event() instanceof Tcp.Connected connected) {
                            ActorRef<Tcp.ConnectionCommand> server = connected.connection();
                            client.tell(Tcp.Register.of(context.getSelf().<Tcp.Event>narrow())
                                    .with(PASSING));
                            server.tell(Tcp.Register.of(context.getSelf(), FromServer::new)
                                    .with(PASSING));
                            return passing(client, server);
                        }
                        client.tell(new Tcp.Abort()); // nobody is there behind us
                        return Behaviors.stopped();
                    })
                    .build();
        });
    }

    private static Behavior<Object> passing(
            ActorRef<Tcp.ConnectionCommand> client, ActorRef<Tcp.ConnectionCommand> server) {
        return Behaviors.receive(Object.class)
                .onMessage(Tcp.Event.class, event -> pass(event, server))
                .onMessage(FromServer.class, told -> pass(told.event(), client))
                .build();
    }

    private static Behavior<Object> pass(Tcp.Event event, ActorRef<Tcp.ConnectionCommand> other) {
        if (event instanceof Tcp.Received received) {
            other.tell(Tcp.Write.of(received.data()));
        } else if (event instanceof Tcp.HighWater) {
            other.tell(new Tcp.SuspendReading()); // here is too much that it has sent
        } else if (event instanceof Tcp.LowWater) {
            other.tell(new Tcp.ResumeReading());
        } else if (event instanceof Tcp.ConnectionClosed || event instanceof Tcp.CommandFailed) {
            other.tell(new Tcp.Close()); // our own end closes the other
            return Behaviors.stopped();
        }
        return Behaviors.same();
    }
}

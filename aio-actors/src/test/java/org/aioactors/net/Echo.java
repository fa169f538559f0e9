// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.DispatcherSelector;
import akka.actor.typed.Props;
import akka.actor.typed.javadsl.Behaviors;
import java.util.function.Function;

/** Sends back what it receives, and reads no more until the kernel has taken that. */
final class Echo {
    private static final Object ACK = "written";

    private Echo() {}

    /** The handler of a listener: an echo for each connection; other events go to {@code monitor}. */
    static Behavior<Tcp.Event> server(ActorRef<? super Tcp.Event> monitor) {
        return server(monitor, DispatcherSelector.sameAsParent(), connection -> connection(connection, monitor));
    }

    /** The handler of a listener, with one of your own for each connection. */
    static Behavior<Tcp.Event> server(
            ActorRef<? super Tcp.Event> monitor,
            Props handlers,
            Function<ActorRef<Tcp.ConnectionCommand>, Behavior<Tcp.Event>> handler) {
        return server(monitor, handlers, RegisterOptions.DEFAULT, handler);
    }

    /** The same, registered with options. */
    static Behavior<Tcp.Event> server(
            ActorRef<? super Tcp.Event> monitor,
            Props handlers,
            RegisterOptions options,
            Function<ActorRef<Tcp.ConnectionCommand>, Behavior<Tcp.Event>> handler) {
        return Behaviors.setup(context -> Behaviors.receive(Tcp.Event.class)
                .onMessage(Tcp.Connected.class, connected -> {
                    ActorRef<Tcp.Event> echo = context.spawnAnonymous(handler.apply(connected.connection()), handlers);
                    connected.connection().tell(Tcp.Register.of(echo).with(options));
                    return Behaviors.same();
                })
                .onAnyMessage(other -> {
                    monitor.tell(other);
                    return Behaviors.same();
                })
                .build());
    }

    private static Behavior<Tcp.Event> connection(
            ActorRef<Tcp.ConnectionCommand> connection, ActorRef<? super Tcp.Event> monitor) {
        return Behaviors.receive(Tcp.Event.class)
                .onMessage(Tcp.Received.class, received -> {
                    connection.tell(new Tcp.SuspendReading());
                    connection.tell(new Tcp.Write(received.data(), ACK));
                    return Behaviors.same();
                })
                .onMessage(Tcp.Ack.class, ack -> {
                    connection.tell(new Tcp.ResumeReading());
                    return Behaviors.same();
                })
                .onAnyMessage(other -> {
                    monitor.tell(other);
                    return other instanceof Tcp.ConnectionClosed ? Behaviors.stopped() : Behaviors.same();
                })
                .build();
    }
}

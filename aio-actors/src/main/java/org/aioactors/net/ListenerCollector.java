// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.util.ByteString;
import java.util.ArrayList;
import java.util.List;
import org.aioactors.aio.linux.Fd;

/**
 * The actor that collects duplicates of listeners, one after the other, and sends them to a successor. One for each successor,
 * so that an answer that comes late is not taken for another's.
 */
final class ListenerCollector {
    private final ActorContext<Tcp.Event> context;
    private final List<String> names;
    private final List<ActorRef<Tcp.ListenerCommand>> listeners;
    private final ActorRef<UnixMessages.SocketCommand> successor;
    private final List<Fd> duplicates = new ArrayList<>();

    private ListenerCollector(
            ActorContext<Tcp.Event> context,
            List<String> names,
            List<ActorRef<Tcp.ListenerCommand>> listeners,
            ActorRef<UnixMessages.SocketCommand> successor) {
        this.context = context;
        this.names = names;
        this.listeners = listeners;
        this.successor = successor;
    }

    /** The behavior that sends the names, a line each, with the listeners; or closes the connection if it can't. */
    static Behavior<Tcp.Event> create(
            List<String> names,
            List<ActorRef<Tcp.ListenerCommand>> listeners,
            ActorRef<UnixMessages.SocketCommand> successor) {
        return Behaviors.setup(context -> new ListenerCollector(context, names, listeners, successor).start());
    }

    private Behavior<Tcp.Event> start() {
        askNext();
        return Behaviors.receive(Tcp.Event.class)
                .onMessage(Tcp.ListenerDuplicate.class, this::duplicated)
                .onMessage(Tcp.CommandFailed.class, failed -> {
                    context.getLog().warn("no hand-over: {}", failed.cause().getMessage());
                    successor.tell(new UnixMessages.Close());
                    return Behaviors.stopped();
                })
                .onSignal(PostStop.class, stop -> {
                    duplicates.forEach(Fd::close);
                    return Behaviors.same();
                })
                .build();
    }

    private void askNext() {
        listeners.get(duplicates.size()).tell(new Tcp.DuplicateListener(context.getSelf()));
    }

    private Behavior<Tcp.Event> duplicated(Tcp.ListenerDuplicate duplicate) {
        duplicates.add(duplicate.fds().take(0));
        if (duplicates.size() < listeners.size()) {
            askNext();
            return Behaviors.same();
        }
        PassedFds fds = PassedFds.of(List.copyOf(duplicates));
        duplicates.clear();
        successor.tell(UnixMessages.Send.of(ByteString.fromString(String.join("\n", names)))
                .withFds(fds));
        return Behaviors.stopped();
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import org.aioactors.dispatcher.PinnedMailbox;

/** The actor that takes {@link Tcp.Bind} and {@link Tcp.Connect} and makes an actor of each listener, and of each connection that is to be made. */
final class TcpManager {
    private TcpManager() {}

    /**
     * The behavior of a manager; its children run on the dispatcher that it is spawned on, which must be an aio
     * dispatcher.
     *
     * @param registry is told of the outgoing connections
     */
    static Behavior<Tcp.Command> create(TcpSettings settings, TcpRegistry registry) {
        ListenerLimits outgoing = ListenerLimits.ofOutgoing(settings);
        registry.setOutgoing(TcpGroup.outgoing(outgoing));
        return Behaviors.setup(context -> Behaviors.receive(Tcp.Command.class)
                .onMessage(Tcp.Bind.class, bind -> {
                    context.spawnAnonymous(TcpListener.create(settings, bind), PinnedMailbox.SAME_AS_PARENT);
                    return Behaviors.same();
                })
                .onMessage(Tcp.Connect.class, connect -> {
                    context.spawnAnonymous(
                            TcpConnector.create(settings, outgoing, connect), PinnedMailbox.SAME_AS_PARENT);
                    return Behaviors.same();
                })
                .build());
    }
}

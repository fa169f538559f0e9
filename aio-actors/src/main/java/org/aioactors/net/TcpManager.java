// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import akka.actor.typed.Behavior;
import akka.actor.typed.MailboxSelector;
import akka.actor.typed.Props;
import akka.actor.typed.javadsl.Behaviors;
import com.typesafe.config.Config;

/** The actor that takes {@link Tcp.Bind} and {@link Tcp.Connect} and makes an actor of each listener, and of each connection that is to be made. */
final class TcpManager {
    /**
     * For what shares its sockets with the callbacks of its loop, without locks: on the parent's dispatcher, and on the
     * loop's own thread always.
     */
    static final Props PINNED = MailboxSelector.fromConfig("aio.pinned-mailbox").withDispatcherSameAsParent();

    private TcpManager() {}

    /**
     * The behavior of a manager; its children run on the dispatcher that it is spawned on, which must be an aio
     * dispatcher.
     *
     * @param config where {@code aio.net.tcp} is read
     * @param registry is told of the outgoing connections
     * @throws com.typesafe.config.ConfigException if a setting is wrong
     */
    static Behavior<Tcp.Command> create(Config config, TcpRegistry registry) {
        TcpSettings settings = TcpSettings.of(config);
        ListenerLimits outgoing = ListenerLimits.ofOutgoing(settings);
        registry.setOutgoing(TcpGroup.outgoing(outgoing));
        return Behaviors.setup(context -> Behaviors.receive(Tcp.Command.class)
                .onMessage(Tcp.Bind.class, bind -> {
                    context.spawnAnonymous(TcpListener.create(settings, bind), PINNED);
                    return Behaviors.same();
                })
                .onMessage(Tcp.Connect.class, connect -> {
                    context.spawnAnonymous(TcpConnector.create(settings, outgoing, connect), PINNED);
                    return Behaviors.same();
                })
                .build());
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.aioactors.udp;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Extension;
import akka.actor.typed.ExtensionId;
import com.typesafe.config.ConfigException;
import org.aioactors.dispatcher.DispatcherKey;
import org.aioactors.net.TcpExtension;
import org.jspecify.annotations.Nullable;

/** The UDP of an actor system; {@code Aio.get(system).udp()} is the short way to it. */
public final class UdpExtension implements Extension {
    /** The id by which the system finds its extension. */
    private static final class Id extends ExtensionId<UdpExtension> {
        private static final Id INSTANCE = new Id();

        @Override
        public UdpExtension createExtension(ActorSystem<?> system) {
            return new UdpExtension(system);
        }
    }

    private final ActorSystem<?> system;
    private final UdpRegistry registry = new UdpRegistry();

    /** Spawned when first asked for. Guarded by this. */
    private @Nullable ActorRef<Udp.Command> manager;

    private UdpExtension(ActorSystem<?> system) {
        this.system = system;
    }

    /** The extension of a system, made when first asked for. Any thread. */
    public static UdpExtension get(ActorSystem<?> system) {
        return Id.INSTANCE.apply(system);
    }

    /**
     * The actor that takes {@link Udp.Bind} and {@link Udp.Connect}; it and its sockets live on the dispatcher named by {@code
     * aio.net.dispatcher}. Any thread.
     *
     * @throws ConfigException if that is no aio dispatcher, or a setting under {@code aio.net.udp} is wrong
     */
    public synchronized ActorRef<Udp.Command> manager() {
        if (manager == null) {
            manager = spawn(UdpSettings.of(system.settings().config()), "aio-udp");
        }
        return manager;
    }

    /** Which sockets there are, and their figures. Any thread. */
    public UdpRegistry registry() {
        return registry;
    }

    /** A manager of its own, for tests that put something in the kernel's place. */
    ActorRef<Udp.Command> spawn(UdpSettings settings, String name) {
        return system.systemActorOf(
                UdpManager.create(settings), name, DispatcherKey.dispatcher(system, TcpExtension.DISPATCHER_KEY));
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.DispatcherSelector;
import akka.actor.typed.Extension;
import akka.actor.typed.ExtensionId;
import akka.actor.typed.javadsl.ActorContext;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import org.aioactors.dispatcher.AioDispatcher;
import org.jspecify.annotations.Nullable;

/** The TCP of an actor system; {@code Aio.get(system).tcp()} is the short way to it. */
public final class TcpExtension implements Extension {
    private static final String DISPATCHER_KEY = "aio.net.dispatcher";

    /** The id by which the system finds its extension. */
    private static final class Id extends ExtensionId<TcpExtension> {
        private static final Id INSTANCE = new Id();

        @Override
        public TcpExtension createExtension(ActorSystem<?> system) {
            return new TcpExtension(system);
        }
    }

    private final ActorSystem<?> system;
    private final TcpRegistry registry = new TcpRegistry();

    /** Spawned when first asked for. Guarded by this. */
    private @Nullable ActorRef<Tcp.Command> manager;

    private TcpExtension(ActorSystem<?> system) {
        this.system = system;
    }

    /** The extension of a system, made when first asked for. Any thread. */
    public static TcpExtension get(ActorSystem<?> system) {
        return Id.INSTANCE.apply(system);
    }

    /**
     * The actor that takes {@link Tcp.Bind} and {@link Tcp.Connect}; it and its connections run on the dispatcher
     * named by {@code aio.net.dispatcher}. Any thread.
     *
     * @throws ConfigException if that is no aio dispatcher, or a setting under {@code aio.net} is wrong
     */
    public synchronized ActorRef<Tcp.Command> manager() {
        if (manager == null) {
            manager = system.systemActorOf(
                    TcpManager.create(system.settings().config(), registry), "aio-tcp", netDispatcher());
        }
        return manager;
    }

    /** Whose connections there are, with their figures. Any thread. */
    public TcpRegistry registry() {
        return registry;
    }

    static TcpRegistry registry(ActorContext<?> context) {
        return get(context.getSystem()).registry;
    }

    private DispatcherSelector netDispatcher() {
        Config config = system.settings().config();
        String id = config.getString(DISPATCHER_KEY);
        if (!config.hasPath(id)) {
            throw bad(config, "there is no dispatcher '" + id + "'; name one that is, such as aio-default-dispatcher");
        }
        DispatcherSelector selector = DispatcherSelector.fromConfig(id);
        if (!(system.dispatchers().lookup(selector) instanceof AioDispatcher)) {
            throw bad(
                    config,
                    "'" + id
                            + "' is not an aio dispatcher; give it type ="
                            + " \"org.aioactors.dispatcher.AioDispatcherConfigurator\""
                            + " or name another, such as aio-default-dispatcher");
        }
        return selector;
    }

    private static ConfigException bad(Config config, String why) {
        return new ConfigException.BadValue(config.getValue(DISPATCHER_KEY).origin(), DISPATCHER_KEY, why);
    }
}

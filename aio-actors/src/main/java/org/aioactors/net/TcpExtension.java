// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Extension;
import akka.actor.typed.ExtensionId;
import akka.actor.typed.javadsl.ActorContext;
import com.typesafe.config.ConfigException;
import org.aioactors.dispatcher.DispatcherKey;
import org.jspecify.annotations.Nullable;

/** The TCP of an actor system; {@code Aio.get(system).tcp()} is the short way to it. */
public final class TcpExtension implements Extension {
    /** What names the dispatcher of all sockets. */
    public static final String DISPATCHER_KEY = "aio.net.dispatcher";

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

    /** Read when first needed. Guarded by this. */
    private @Nullable TcpSettings settings;

    /** Likewise. */
    private @Nullable ListenerLimits streamLimits;

    /** Spawned when first asked for. Guarded by this. */
    private @Nullable ActorRef<Tcp.Command> manager;

    /** Likewise. */
    private @Nullable ActorRef<UnixSocket.Command> unixSockets;

    /** Likewise. */
    private @Nullable ActorRef<UnixMessages.Command> unixMessages;

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
                    TcpManager.create(settings(), registry),
                    "aio-tcp",
                    DispatcherKey.dispatcher(system, DISPATCHER_KEY));
        }
        return manager;
    }

    /**
     * The actor that takes {@link UnixSocket.Bind} and {@link UnixSocket.Connect}; as {@link #manager}.
     *
     * @throws ConfigException as {@link #manager}
     */
    public synchronized ActorRef<UnixSocket.Command> unixSockets() {
        if (unixSockets == null) {
            unixSockets = system.systemActorOf(
                    UnixManager.sockets(settings()), "aio-unix", DispatcherKey.dispatcher(system, DISPATCHER_KEY));
        }
        return unixSockets;
    }

    /**
     * The actor that takes {@link UnixMessages.Command}; as {@link #manager}.
     *
     * @throws ConfigException as {@link #manager}
     */
    public synchronized ActorRef<UnixMessages.Command> unixMessages() {
        if (unixMessages == null) {
            unixMessages = system.systemActorOf(
                    UnixManager.messages(settings()),
                    "aio-unix-messages",
                    DispatcherKey.dispatcher(system, DISPATCHER_KEY));
        }
        return unixMessages;
    }

    /** Whose connections there are, with their figures. Any thread. */
    public TcpRegistry registry() {
        return registry;
    }

    /** Those under {@code aio.net.tcp}. Throws {@link ConfigException} if one is wrong. */
    synchronized TcpSettings settings() {
        TcpSettings read =
                settings != null ? settings : TcpSettings.of(system.settings().config());
        settings = read;
        return read;
    }

    /** What all {@linkplain FdStream streams of fds} share. */
    synchronized ListenerLimits streamLimits() {
        ListenerLimits made = streamLimits != null ? streamLimits : ListenerLimits.ofOutgoing(settings());
        streamLimits = made;
        return made;
    }

    static TcpRegistry registry(ActorContext<?> context) {
        return get(context.getSystem()).registry;
    }
}

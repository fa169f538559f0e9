// SPDX-License-Identifier: Apache-2.0
package org.aioactors.os.tty;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Extension;
import akka.actor.typed.ExtensionId;
import com.typesafe.config.ConfigException;
import org.aioactors.aio.linux.Syscalls;
import org.aioactors.dispatcher.DispatcherKey;
import org.jspecify.annotations.Nullable;

/** The terminals of an actor system; {@code Aio.get(system).terminals()} is the short way to them. */
public final class TtyExtension implements Extension {
    private static final String DISPATCHER_KEY = "aio.net.dispatcher";

    /** The id by which the system finds its extension. */
    private static final class Id extends ExtensionId<TtyExtension> {
        private static final Id INSTANCE = new Id();

        @Override
        public TtyExtension createExtension(ActorSystem<?> system) {
            return new TtyExtension(system);
        }
    }

    private final ActorSystem<?> system;

    /** Spawned when first asked for. Guarded by this. */
    private @Nullable ActorRef<Tty.Command> manager;

    private TtyExtension(ActorSystem<?> system) {
        this.system = system;
    }

    /** The extension of a system, made when first asked for. Any thread. */
    public static TtyExtension get(ActorSystem<?> system) {
        return Id.INSTANCE.apply(system);
    }

    /**
     * The actor that takes {@link Tty.Command}; it and its terminals live on the dispatcher named by {@code
     * aio.net.dispatcher}. Any thread.
     *
     * @throws ConfigException if that is no aio dispatcher
     */
    public synchronized ActorRef<Tty.Command> manager() {
        if (manager == null) {
            manager = spawn(Syscalls.linux(), "aio-terminals");
        }
        return manager;
    }

    /** A manager of its own, for tests that put something in the kernel's place. */
    ActorRef<Tty.Command> spawn(Syscalls syscalls, String name) {
        return system.systemActorOf(
                TtyManager.create(syscalls), name, DispatcherKey.dispatcher(system, DISPATCHER_KEY));
    }
}

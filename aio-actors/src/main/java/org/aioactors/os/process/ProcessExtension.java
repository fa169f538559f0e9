// SPDX-License-Identifier: Apache-2.0
package org.aioactors.os.process;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Extension;
import akka.actor.typed.ExtensionId;
import com.typesafe.config.ConfigException;
import org.aioactors.dispatcher.DispatcherKey;
import org.jspecify.annotations.Nullable;

/** The child processes of an actor system; {@code Aio.get(system).processes()} is the short way to them. */
public final class ProcessExtension implements Extension {
    private static final String DISPATCHER_KEY = "aio.process.dispatcher";

    /** The id by which the system finds its extension. */
    private static final class Id extends ExtensionId<ProcessExtension> {
        private static final Id INSTANCE = new Id();

        @Override
        public ProcessExtension createExtension(ActorSystem<?> system) {
            return new ProcessExtension(system);
        }
    }

    private final ActorSystem<?> system;

    /** Spawned when first asked for. Guarded by this. */
    private @Nullable ActorRef<Processes.Command> manager;

    private ProcessExtension(ActorSystem<?> system) {
        this.system = system;
    }

    /** The extension of a system, made when first asked for. Any thread. */
    public static ProcessExtension get(ActorSystem<?> system) {
        return Id.INSTANCE.apply(system);
    }

    /**
     * The actor that takes {@link Processes.Spawn}; it and the actors of children live on the dispatcher named by {@code
     * aio.process.dispatcher}. Any thread.
     *
     * @throws ConfigException if that is no aio dispatcher, or a setting under {@code aio.process} is wrong
     */
    public synchronized ActorRef<Processes.Command> manager() {
        if (manager == null) {
            ProcessSettings settings = ProcessSettings.of(system.settings().config());
            manager = spawn(ProcessServices.of(settings), "aio-processes");
        }
        return manager;
    }

    /** A manager of its own, for tests that put something in the kernel's place. */
    ActorRef<Processes.Command> spawn(ProcessServices services, String name) {
        return system.systemActorOf(
                ProcessManager.create(services), name, DispatcherKey.pinned(system, DISPATCHER_KEY));
    }
}

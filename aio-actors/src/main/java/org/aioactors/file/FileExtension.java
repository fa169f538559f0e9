// SPDX-License-Identifier: Apache-2.0
package org.aioactors.file;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Extension;
import akka.actor.typed.ExtensionId;
import com.typesafe.config.ConfigException;
import org.aioactors.dispatcher.DispatcherKey;
import org.jspecify.annotations.Nullable;

/** The files of an actor system; {@code Aio.get(system).files()} is the short way to them. */
public final class FileExtension implements Extension {
    private static final String DISPATCHER_KEY = "aio.file.dispatcher";

    /** The id by which the system finds its extension. */
    private static final class Id extends ExtensionId<FileExtension> {
        private static final Id INSTANCE = new Id();

        @Override
        public FileExtension createExtension(ActorSystem<?> system) {
            return new FileExtension(system);
        }
    }

    private final ActorSystem<?> system;

    /** Spawned when first asked for. Guarded by this. */
    private @Nullable ActorRef<Fs.Command> manager;

    private FileExtension(ActorSystem<?> system) {
        this.system = system;
    }

    /** The extension of a system, made when first asked for. Any thread. */
    public static FileExtension get(ActorSystem<?> system) {
        return Id.INSTANCE.apply(system);
    }

    /**
     * The actor that takes {@link Fs.Command}; it and its files live on the dispatcher named by {@code
     * aio.file.dispatcher}. Any thread.
     *
     * @throws ConfigException if that is no aio dispatcher, or a setting under {@code aio.file} is wrong
     */
    public synchronized ActorRef<Fs.Command> manager() {
        if (manager == null) {
            FileServices services =
                    FileServices.of(FileSettings.of(system.settings().config()));
            manager = spawn(services, "aio-files");
        }
        return manager;
    }

    /** A manager of its own, for tests that put something in the kernel's place. */
    ActorRef<Fs.Command> spawn(FileServices services, String name) {
        return system.systemActorOf(FileManager.create(services), name, DispatcherKey.pinned(system, DISPATCHER_KEY));
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.aioactors.os.signal;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Extension;
import akka.actor.typed.ExtensionId;
import akka.actor.typed.Props;
import org.jspecify.annotations.Nullable;

/** The signals of an actor system; {@code Aio.get(system).signals()} is the short way to them. */
public final class SignalExtension implements Extension {
    /** The id by which the system finds its extension. */
    private static final class Id extends ExtensionId<SignalExtension> {
        private static final Id INSTANCE = new Id();

        @Override
        public SignalExtension createExtension(ActorSystem<?> system) {
            return new SignalExtension(system);
        }
    }

    private final ActorSystem<?> system;

    /** Spawned when first asked for. Guarded by this. */
    private @Nullable ActorRef<Signals.Command> manager;

    private SignalExtension(ActorSystem<?> system) {
        this.system = system;
    }

    /** The extension of a system, made when first asked for. Any thread. */
    public static SignalExtension get(ActorSystem<?> system) {
        return Id.INSTANCE.apply(system);
    }

    /** The actor that takes {@link Signals.Watch}; it runs on the system's default dispatcher, whatever that is. Any thread. */
    public synchronized ActorRef<Signals.Command> manager() {
        if (manager == null) {
            manager = spawn(SharedSignals.INSTANCE, "aio-signals");
        }
        return manager;
    }

    /** A manager of its own, for tests that put something in the JVM's place. */
    ActorRef<Signals.Command> spawn(SharedSignals signals, String name) {
        return system.systemActorOf(SignalManager.create(signals), name, Props.empty());
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.aioactors.fd;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import com.typesafe.config.ConfigException;
import java.util.concurrent.atomic.AtomicLong;
import org.aioactors.dispatcher.DispatcherKey;

/** Spawns the actors that own what is the kernel's for actors of any dispatcher: on a loop of {@code aio.net.dispatcher}. */
public final class LoopActors {
    private static final String DISPATCHER_KEY = "aio.net.dispatcher";

    /** Names must be unique within an actor system. */
    private static final AtomicLong NUMBERS = new AtomicLong();

    private LoopActors() {}

    /**
     * Spawns an actor on a loop, as one of the system's own; it has the pinned mailbox. Any thread, does not block.
     *
     * @param kind what it is, for its name
     * @throws ConfigException if {@code aio.net.dispatcher} names no aio dispatcher
     */
    public static <T> ActorRef<T> spawn(ActorSystem<?> system, Behavior<T> behavior, String kind) {
        String name = "aio-" + kind + "-" + NUMBERS.incrementAndGet();
        return system.systemActorOf(behavior, name, DispatcherKey.pinned(system, DISPATCHER_KEY));
    }
}

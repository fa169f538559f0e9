// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.network;

import akka.actor.typed.ActorRef;
import java.util.List;

/**
 * A server of the network, which may be this one.
 *
 * @param node its incarnation, as {@link Uid#node} has it
 * @param name what clients know it by
 * @param hubs one for each of its loops
 */
public record Server(
        long node,
        String name,
        String description,
        ActorRef<Directory.Command> directory,
        List<ActorRef<Object>> hubs) {
    /** Copies the list. */
    public Server {
        hubs = List.copyOf(hubs);
    }
}

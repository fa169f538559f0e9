// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.network;

import akka.actor.typed.ActorRef;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The loops of this server that hear of all users. The directory's alone. */
final class Loops {
    private final Set<ActorRef<Object>> hubs = new LinkedHashSet<>();

    void add(ActorRef<Object> hub) {
        hubs.add(hub);
    }

    int size() {
        return hubs.size();
    }

    List<ActorRef<Object>> all() {
        return List.copyOf(hubs);
    }

    void tell(DirectoryEvent event) {
        hubs.forEach(hub -> hub.tell(event));
    }
}

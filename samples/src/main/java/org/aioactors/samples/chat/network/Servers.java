// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.network;

import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The servers of the network, as this one knows them. Written by its {@link Directory} alone; read by any thread.
 *
 * <p>Who is a member of the network may not have said yet what loops it has. As long as that is so, nobody can ask all loops.
 */
public final class Servers {
    private final ConcurrentHashMap<Long, Server> known = new ConcurrentHashMap<>();
    private final Set<Long> silent = ConcurrentHashMap.newKeySet();

    /** All that have said who they are, this one included. */
    public Collection<Server> all() {
        return known.values();
    }

    /** One of them; null if it has gone, or was not heard of yet. */
    public @Nullable Server byNode(long node) {
        return known.get(node);
    }

    /** Whether all members of the network, this one included, have said who they are. */
    public boolean isComplete() {
        return silent.isEmpty() && !known.isEmpty();
    }

    /** A server is a member from now on. */
    void expect(long node) {
        if (!known.containsKey(node)) {
            silent.add(node);
        }
    }

    /** It says who it is. */
    void put(Server server) {
        known.put(server.node(), server);
        silent.remove(server.node());
    }

    /** It has gone for good: another incarnation has another number. */
    void remove(long node) {
        silent.remove(node);
        known.remove(node);
    }
}

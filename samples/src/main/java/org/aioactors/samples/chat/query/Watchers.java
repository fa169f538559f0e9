// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.query;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.aioactors.samples.chat.irc.CaseMapping;

/**
 * Which clients of a loop watch which nicknames ({@code MONITOR}). Who watches nothing costs nothing. One loop's.
 *
 * @param <C> a client
 */
public final class Watchers<C> {
    /** The nicknames of each client as it wrote them, by their folded forms. */
    private final Map<C, Map<String, String>> watched = new HashMap<>();

    /** The same the other way round. */
    private final Map<String, Set<C>> watchers = new HashMap<>();

    /** The nicknames that a client watches, in the order in which they were added. */
    public Collection<String> watchedBy(C client) {
        return watched.getOrDefault(client, Map.of()).values();
    }

    /** Those who want to hear of who has a nickname; with {@code extended-monitor} also of their AWAY and the like. */
    public Set<C> of(String nick) {
        return watchers.getOrDefault(CaseMapping.fold(nick), Set.of());
    }

    /** How many nicknames are watched by anybody. */
    public int size() {
        return watchers.size();
    }

    /** Adds one; nothing happens if it is watched already. */
    public void add(C client, String nick) {
        String folded = CaseMapping.fold(nick);
        watched.computeIfAbsent(client, c -> new LinkedHashMap<>()).putIfAbsent(folded, nick);
        watchers.computeIfAbsent(folded, f -> new LinkedHashSet<>()).add(client);
    }

    /** Takes one away. */
    public void remove(C client, String nick) {
        String folded = CaseMapping.fold(nick);
        forget(client, folded);
        watched.computeIfPresent(client, (c, nicks) -> {
            nicks.remove(folded);
            return nicks.isEmpty() ? null : nicks;
        });
    }

    /** Takes all of a client's away; to be called when the client goes. */
    public void clear(C client) {
        Map<String, String> nicks = watched.remove(client);
        if (nicks != null) {
            nicks.keySet().forEach(folded -> forget(client, folded));
        }
    }

    private void forget(C client, String folded) {
        watchers.computeIfPresent(folded, (f, clients) -> {
            clients.remove(client);
            return clients.isEmpty() ? null : clients;
        });
    }
}

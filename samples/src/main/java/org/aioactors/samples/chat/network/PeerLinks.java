// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.network;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The links of a directory to all others that are members of the network. */
final class PeerLinks {
    private final Map<Long, PeerLink> links = new LinkedHashMap<>();

    /** A server is a member from now on; nothing happens if that is known. */
    void add(long node) {
        links.computeIfAbsent(node, PeerLink::new);
    }

    void remove(long node) {
        links.remove(node);
    }

    @Nullable PeerLink of(long node) {
        return links.get(node);
    }

    Collection<PeerLink> all() {
        return links.values();
    }

    boolean isEmpty() {
        return links.isEmpty();
    }

    /** The servers that are worth waiting for. */
    List<Long> awake() {
        return links.values().stream()
                .filter(link -> !link.isSilent())
                .map(PeerLink::node)
                .toList();
    }

    /** To all that have our list. */
    void tellNews(PeerMessage news) {
        for (PeerLink link : links.values()) {
            if (link.isGreeted()) {
                link.tell(news);
            }
        }
    }
}

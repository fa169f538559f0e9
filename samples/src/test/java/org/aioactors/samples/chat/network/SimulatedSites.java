// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.network;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * Three servers whose links deliver in order, as late as may be, and if they may, lose messages or all of them for a while; servers
 * go and come back.
 */
final class SimulatedSites {
    private record Pair(long from, long to) {}

    private static final int SITES = 3;
    private static final List<String> NICKS = List.of("ann", "Ann", "bob", "cat", "dan", "eve");

    final List<SimulatedSite> sites = new ArrayList<>();
    int lostMessages;
    int gone;

    private final Random random;
    private final boolean reliable;
    private final Map<Pair, ArrayDeque<Directory.Command>> links = new HashMap<>();
    private final Set<Pair> broken = new HashSet<>();
    private long nowMs = 1_000;
    private long nodes;

    SimulatedSites(long seed, boolean reliable) {
        this.random = new Random(seed);
        this.reliable = reliable;
        for (int i = 0; i < SITES; i++) {
            sites.add(newSite());
        }
    }

    private SimulatedSite newSite() {
        return new SimulatedSite(++nodes, () -> nowMs, random, random.nextInt(3) - 1);
    }

    /** All servers that there are know of all. */
    void meet() {
        sites.forEach(this::tellOfOthers);
    }

    private void tellOfOthers(SimulatedSite site) {
        for (SimulatedSite other : sites) {
            if (other != site && site.told.add(other.node)) {
                site.logic.seen(new Directory.ServerSeen(other.node));
                site.logic.reached(new Directory.Reached(other.node, other.inbox.getRef()));
            }
        }
        Set<Long> there = new HashSet<>(sites.stream().map(each -> each.node).toList());
        for (long node : Set.copyOf(site.told)) {
            if (!there.contains(node)) {
                site.told.remove(node);
                site.logic.gone(new Directory.ServerGone(node));
                site.hear();
            }
        }
        collect();
    }

    // ---- what may happen ----

    void step() {
        SimulatedSite site = sites.get(random.nextInt(sites.size()));
        int dice = random.nextInt(100);
        if (dice < 45) {
            deliver();
        } else if (dice < 60) {
            site.carryOut();
        } else if (dice < 70) {
            site.register(anyNick(), nowMs);
        } else if (dice < 80) {
            site.change(random, user -> random.nextBoolean() ? user.withNick(anyNick()) : user.withAway("" + nowMs));
        } else if (dice < 84) {
            site.leave(random);
        } else if (!reliable) {
            fault(site, dice);
        }
        collect();
    }

    private String anyNick() {
        return NICKS.get(random.nextInt(NICKS.size()));
    }

    private void fault(SimulatedSite site, int dice) {
        Pair pair = new Pair(site.node, sites.get(random.nextInt(sites.size())).node);
        if (dice < 91) {
            nowMs += random.nextInt(500);
            look(site);
        } else if (dice < 94) {
            broken.add(pair);
        } else if (dice == 94) {
            broken.clear();
        } else if (dice < 99) {
            tellOfOthers(site);
        } else if (random.nextInt(4) == 0) {
            restart(site);
        }
    }

    private static void look(SimulatedSite site) {
        if (site.logic.hasPeers()) {
            site.logic.look();
            site.hear();
        }
    }

    /** Another incarnation takes a server's place; the others hear of it one after the other. */
    private void restart(SimulatedSite site) {
        gone++;
        links.keySet().removeIf(pair -> pair.from() == site.node || pair.to() == site.node);
        sites.set(sites.indexOf(site), newSite());
    }

    // ---- links ----

    /** Puts what was told into the links. */
    private void collect() {
        for (SimulatedSite to : sites) {
            while (to.inbox.hasMessages()) {
                PeerMessage message = (PeerMessage) to.inbox.receiveMessage();
                Pair pair = new Pair(message.node(), to.node);
                if (!reliable && (broken.contains(pair) || random.nextInt(20) == 0)) {
                    lostMessages++;
                } else {
                    links.computeIfAbsent(pair, any -> new ArrayDeque<>()).add(message);
                }
            }
        }
    }

    private boolean deliver() {
        List<Pair> full = links.entrySet().stream()
                .filter(link -> !link.getValue().isEmpty())
                .map(Map.Entry::getKey)
                .sorted((a, b) ->
                        a.from() == b.from() ? Long.compare(a.to(), b.to()) : Long.compare(a.from(), b.from()))
                .toList();
        if (full.isEmpty()) {
            return false;
        }
        Pair pair = full.get(random.nextInt(full.size()));
        PeerMessage message = (PeerMessage) links.get(pair).poll();
        sites.stream().filter(site -> site.node == pair.to()).forEach(site -> {
            site.logic.onPeer(message);
            site.hear();
        });
        return true;
    }

    // ---- the end ----

    /** Nobody wants anything more, and all links work: until all is told, and for some time. */
    void calm(long forMs) {
        broken.clear();
        meet();
        for (long endMs = nowMs + forMs; nowMs < endMs; nowMs += DirectoryLogic.LOOK_MS) {
            settle();
            sites.forEach(SimulatedSites::look);
        }
        settle();
    }

    /** All that is under way arrives. */
    void settle() {
        boolean more = true;
        while (more) {
            sites.forEach(site -> {
                while (!site.asked.isEmpty()) {
                    site.carryOut();
                }
            });
            collectAll();
            more = deliver() || sites.stream().anyMatch(site -> !site.asked.isEmpty() || site.inbox.hasMessages());
        }
    }

    private void collectAll() {
        for (SimulatedSite to : sites) {
            while (to.inbox.hasMessages()) {
                PeerMessage message = (PeerMessage) to.inbox.receiveMessage();
                links.computeIfAbsent(new Pair(message.node(), to.node), any -> new ArrayDeque<>())
                        .add(message);
            }
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.cluster;

import akka.actor.typed.ActorRef;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.aioactors.samples.chat.channel.ChannelEvent;
import org.aioactors.samples.chat.channel.ChannelSnapshot;
import org.aioactors.samples.chat.network.Server;
import org.aioactors.samples.chat.network.Uid;
import org.jspecify.annotations.Nullable;

/**
 * How a new authority comes by its channel: it asks all loops what they have, takes the longest report for true, has the others
 * catch up, and has all of them say who of their users is on it. Tells again who does not answer. A server that goes is not waited
 * for.
 */
final class Takeover {
    private static final int AGAIN_TICKS = 2;

    private final String channel;
    private final ActorRef<ToChannel> authority;
    private final Outbox outbox;

    /** All loops that there are, and their servers. */
    private final Map<ActorRef<Object>, Long> nodeOf = new LinkedHashMap<>();

    /** To those that have members, and have not vouched for them yet. */
    private final Map<ActorRef<Object>, FromChannel.Begins> unanswered = new LinkedHashMap<>();

    private final Map<ActorRef<Object>, List<Uid>> vouched = new LinkedHashMap<>();
    private long term;
    private Restoration<ActorRef<Object>, Happening, ChannelSnapshot> restoration = new Restoration<>(Set.of());

    private enum Phase {
        WAITING,
        ASKING,
        VOUCHING,
        COMPLETE
    }

    private Phase phase = Phase.WAITING;
    private int ticks;

    Takeover(String channel, long term, ActorRef<ToChannel> authority, Outbox outbox) {
        this.channel = channel;
        this.term = term;
        this.authority = authority;
        this.outbox = outbox;
    }

    /** Whether nobody has been asked yet, since not all servers were known. */
    boolean isWaiting() {
        return phase == Phase.WAITING;
    }

    boolean isComplete() {
        return phase == Phase.COMPLETE;
    }

    /** That of the authority: above all that loops have listened to. */
    long term() {
        return term;
    }

    // ---- who has what? ----

    /** Asks the loops of all servers. */
    void ask(Collection<Server> servers) {
        servers.forEach(server -> server.hubs().forEach(hub -> nodeOf.put(hub, server.node())));
        phase = Phase.ASKING;
        ticks = 0;
        askAll();
    }

    private void askAll() {
        restoration = new Restoration<>(nodeOf.keySet());
        askAwaited();
        beginIfAllReported();
    }

    private void askAwaited() {
        restoration.awaited().forEach(loop -> outbox.tell(loop, new FromChannel.WhoHas(channel, term, authority)));
    }

    void reported(ToChannel.Reported reported) {
        if (phase != Phase.ASKING || reported.term() != term) {
            return;
        }
        if (reported.report() == null && reported.loopTerm() >= term) {
            // It listens to another one, of a server whose clock is ahead.
            term = reported.loopTerm() + 1;
            askAll();
            return;
        }
        restoration.report(reported.loop(), reported.report());
        beginIfAllReported();
    }

    private void beginIfAllReported() {
        if (phase != Phase.ASKING || !restoration.isComplete()) {
            return;
        }
        phase = Phase.VOUCHING;
        Report<Happening, ChannelSnapshot> best = restoration.best();
        if (best != null) {
            restoration.loops().forEach(loop -> unanswered.put(loop, begins(loop, best)));
            unanswered.forEach(outbox::tell);
        }
        completeIfAllVouched();
    }

    private FromChannel.Begins begins(ActorRef<Object> loop, Report<Happening, ChannelSnapshot> best) {
        List<Happening> missing = restoration.missing(loop);
        boolean keeps = keeps(loop);
        return new FromChannel.Begins(
                channel,
                term,
                best.last(),
                restoration.stable(),
                missing == null ? best.copy() : null,
                missing == null
                        ? List.of()
                        : missing.stream().map(one -> kept(one, keeps)).toList(),
                authority);
    }

    /** Whether a loop is the one of its server that hands what was said to the history; {@link ToldLoops} chooses alike. */
    private boolean keeps(ActorRef<Object> loop) {
        return restoration.loops().stream()
                .filter(other -> Objects.equals(nodeOf.get(other), nodeOf.get(loop)))
                .noneMatch(other -> other.compareTo(loop) < 0);
    }

    private static Happening kept(Happening happening, boolean keeps) {
        return happening.event() instanceof ChannelEvent.Said said
                ? new Happening(happening.by(), happening.command(), said.kept(keeps))
                : happening;
    }

    // ---- who is there? ----

    /** A loop follows, with these members. */
    void vouched(ActorRef<Object> loop, long ofTerm, List<Uid> members) {
        if (ofTerm == term && unanswered.remove(loop) != null) {
            vouched.put(loop, members);
            completeIfAllVouched();
        }
    }

    private void completeIfAllVouched() {
        if (phase == Phase.VOUCHING && unanswered.isEmpty()) {
            phase = Phase.COMPLETE;
        }
    }

    // ---- what may come in between ----

    void serverGone(long node) {
        List<ActorRef<Object>> gone = nodeOf.entrySet().stream()
                .filter(entry -> entry.getValue() == node)
                .map(Map.Entry::getKey)
                .toList();
        for (ActorRef<Object> loop : gone) {
            nodeOf.remove(loop);
            unanswered.remove(loop);
            vouched.remove(loop);
            if (phase == Phase.ASKING) {
                restoration.lost(loop);
            }
        }
        beginIfAllReported();
        completeIfAllVouched();
    }

    void tick() {
        ticks++;
        if (ticks % AGAIN_TICKS != 0) {
            return;
        }
        if (phase == Phase.ASKING) {
            askAwaited();
        } else if (phase == Phase.VOUCHING) {
            unanswered.forEach(outbox::tell);
        }
    }

    // ---- what came of it ----

    /** The channel; null if nobody has it. */
    @Nullable Report<Happening, ChannelSnapshot> channel() {
        return restoration.best();
    }

    /**
     * All servers that some loop may have users of on the channel. The longest report need not have them: a loop has the users of
     * a server leave as soon as it hears that this has gone, and another loop is told only then that one of them has come.
     */
    Set<Long> nodes() {
        Set<Long> nodes = new HashSet<>();
        for (Report<Happening, ChannelSnapshot> report : restoration.reports()) {
            report.copy().members().forEach(on -> nodes.add(on.user().uid().node()));
            for (Happening happening : report.tail()) {
                if (happening.event() instanceof ChannelEvent.Joined joined) {
                    nodes.add(joined.asker().node());
                }
            }
        }
        return nodes;
    }

    /** The loops that have members, with those. */
    Map<ActorRef<Object>, List<Uid>> members() {
        return vouched;
    }

    /** The server of a loop. */
    long node(ActorRef<Object> loop) {
        return Objects.requireNonNull(nodeOf.get(loop), "a loop that was not asked");
    }
}

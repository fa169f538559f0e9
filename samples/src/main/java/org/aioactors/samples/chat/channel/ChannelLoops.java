// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.channel;

import akka.actor.typed.ActorRef;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.aioactors.samples.chat.channel.ChannelEvent.Said;
import org.aioactors.samples.chat.network.Uid;

/** The loops that have members of a channel. Each is told once, however many. For the authority. */
final class ChannelLoops {
    private static final class Loop {
        final long node;
        int members;

        /** The one of its server's loops that hands what was said to the history. */
        boolean keeps;

        Loop(long node) {
            this.node = node;
        }
    }

    private final Map<ActorRef<? super ChannelEvent>, Loop> loops = new LinkedHashMap<>();
    private final Map<Uid, ActorRef<? super ChannelEvent>> loopOf = new HashMap<>();

    boolean has(ActorRef<? super ChannelEvent> loop) {
        return loops.containsKey(loop);
    }

    void add(Uid uid, ActorRef<? super ChannelEvent> loop) {
        loopOf.put(uid, loop);
        Loop entry = loops.get(loop);
        if (entry == null) {
            entry = new Loop(uid.node());
            loops.put(loop, entry);
            chooseKeepers();
        }
        entry.members++;
    }

    void remove(Uid uid) {
        ActorRef<? super ChannelEvent> ref = loopOf.remove(uid);
        Loop loop = ref == null ? null : loops.get(ref);
        if (loop != null && --loop.members == 0) {
            loops.remove(ref);
            chooseKeepers();
        }
    }

    /** A server has gone, with its loops. */
    void removeNode(long node) {
        loopOf.keySet().removeIf(uid -> uid.node() == node);
        loops.values().removeIf(loop -> loop.node == node);
    }

    private void chooseKeepers() {
        Set<Long> nodes = new HashSet<>();
        loops.values().forEach(loop -> loop.keeps = nodes.add(loop.node));
    }

    void tell(ChannelEvent event) {
        for (ActorRef<? super ChannelEvent> loop : loops.keySet()) {
            loop.tell(event);
        }
    }

    /** Tells one loop for each server that it keeps what was said. */
    void tell(Said said) {
        Said kept = said.kept(true);
        for (Map.Entry<ActorRef<? super ChannelEvent>, Loop> loop : loops.entrySet()) {
            loop.getKey().tell(loop.getValue().keeps ? kept : said);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.cluster;

import akka.actor.typed.ActorRef;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.aioactors.samples.chat.channel.ChannelEvent;
import org.aioactors.samples.chat.channel.ChannelEvent.Happened;
import org.aioactors.samples.chat.channel.ChannelState;
import org.aioactors.samples.chat.channel.ChannelView;
import org.aioactors.samples.chat.cluster.ToldLoop.Item;
import org.aioactors.samples.chat.network.Uid;
import org.jspecify.annotations.Nullable;

/**
 * Numbers what happens on a channel, and tells the loops that have members on it, each once however many. Knows which loop a
 * member is on. For the authority.
 */
final class ToldLoops {
    /** Loops keep as many at most. One that is further behind is told the whole channel instead. */
    static final int MAX_UNHEARD = 4096;

    /**
     * With so many that a loop has not heard, nothing more is decided: commands wait at their loops, which tell them again. What is left up to
     * the maximum is for what happens without a command, such as the end of a server.
     */
    static final int FULL = MAX_UNHEARD / 4 * 3;

    /** So many events a loop is told with the whole channel at most, for the others. */
    private static final int MAX_TAIL = 512;

    private final String channel;
    private final long term;
    private final ActorRef<ToChannel> authority;
    private final ChannelState state;
    private final Outbox outbox;
    private final Map<ActorRef<Object>, ToldLoop> loops = new LinkedHashMap<>();
    private final Map<Uid, ActorRef<Object>> loopOf = new HashMap<>();
    private long last;

    /** The last events, as far as some loop may not have heard them. */
    private final ArrayDeque<Happening> tail = new ArrayDeque<>();

    /** What all have heard, as loops were last told when nothing happened. */
    private long reached;

    ToldLoops(String channel, long term, ActorRef<ToChannel> authority, ChannelState state, Outbox outbox, long last) {
        this.channel = channel;
        this.term = term;
        this.authority = authority;
        this.state = state;
        this.outbox = outbox;
        this.last = last;
        this.reached = last - 1;
    }

    /**
     * A loop that has had all events has a copy, with these members on it. Until {@link #restored} it is told what happens even if
     * there are none.
     */
    void restore(ActorRef<Object> loop, long node, Collection<Uid> members) {
        ToldLoop told = new ToldLoop(loop, node, outbox, last);
        told.members = members.size() + 1;
        loops.put(loop, told);
        members.forEach(uid -> loopOf.put(uid, loop));
        chooseKeepers();
    }

    /** All that happened by the end of another authority has been told. */
    void restored() {
        loops.values().forEach(told -> told.members--);
        loops.values().removeIf(ToldLoop::isDone);
        chooseKeepers();
    }

    // ---- what happens ----

    /**
     * Something has happened; it is true in the channel's view already.
     *
     * @param loop whose command it was; of no meaning for what happened by itself
     */
    void happened(Happening happening, @Nullable ActorRef<Object> loop, long node) {
        Happened event = happening.event();
        if (event instanceof ChannelEvent.NodeGone gone) {
            removeNode(gone.node());
        }
        long stable = stable();
        last++;
        keep(happening, stable);
        Item item = item(happening, stable);
        Item kept = event instanceof ChannelEvent.Said said
                ? item(new Happening(happening.by(), happening.command(), said.kept(true)), stable)
                : item;
        for (ToldLoop told : loops.values()) {
            if (told.members > 0) {
                tell(told, told.keeps ? kept : item);
            }
        }
        if (event instanceof ChannelEvent.Joined joined && loop != null) {
            joined(joined.asker(), loop, node);
        } else if (event instanceof ChannelEvent.Parted parted) {
            left(parted.asker());
        } else if (event instanceof ChannelEvent.Left left) {
            left(left.uid());
        } else if (event instanceof ChannelEvent.Kicked kicked) {
            left(kicked.target());
        }
    }

    private void keep(Happening happening, long stable) {
        tail.addLast(happening);
        while (last - tail.size() + 1 <= stable || tail.size() > MAX_TAIL) {
            tail.removeFirst();
        }
    }

    private Item item(Happening happening, long stable) {
        return new Item(last, new FromChannel.Numbered(channel, term, last, stable, happening));
    }

    private void tell(ToldLoop told, Item item) {
        ChannelView view = state.view();
        if (told.unheard() < MAX_UNHEARD || view == null) {
            told.tell(item);
            return;
        }
        told.tellInstead(new Item(
                last, new FromChannel.Begins(channel, term, last, stable(), view.snapshot(), List.of(), authority)));
    }

    /** A loop without members has no copy of the channel, or is about to drop it: it is told all of the channel. */
    private void joined(Uid uid, ActorRef<Object> loop, long node) {
        ToldLoop told = loops.computeIfAbsent(loop, any -> new ToldLoop(loop, node, outbox, last - 1));
        ChannelView view = state.view();
        if (told.members == 0 && view != null) {
            told.tell(new Item(last, new FromChannel.Whole(channel, term, last, view.snapshot(), List.copyOf(tail))));
        }
        told.members++;
        loopOf.put(uid, loop);
        chooseKeepers();
    }

    private void left(Uid uid) {
        ActorRef<Object> loop = loopOf.remove(uid);
        ToldLoop told = loop == null ? null : loops.get(loop);
        if (loop == null || told == null) {
            return;
        }
        told.members--;
        if (told.members == 0) {
            chooseKeepers();
        }
    }

    /** One loop of each server; always the same one, so that two authorities in a row mostly choose alike. */
    private void chooseKeepers() {
        Map<Long, ActorRef<Object>> keepers = new HashMap<>();
        loops.forEach((loop, told) -> {
            if (told.members > 0) {
                keepers.merge(told.node, loop, (one, other) -> one.compareTo(other) < 0 ? one : other);
            }
        });
        loops.forEach((loop, told) -> told.keeps = loop.equals(keepers.get(told.node)));
    }

    // ---- what loops say ----

    /** {@link Long#MAX_VALUE} says that it has no copy of the channel. */
    void heard(ActorRef<Object> loop, long number) {
        ToldLoop told = loops.get(loop);
        if (told == null) {
            return;
        }
        if (number == Long.MAX_VALUE) {
            told.onOut();
        } else {
            told.onHeard(number);
        }
        if (told.isDone()) {
            loops.remove(loop);
        }
    }

    void vouched(ActorRef<Object> loop) {
        ToldLoop told = loops.get(loop);
        if (told != null) {
            told.onVouched();
        }
    }

    /** A server has gone, with its loops. */
    void removeNode(long node) {
        loopOf.keySet().removeIf(uid -> uid.node() == node);
        loops.values().removeIf(told -> told.node == node);
    }

    // ---- time ----

    void tick() {
        loops.values().forEach(ToldLoop::onTick);
        if (reached < last && stable() == last) {
            reached = last;
            loops.forEach((loop, told) -> outbox.tell(loop, new FromChannel.Reached(channel, term, last, last)));
        }
    }

    /** Whether all loops have heard everything, and were told so: nothing is to be done until something happens. */
    boolean isQuiet() {
        return loops.isEmpty() || (reached == last && stable() == last);
    }

    // ---- who there is ----

    /** Whether some loop is so far behind that it might miss what happens from now on. */
    boolean isFull() {
        for (ToldLoop told : loops.values()) {
            if (told.unheard() >= FULL) {
                return true;
            }
        }
        return false;
    }

    /** Whether no loop has members, nor has to hear why it has none any more. */
    boolean isEmpty() {
        return loops.isEmpty();
    }

    /** Whether a loop has members, and so is told what happens. */
    boolean has(ActorRef<?> loop) {
        ToldLoop told = loops.get(loop);
        return told != null && told.members > 0;
    }

    /** Whether it is known which loop a user is on. */
    boolean isOn(Uid uid) {
        return loopOf.containsKey(uid);
    }

    /** Whether a user is on the channel by a loop. */
    boolean isOn(Uid uid, ActorRef<Object> loop) {
        return loop.equals(loopOf.get(uid));
    }

    /** The number of the last event that a loop was told; 0 if it is told none. */
    long lastTold(ActorRef<Object> loop) {
        ToldLoop told = loops.get(loop);
        return told == null ? 0 : told.lastTold();
    }

    /** The number up to which all loops have heard. */
    private long stable() {
        long stable = last;
        for (ToldLoop told : loops.values()) {
            stable = Math.min(stable, told.heard(last));
        }
        return stable;
    }
}

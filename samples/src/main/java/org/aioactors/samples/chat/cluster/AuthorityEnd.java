// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.cluster;

import akka.actor.typed.ActorRef;
import java.util.ArrayDeque;
import java.util.List;
import org.aioactors.samples.chat.channel.ChannelSnapshot;
import org.aioactors.samples.chat.channel.ChannelState;
import org.aioactors.samples.chat.network.Servers;
import org.jspecify.annotations.Nullable;

/**
 * An authority's end of a channel: comes by the channel as the loops of the network have it, then decides. What comes too early
 * waits. No actors, no clock; for one thread.
 *
 * <p>What may be lost is told again by {@link #tick}, which is to be called each {@link #TICK_MS} for as long as it {@link
 * #needsTick}.
 */
final class AuthorityEnd {
    /** How often, in milliseconds, is looked at what has to be told again. */
    static final long TICK_MS = 250;

    /** So much may wait; loops tell again what is beyond. */
    static final int MAX_WAITING = 10_000;

    private final String channel;
    private final ActorRef<ToChannel> self;
    private final ChannelState state;
    private final Servers servers;
    private final Outbox outbox;
    private final Takeover takeover;
    private final ArrayDeque<ToChannel> waiting = new ArrayDeque<>();

    /** Null until the channel is known. */
    private @Nullable DecidingEnd deciding;

    /**
     * Begins as soon as the servers are known.
     *
     * @param channel the channel's name without regard to case
     * @param self where answers to this authority go
     * @param state without members
     * @param servers as this server knows them
     * @param nowMs the time, in milliseconds since the epoch
     */
    AuthorityEnd(
            String channel, ActorRef<ToChannel> self, ChannelState state, Servers servers, Outbox outbox, long nowMs) {
        this.channel = channel;
        this.self = self;
        this.state = state;
        this.servers = servers;
        this.outbox = outbox;
        this.takeover = new Takeover(channel, nowMs, self, outbox);
        askIfKnown();
    }

    private void askIfKnown() {
        if (takeover.isWaiting() && servers.isComplete()) {
            takeover.ask(servers.all());
        }
    }

    /**
     * A message has come.
     *
     * @param nowMs the time, in milliseconds since the epoch; never before that of an earlier message
     * @throws RuntimeException what a rule has thrown; the message that met it has been answered, all else is done
     */
    void receive(ToChannel message, long nowMs) {
        DecidingEnd end = deciding;
        if (end == null) {
            beforeIt(message);
            decideIfKnown(nowMs);
        } else {
            receive(end, message, nowMs);
            throwFault(end);
        }
    }

    /** Tells again what has not been heard, as far as it is time to. */
    void tick(long nowMs) {
        DecidingEnd end = deciding;
        if (end == null) {
            askIfKnown();
            takeover.tick();
            decideIfKnown(nowMs);
        } else {
            end.tick();
        }
    }

    private void beforeIt(ToChannel message) {
        if (message instanceof ToChannel.Reported reported) {
            takeover.reported(reported);
        } else if (message instanceof ToChannel.Vouched vouched) {
            takeover.vouched(vouched.loop(), vouched.term(), vouched.members());
        } else if (message instanceof ToChannel.ServerGone gone) {
            takeover.serverGone(gone.node());
        } else if (message instanceof ToChannel.Heard heard) {
            if (heard.number() == Long.MAX_VALUE) {
                takeover.vouched(heard.loop(), heard.term(), List.of());
            }
        } else if (waiting.size() < MAX_WAITING && !isOfAnother(message)) {
            waiting.add(message);
        }
    }

    /** Who follows this authority tells it again what it told another. */
    private boolean isOfAnother(ToChannel message) {
        return message instanceof ToChannel.Commands commands && commands.term() != takeover.term();
    }

    private void decideIfKnown(long nowMs) {
        if (!takeover.isComplete()) {
            return;
        }
        Report<Happening, ChannelSnapshot> known = takeover.channel();
        if (known != null) {
            state.restore(known.copy());
        }
        DecidingEnd end =
                new DecidingEnd(channel, takeover.term(), self, state, outbox, known == null ? 0 : known.last());
        deciding = end;
        end.restore(takeover, servers, nowMs);
        while (!waiting.isEmpty()) {
            receive(end, waiting.remove(), nowMs);
        }
        throwFault(end);
    }

    private void receive(DecidingEnd end, ToChannel message, long nowMs) {
        if (message instanceof ToChannel.Commands commands) {
            if (isThere(commands.node())) {
                end.commands(commands, nowMs);
            }
        } else if (message instanceof ToChannel.FromOutside outside) {
            if (isThere(outside.node())) {
                end.fromOutside(outside, nowMs);
            }
        } else if (message instanceof ToChannel.Heard heard) {
            end.heard(heard);
        } else if (message instanceof ToChannel.Vouched vouched) {
            end.vouched(vouched);
        } else if (message instanceof ToChannel.ServerGone gone) {
            end.serverGone(gone.node(), nowMs);
        }
    }

    /** What a server has sent that is gone must have no effect: nobody would have its users leave any more. */
    private boolean isThere(long node) {
        return servers.byNode(node) != null;
    }

    private static void throwFault(DecidingEnd end) {
        RuntimeException fault = end.takeFault();
        if (fault != null) {
            throw fault;
        }
    }

    /** Whether something is unknown, or was not heard. */
    boolean needsTick() {
        return deciding == null || !deciding.isQuiet();
    }

    /** Whether nobody is on the channel, and no loop has to hear anything. */
    boolean isEmpty() {
        return deciding != null && deciding.isEmpty();
    }
}

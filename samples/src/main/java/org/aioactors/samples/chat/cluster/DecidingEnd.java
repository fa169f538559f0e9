// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.cluster;

import akka.actor.typed.ActorRef;
import java.util.ArrayList;
import java.util.List;
import org.aioactors.samples.chat.channel.ChannelCommand;
import org.aioactors.samples.chat.channel.ChannelCommand.ByUser;
import org.aioactors.samples.chat.channel.ChannelCommand.Join;
import org.aioactors.samples.chat.channel.ChannelEvent;
import org.aioactors.samples.chat.channel.ChannelEvent.Happened;
import org.aioactors.samples.chat.channel.ChannelState;
import org.aioactors.samples.chat.channel.ChannelView;
import org.aioactors.samples.chat.channel.Decision;
import org.aioactors.samples.chat.cluster.FromChannel.Settled;
import org.aioactors.samples.chat.irc.Reply;
import org.aioactors.samples.chat.network.Servers;
import org.aioactors.samples.chat.network.Uid;
import org.jspecify.annotations.Nullable;

/** An authority that has its channel: decides each command once and in order, and sees to it that loops hear what came of it. */
final class DecidingEnd {
    /** Why somebody has left whom their own server does not count any more. */
    private static final String LOST = "Lost with a server";

    /** Whose a command is, and whether that loop has no copy of the channel. */
    private record From(ActorRef<Object> loop, long node, boolean isOutside) {}

    private final String channel;
    private final long term;
    private final ChannelState state;
    private final Outbox outbox;
    private final ToldLoops loops;
    private final CommandNumbers numbers = new CommandNumbers();
    private @Nullable RuntimeException fault;

    /** Goes on from event number {@code last}, with what the state has. */
    DecidingEnd(
            String channel, long term, ActorRef<ToChannel> authority, ChannelState state, Outbox outbox, long last) {
        this.channel = channel;
        this.term = term;
        this.state = state;
        this.outbox = outbox;
        this.loops = new ToldLoops(channel, term, authority, state, outbox, last);
    }

    /** Takes over from another authority: tells who has gone meanwhile. */
    void restore(Takeover takeover, Servers servers, long nowMs) {
        takeover.members()
                .forEach((loop, uids) -> loops.restore(
                        loop,
                        takeover.node(loop),
                        uids.stream().filter(this::isMember).toList()));
        for (long node : takeover.nodes()) {
            if (servers.byNode(node) == null && !nodeLost(node, nowMs)) {
                loops.happened(new Happening(null, 0, new ChannelEvent.NodeGone(channel, node)), null, 0);
            }
        }
        ChannelView view = state.view();
        List<Uid> all = view == null
                ? List.of()
                : view.members().stream().map(member -> member.user().uid()).toList();
        all.stream().filter(uid -> !loops.isOn(uid)).forEach(uid -> leave(uid, nowMs));
        loops.restored();
        outbox.changed(state.view());
    }

    private boolean isMember(Uid uid) {
        ChannelView view = state.view();
        return view != null && view.member(uid) != null;
    }

    // ---- what comes ----

    void commands(ToChannel.Commands commands, long nowMs) {
        if (commands.term() != term) {
            return; // told to one that was, and told again to this one
        }
        List<ChannelCommand> list = commands.commands();
        int decided = numbers.decided(commands);
        if (decided == CommandNumbers.TOO_EARLY) {
            return;
        }
        for (int i = 0; i < decided; i++) {
            answerAgain(commands.loop(), commands.first() + i);
        }
        From from = new From(commands.loop(), commands.node(), false);
        for (int i = decided; i < list.size() && !loops.isFull(); i++) {
            numbers.next(commands.loop());
            Settled answer = decide(from, commands.first() + i, list.get(i), nowMs);
            if (answer != null) {
                numbers.answered(commands.loop(), answer);
            }
        }
    }

    /**
     * Without an answer there was an effect alone. A loop that has heard of it does not need this one; one that has been told the
     * whole channel instead does.
     */
    private void answerAgain(ActorRef<Object> loop, long number) {
        Settled answer = numbers.answer(loop, number);
        outbox.tell(
                loop, answer == null ? new Settled(channel, term, number, loops.lastTold(loop), List.of()) : answer);
    }

    void fromOutside(ToChannel.FromOutside outside, long nowMs) {
        if (!loops.isFull()) {
            decide(new From(outside.loop(), outside.node(), true), outside.request(), outside.command(), nowMs);
        }
    }

    void heard(ToChannel.Heard heard) {
        if (heard.term() == term) {
            loops.heard(heard.loop(), heard.number());
        }
    }

    void vouched(ToChannel.Vouched vouched) {
        if (vouched.term() == term) {
            loops.vouched(vouched.loop());
        }
    }

    void serverGone(long node, long nowMs) {
        nodeLost(node, nowMs);
        loops.removeNode(node);
        numbers.removeNode(node);
    }

    void tick() {
        loops.tick();
    }

    // ---- deciding ----

    /** Returns what the loop has been answered; null if it is told of the effect alone. */
    private @Nullable Settled decide(From from, long number, ChannelCommand command, long nowMs) {
        List<ChannelEvent> answers = new ArrayList<>(2);
        List<Reply> replies = List.of();
        boolean hears = false;
        try {
            if (command instanceof Join join) {
                leaveIfAstray(join.by().user().uid(), from.loop(), nowMs);
            }
            Decision decision = state.decide(command, nowMs);
            replies = decision.replies();
            if (decision.event() != null) {
                hears = happened(from, number, command, decision.event(), answers);
            }
        } catch (RuntimeException e) {
            keep(e);
        }
        answer(command, replies, answers);
        if (hears && answers.isEmpty() && !from.isOutside()) {
            return null;
        }
        Settled settled = new Settled(channel, term, number, loops.lastTold(from.loop()), answers);
        outbox.tell(from.loop(), settled);
        return settled;
    }

    /** Whether the loop of the one who did it is told of it with its number. */
    private boolean happened(
            From from, long number, ChannelCommand command, Happened event, List<ChannelEvent> answers) {
        boolean hears = loops.has(from.loop()) || event instanceof ChannelEvent.Joined;
        loops.happened(new Happening(from.loop(), number, event), from.loop(), from.node());
        if (event instanceof ChannelEvent.Said) {
            if (!hears) {
                answers.add(event); // for echo-message
            }
        } else if (event instanceof ChannelEvent.Invited invited) {
            ActorRef<? super ChannelEvent> target = ((ChannelCommand.Invite) command).targetLoop();
            if (!loops.has(target)) {
                outbox.invite(target, invited);
            }
        } else {
            outbox.changed(state.view());
        }
        return hears;
    }

    private void answer(ChannelCommand command, List<Reply> replies, List<ChannelEvent> answers) {
        if (!(command instanceof ByUser byUser)) {
            return;
        }
        long request = byUser.by().request();
        Uid uid = byUser.by().user().uid();
        if (command instanceof ChannelCommand.Members) {
            answers.add(new ChannelEvent.MembersSeen(
                    command.channel(), request, uid, state.seenBy(byUser.by().user())));
        }
        if (request != 0 || !replies.isEmpty()) {
            answers.add(new ChannelEvent.Answered(command.channel(), request, uid, replies));
        }
    }

    /** Somebody comes who is on the channel, but not by the loop that they come from: they come anew. */
    private void leaveIfAstray(Uid uid, ActorRef<Object> loop, long nowMs) {
        if (isMember(uid) && !loops.isOn(uid, loop)) {
            leave(uid, nowMs);
        }
    }

    private void leave(Uid uid, long nowMs) {
        happenedByItself(new ChannelCommand.Quit(channel, uid, LOST), nowMs);
    }

    private boolean nodeLost(long node, long nowMs) {
        return happenedByItself(new ChannelCommand.NodeLost(channel, node), nowMs);
    }

    private boolean happenedByItself(ChannelCommand command, long nowMs) {
        try {
            Happened event = state.decide(command, nowMs).event();
            if (event != null) {
                loops.happened(new Happening(null, 0, event), null, 0);
                outbox.changed(state.view());
                return true;
            }
        } catch (RuntimeException e) {
            keep(e);
        }
        return false;
    }

    private void keep(RuntimeException e) {
        if (fault == null) {
            fault = e;
        } else {
            fault.addSuppressed(e);
        }
    }

    /** What went wrong meanwhile, once: it has cost the commands that met it, and no other. */
    @Nullable RuntimeException takeFault() {
        RuntimeException taken = fault;
        fault = null;
        return taken;
    }

    // ---- how it is ----

    /** Whether all loops have heard everything. */
    boolean isQuiet() {
        return loops.isQuiet();
    }

    /** Whether nobody is on the channel, and all have heard that. */
    boolean isEmpty() {
        return state.view() == null && loops.isEmpty();
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.channel;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.SupervisorStrategy;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import org.aioactors.samples.chat.channel.ChannelCommand.ByUser;
import org.aioactors.samples.chat.channel.ChannelEvent.Happened;
import org.aioactors.samples.chat.channel.ChannelEvent.Joined;
import org.aioactors.samples.chat.irc.Reply;

/**
 * Decides what happens on one channel, and tells each loop that has members of it once. Ends when nobody is on the channel and
 * no command is on its way.
 */
final class ChannelAuthority extends AbstractBehavior<ChannelCommand> {
    private final ChannelDoor door;
    private final ChannelState state;
    private final Clock clock;
    private final ChannelLoops loops = new ChannelLoops();
    private long nowMs;

    private ChannelAuthority(ActorContext<ChannelCommand> context, ChannelDoor door, ChannelState state, Clock clock) {
        super(context);
        this.door = door;
        this.state = state;
        this.clock = clock;
    }

    /** Returns the behavior of a channel without members. A fault costs the command that met it, and is logged. */
    static Behavior<ChannelCommand> create(ChannelDoor door, ChannelState state, Clock clock) {
        return Behaviors.supervise(
                        Behaviors.<ChannelCommand>setup(context -> new ChannelAuthority(context, door, state, clock)))
                .onFailure(RuntimeException.class, SupervisorStrategy.resume());
    }

    @Override
    public Receive<ChannelCommand> createReceive() {
        return newReceiveBuilder().onAnyMessage(this::onCommand).build();
    }

    private Behavior<ChannelCommand> onCommand(ChannelCommand command) {
        // What was said is in order by its time too, when the clock is set back.
        nowMs = Math.max(nowMs, clock.millis());
        List<Reply> replies = List.of();
        try {
            Decision decision = state.decide(command, nowMs);
            replies = decision.replies();
            if (decision.event() != null) {
                tell(command, decision.event());
            }
        } finally {
            answer(command, replies);
            door.carriedOut();
        }
        return state.view() == null && door.lock() ? Behaviors.stopped() : this;
    }

    private void answer(ChannelCommand command, List<Reply> replies) {
        if (!(command instanceof ByUser byUser)) {
            return;
        }
        Asker by = byUser.by();
        if (command instanceof ChannelCommand.Members) {
            by.loop()
                    .tell(new ChannelEvent.MembersSeen(
                            command.channel(), by.request(), by.user().uid(), state.seenBy(by.user())));
        }
        if (by.request() != 0 || !replies.isEmpty()) {
            by.loop()
                    .tell(new ChannelEvent.Answered(
                            command.channel(), by.request(), by.user().uid(), replies));
        }
    }

    private void tell(ChannelCommand command, Happened event) {
        if (event instanceof ChannelEvent.Said said) {
            loops.tell(said);
            tellOutsider(((ByUser) command).by().loop(), said);
            return;
        }
        if (event instanceof Joined joined) {
            join(joined, ((ByUser) command).by().loop());
        } else if (event instanceof ChannelEvent.NodeGone gone) {
            loops.removeNode(gone.node());
            loops.tell(gone);
        } else {
            loops.tell(event);
        }
        if (event instanceof ChannelEvent.Parted parted) {
            loops.remove(parted.asker());
        } else if (event instanceof ChannelEvent.Left left) {
            loops.remove(left.uid());
        } else if (event instanceof ChannelEvent.Kicked kicked) {
            loops.remove(kicked.target());
        } else if (event instanceof ChannelEvent.Invited invited) {
            tellOutsider(((ChannelCommand.Invite) command).targetLoop(), invited);
        }
        ChannelView channel = state.view();
        door.summary(channel == null ? null : ChannelSummary.of(channel));
    }

    /** A loop that has no members has no copy of the channel yet, and is told all of it. */
    private void join(Joined joined, ActorRef<? super ChannelEvent> loop) {
        boolean isNew = !loops.has(loop);
        loops.tell(joined);
        if (isNew) {
            ChannelView channel = Objects.requireNonNull(state.view());
            loop.tell(joined.with(channel.copy()));
        }
        loops.add(joined.asker(), loop);
    }

    private void tellOutsider(ActorRef<? super ChannelEvent> loop, Happened event) {
        if (!loops.has(loop)) {
            loop.tell(event);
        }
    }
}

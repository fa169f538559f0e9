// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.cluster;

import akka.actor.typed.ActorRef;
import java.util.List;
import java.util.Objects;
import org.aioactors.samples.chat.channel.ChannelCommand;
import org.aioactors.samples.chat.channel.ChannelSnapshot;
import org.aioactors.samples.chat.channel.ChannelView;
import org.aioactors.samples.chat.cluster.LoopEnd.Batch;
import org.aioactors.samples.chat.network.Uid;
import org.jspecify.annotations.Nullable;

/** A channel that a loop has a copy of: its {@link LoopEnd}, and what goes from there to the authority. For the loop alone. */
final class ChannelLink {
    private final LoopSite site;

    /** The channel's name without regard to case. */
    private final String channel;

    private final LoopEnd<ChannelCommand, Happening> end;

    /** The one that asked last, if any did. */
    private @Nullable ActorRef<ToChannel> authority;

    ChannelLink(LoopSite site, String channel, LoopEnd<ChannelCommand, Happening> end) {
        this.site = site;
        this.channel = channel;
        this.end = end;
    }

    String channel() {
        return channel;
    }

    LoopEnd<ChannelCommand, Happening> end() {
        return end;
    }

    void tell(ChannelCommand command, long nowNs) {
        Batch<ChannelCommand> batch = end.tell(command, nowNs);
        if (batch != null) {
            send(batch);
        }
    }

    void send(Batch<ChannelCommand> batch) {
        site.region()
                .tell(new ToChannel.Commands(
                        channel, site.hub(), site.node(), end.term(), batch.first(), batch.base(), batch.commands()));
    }

    void tellHeardIfDue(long nowNs) {
        if (end.isHeardDue(nowNs)) {
            tellHeard(nowNs);
        }
    }

    void tellHeard(long nowNs) {
        site.region().tell(new ToChannel.Heard(channel, site.hub(), end.term(), end.heard(nowNs)));
    }

    /** Does what is due. */
    void look(long nowNs) {
        end.tellAgain(nowNs).forEach(this::send);
        tellHeardIfDue(nowNs);
    }

    /** An authority asks. It is reported to if this loop listens to it from now on, or does already. */
    void asked(FromChannel.WhoHas question, LoopCopies copies) {
        boolean follows = end.follow(question.term());
        if (follows) {
            authority = question.authority();
        } else if (question.term() != end.term() || !question.authority().equals(authority)) {
            report(question, end.term(), null);
            return;
        }
        ChannelView copy = Objects.requireNonNull(copies.view(channel), channel);
        report(question, end.formerTerm(), end.report(copy.snapshot()));
    }

    private void report(
            FromChannel.WhoHas question, long loopTerm, @Nullable Report<Happening, ChannelSnapshot> report) {
        question.authority().tell(new ToChannel.Reported(channel, site.hub(), question.term(), loopTerm, report));
    }

    /** An authority has begun; these are the members. */
    void vouch(FromChannel.Begins begins, List<Uid> members) {
        authority = begins.authority();
        begins.authority().tell(new ToChannel.Vouched(channel, site.hub(), site.node(), end.term(), members));
    }
}

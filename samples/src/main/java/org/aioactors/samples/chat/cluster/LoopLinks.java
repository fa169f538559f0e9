// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.cluster;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.aioactors.samples.chat.channel.ChannelCommand;
import org.aioactors.samples.chat.channel.ChannelEvent.Joined;
import org.aioactors.samples.chat.channel.ChannelView;
import org.aioactors.samples.chat.cluster.LoopEnd.Place;
import org.aioactors.samples.chat.limit.QuitReason;
import org.jspecify.annotations.Nullable;

/**
 * All channels that a loop has to do with: those that it has copies of, each with its {@link ChannelLink}, and those that somebody on
 * it wants something of. For the loop alone.
 */
final class LoopLinks {
    /** So many events of a channel are kept for the next authority at most. */
    static final int MAX_TAIL = 4_096;

    /** When so many commands wait for one channel, or for all that are not here, what is said besides is refused. */
    static final int MAX_OUTSTANDING = 10_000;

    /** What {@link ToChannel.Heard} says of a channel that is not here. */
    private static final long NO_COPY = Long.MAX_VALUE;

    private final LoopSite site;
    private final LoopCopies copies;

    /** By the name, without regard to case: those with members here. */
    private final Map<String, ChannelLink> links = new HashMap<>();

    private final FormerEnds former = new FormerEnds();
    private final OutsideRequests outside;
    private final Outcomes outcomes;

    /** The highest number that a command from outside, or of a link that has ended, has had. */
    private long lastCommand;

    LoopLinks(LoopSite site, LoopCopies copies) {
        this.site = site;
        this.copies = copies;
        this.outside = new OutsideRequests(site);
        this.outcomes = new Outcomes(copies);
    }

    /** Null if no member is on the loop. */
    @Nullable ChannelLink get(String channel) {
        return links.get(channel);
    }

    /** Whether somebody waits for what is told from outside. */
    boolean isAwaiting() {
        return outside.size() > 0;
    }

    void tell(String channel, ChannelCommand command, long nowNs) {
        ChannelLink link = links.get(channel);
        int waiting = link == null ? outside.size() : link.end().outstanding();
        if (waiting >= MAX_OUTSTANDING && command instanceof ChannelCommand.Say) {
            outcomes.unavailable(command);
        } else if (link == null) {
            lastCommand++;
            outside.tell(channel, lastCommand, command, nowNs);
        } else {
            link.tell(command, nowNs);
        }
    }

    /** Something comes to all authorities of these channels. */
    void tellAllHeard(long nowNs) {
        links.values().forEach(link -> link.tellHeard(nowNs));
    }

    /** Tells again what is due from outside, and ends what nobody answers. */
    void look(long nowNs) {
        outside.look(nowNs).forEach(outcomes::unavailable);
    }

    /** An authority says something. */
    void take(FromChannel message, long nowNs) {
        ChannelLink link = links.get(message.channel());
        if (message instanceof FromChannel.Settled settled) {
            settled(link, settled, nowNs);
        } else if (message instanceof FromChannel.Whole whole) {
            whole(link, whole, nowNs);
        } else if (link == null) {
            withoutCopy(message);
        } else if (message instanceof FromChannel.Numbered numbered) {
            if (accept(link, numbered.term(), numbered.number(), numbered.happening(), nowNs)) {
                link.end().stable(numbered.stable());
            }
        } else if (message instanceof FromChannel.Reached reached) {
            link.end().reached(reached.term(), reached.number(), reached.stable(), nowNs);
        } else if (message instanceof FromChannel.WhoHas question) {
            link.asked(question, copies);
        } else if (message instanceof FromChannel.Begins begins) {
            begins(link, begins, nowNs);
        }
        ChannelLink now = links.get(message.channel());
        if (now != null) {
            now.tellHeardIfDue(nowNs);
        }
    }

    private void withoutCopy(FromChannel message) {
        String channel = message.channel();
        long term = message.term();
        long followed = former.term(channel);
        if (message instanceof FromChannel.Numbered || message instanceof FromChannel.Reached) {
            tellOut(channel, term);
        } else if (message instanceof FromChannel.WhoHas question) {
            former.follow(channel, term);
            long other = followed > term ? followed : 0;
            question.authority().tell(new ToChannel.Reported(channel, site.hub(), term, other, null));
        } else if (message instanceof FromChannel.Begins begins && term >= followed) {
            former.follow(channel, term);
            begins.authority().tell(new ToChannel.Vouched(channel, site.hub(), site.node(), term, List.of()));
        }
    }

    private void tellOut(String channel, long term) {
        site.region().tell(new ToChannel.Heard(channel, site.hub(), term, NO_COPY));
    }

    // ---- events ----

    /** Whether the event was the next one. */
    private boolean accept(ChannelLink link, long term, long number, Happening happening, long nowNs) {
        if (link.end().accept(term, number, happening, nowNs) != Place.NEXT) {
            return false;
        }
        outcomes.take(happening.event());
        happened(link, happening, nowNs);
        return true;
    }

    /** Something is true, and clients know it. */
    private void happened(ChannelLink link, Happening happening, long nowNs) {
        if (site.hub().equals(happening.by())) {
            ChannelCommand fromOutside = outside.remove(link.channel(), happening.command());
            if (fromOutside != null) {
                outcomes.end(fromOutside);
            } else {
                link.end().happened(happening.command(), nowNs).forEach(outcomes::end);
            }
            if (happening.event() instanceof Joined joined && !copies.isHere(joined.asker())) {
                // Who has gone may have told so before they were there.
                link.tell(new ChannelCommand.Quit(link.channel(), joined.asker(), QuitReason.PEER_CLOSED), nowNs);
            }
        }
        closeIfLeft(link, nowNs);
    }

    private void closeIfLeft(ChannelLink link, long nowNs) {
        if (copies.view(link.channel()) == null) {
            close(link, nowNs);
        }
    }

    /** The last member has left this loop. What is outstanding is decided as it is for others who are not on the channel. */
    private void close(ChannelLink link, long nowNs) {
        String channel = link.channel();
        LoopEnd<ChannelCommand, Happening> end = link.end();
        links.remove(channel);
        former.left(channel, end.term(), end.last());
        link.tellHeard(nowNs);
        end.resume().forEach(outcomes::end);
        end.close(nowNs).forEach(batch -> outside.add(channel, batch, nowNs));
        lastCommand = Math.max(lastCommand, end.nextCommand() - 1);
    }

    private void settled(@Nullable ChannelLink link, FromChannel.Settled settled, long nowNs) {
        String channel = settled.channel();
        if (outside.has(channel, settled.command())) {
            long term = link == null ? former.term(channel) : link.end().term();
            long last = link == null ? former.last(channel) : link.end().last();
            boolean counts = settled.number() == 0 || (settled.term() == term && settled.number() <= last);
            ChannelCommand command = counts ? outside.remove(channel, settled.command()) : null;
            if (command != null) {
                outcomes.answer(command, settled.answers());
            }
        } else if (link != null) {
            List<ChannelCommand> ended = link.end().settled(settled.term(), settled.command(), settled.number(), nowNs);
            if (ended != null) {
                int last = ended.size() - 1;
                ended.subList(0, last).forEach(outcomes::end);
                outcomes.answer(ended.get(last), settled.answers());
            }
        }
    }

    // ---- the whole channel ----

    private void whole(@Nullable ChannelLink link, FromChannel.Whole whole, long nowNs) {
        String channel = whole.channel();
        if (whole.term() < (link == null ? former.term(channel) : link.end().term())) {
            return;
        }
        if (link == null) {
            if (whole.term() == former.term(channel) && whole.number() <= former.last(channel)) {
                tellOut(channel, whole.term());
            } else {
                open(whole, nowNs);
            }
        } else if (whole.term() == link.end().term()) {
            // If it is news, the loop has left and come again; what is in between will be told first.
            link.end().reached(whole.term(), whole.number(), 0, nowNs);
        } else {
            boolean resumes = link.end().follow(whole.term()) || link.end().isWaiting();
            List<ChannelCommand> unknown = replace(link, ChannelView.of(whole.view()), whole.number(), nowNs);
            if (resumes) {
                resume(link, unknown, nowNs);
            }
            happened(link, whole.joined(), nowNs);
        }
    }

    private void open(FromChannel.Whole whole, long nowNs) {
        String channel = whole.channel();
        if (whole.joined().event() instanceof Joined joined) {
            outcomes.take(new Joined(
                    joined.channel(),
                    joined.request(),
                    joined.asker(),
                    joined.user(),
                    joined.prefixes(),
                    ChannelView.of(whole.view())));
        }
        if (copies.view(channel) == null) {
            return; // by a fault; it will be told again
        }
        ChannelLink link = new ChannelLink(
                site,
                channel,
                new LoopEnd<>(whole.term(), whole.number(), lastCommand + 1, MAX_TAIL, Outcomes::isAwaited, nowNs));
        link.end().keep(whole.tail());
        links.put(channel, link);
        former.remove(channel);
        happened(link, whole.joined(), nowNs);
    }

    /** Returns the commands whose outcome nobody knows. */
    private List<ChannelCommand> replace(ChannelLink link, ChannelView view, long number, long nowNs) {
        outcomes.guard(() -> copies.replace(view), view);
        return link.end().replaced(number, nowNs);
    }

    // ---- another authority ----

    private void begins(ChannelLink link, FromChannel.Begins begins, long nowNs) {
        LoopEnd<ChannelCommand, Happening> end = link.end();
        if (begins.term() < end.term()) {
            return;
        }
        boolean resumes = end.follow(begins.term()) || end.isWaiting();
        List<ChannelCommand> unknown = List.of();
        if (begins.whole() != null && begins.number() > end.last()) {
            unknown = replace(link, ChannelView.of(begins.whole()), begins.number(), nowNs);
            closeIfLeft(link, nowNs);
        } else {
            catchUp(link, begins, nowNs);
        }
        if (links.get(begins.channel()) != link) {
            withoutCopy(begins);
            repeat(begins.channel(), unknown, nowNs);
        } else if (begins.number() <= end.last()) {
            end.stable(begins.stable());
            link.vouch(begins, copies.members(begins.channel()));
            if (resumes) {
                resume(link, unknown, nowNs);
            }
        }
    }

    private void catchUp(ChannelLink link, FromChannel.Begins begins, long nowNs) {
        long number = begins.number() - begins.missed().size();
        for (Happening happening : begins.missed()) {
            number++;
            if (links.get(link.channel()) == link) {
                accept(link, begins.term(), number, happening, nowNs);
            }
        }
    }

    private void resume(ChannelLink link, List<ChannelCommand> unknown, long nowNs) {
        link.end().resume().forEach(outcomes::end);
        link.end().anew(nowNs).forEach(link::send);
        repeat(link.channel(), unknown, nowNs);
    }

    /** Nobody knows what came of these. What was said may have been heard by others: twice would be worse than not at all. */
    private void repeat(String channel, List<ChannelCommand> unknown, long nowNs) {
        for (ChannelCommand command : unknown) {
            if (command instanceof ChannelCommand.Say) {
                outcomes.unavailable(command);
            } else {
                tell(channel, command, nowNs);
            }
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.cluster;

import java.util.ArrayDeque;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A loop's end of a channel with members on it, whose authority may die with its server, and what is told be lost on the way: sees
 * to it that each event is had once and in the order of its number, and that each command of this loop has its effect once.
 *
 * <p>It keeps the events that other loops may not have had, for the next authority, and its own commands until their effect or
 * answer is here; meanwhile it tells them again. To one authority a command has the same number each time. Those that waited at a
 * dead one have its term, and the new one, with another term, leaves them alone.
 *
 * <p>For one thread. Times are those of a clock that only goes on, such as {@link System#nanoTime}.
 *
 * @param <C> commands
 * @param <E> events
 */
public final class LoopEnd<C, E> {
    /** What an event is to this loop. */
    public enum Place {
        /** The next one: it is true from now on. */
        NEXT,
        /** It was here before, or comes from an authority that was. Nothing is to be done. */
        OLD,
        /** Others are missing in between: the authority has to tell it again. */
        GAP
    }

    /**
     * Commands to be told in one message.
     *
     * @param first the number of the first; the others follow it
     * @param base the number of the loop's first command whose outcome it does not know
     */
    public record Batch<C>(long first, long base, List<C> commands) {}

    private final int maxTail;
    private final ArrayDeque<E> tail = new ArrayDeque<>();
    private final Outstanding<C> outstanding;
    private HeardMark heard;

    private long term;

    /** Of the authority that this loop listened to before. */
    private long formerTerm;

    /** Whether a new authority has asked and not yet begun: it is told no commands meanwhile. */
    private boolean waits;

    /**
     * For a loop that was told the whole channel.
     *
     * @param term of the authority that told it
     * @param last the number of the last event that is in it
     * @param firstCommand the number of the first command, which no other command of this loop on this channel has had
     * @param maxTail how many events are kept at most: with so many that a loop has not had, it can't be told of them one by one
     *     by another authority any more
     * @param awaited whether somebody waits for the answer to a command, also when its effect is here
     */
    public LoopEnd(long term, long last, long firstCommand, int maxTail, Predicate<? super C> awaited, long nowNs) {
        this.term = term;
        this.heard = new HeardMark(last, nowNs);
        this.outstanding = new Outstanding<>(firstCommand, awaited);
        this.maxTail = maxTail;
    }

    /** Which authority this loop listens to. Goes with each command. */
    public long term() {
        return term;
    }

    /** Which one it listened to before that, or 0. */
    public long formerTerm() {
        return formerTerm;
    }

    /** The number of the last event. */
    public long last() {
        return heard.last();
    }

    /** Whether time alone will bring something to tell the authority. */
    public boolean isBusy() {
        return waits || heard.isUntold() || outstanding.size() > 0;
    }

    // ---- commands ----

    /** How many commands are outstanding: neither their effect nor their answer is here. */
    public int outstanding() {
        return outstanding.size();
    }

    /** The number of the next command. A later end of the same channel goes on with it. */
    public long nextCommand() {
        return outstanding.next();
    }

    /** A command of this loop. Returns how it is to be told now; null if it can't be yet: {@link #resume} will have it. */
    public @Nullable Batch<C> tell(C command, long nowNs) {
        Batch<C> batch = outstanding.add(command, nowNs);
        return waits ? null : batch;
    }

    /** What is to be told again: all that is outstanding, if there has been no outcome for too long. */
    public List<Batch<C>> tellAgain(long nowNs) {
        return waits ? List.of() : outstanding.again(nowNs);
    }

    /**
     * An event is the effect of a command of this loop. Returns the commands before it that are still outstanding: an authority
     * decides in order, so they had no effect, or only their answer was lost. They have ended; told again they would come too
     * late. Of the command itself the answer is waited for if somebody does.
     */
    public List<C> happened(long command, long nowNs) {
        return outstanding.happened(command, nowNs);
    }

    /**
     * A command is answered. Returns those that have ended, in their order: itself, and before it those that the authority has
     * decided before, whose answers were lost. Null if the answer does not count: that of an authority that was, or one that
     * comes before an event which has to be there first. Then it will come again.
     *
     * @param number of the event that has to be here first
     */
    public @Nullable List<C> settled(long ofTerm, long command, long number, long nowNs) {
        if (ofTerm < term) {
            return null;
        }
        if (number > last()) {
            heard.remind(nowNs);
            return null;
        }
        return outstanding.settled(command, nowNs);
    }

    // ---- events ----

    /** The last events, up to the one that the copy was told with, are kept for others as if they had come one by one. */
    public void keep(List<E> events) {
        tail.addAll(events);
    }

    /** An event has come. If it is {@link Place#NEXT}, the caller applies it. */
    public Place accept(long ofTerm, long number, E event, long nowNs) {
        Place place = reached(ofTerm, number - 1, nowNs);
        if (place != Place.NEXT) {
            return place;
        }
        if (number <= last()) {
            heard.remind(nowNs); // the authority tells it again because it has not heard so
            return Place.OLD;
        }
        heard.heard(number, nowNs);
        tail.addLast(event);
        if (tail.size() > maxTail) {
            tail.removeFirst();
        }
        return Place.NEXT;
    }

    /** The authority has got to a number. {@link Place#NEXT} if all events up to it are here. */
    private Place reached(long ofTerm, long number, long nowNs) {
        if (ofTerm < term) {
            return Place.OLD;
        }
        if (number > last()) {
            heard.remind(nowNs);
            return Place.GAP;
        }
        return Place.NEXT;
    }

    /** The authority asks whether all events up to a number are here, and says up to which all loops have them. */
    public void reached(long ofTerm, long number, long stable, long nowNs) {
        if (reached(ofTerm, number, nowNs) == Place.NEXT) {
            stable(stable);
            if (stable < last()) {
                heard.ask();
            }
        }
    }

    /** All loops have had the events up to a number. */
    public void stable(long number) {
        while (!tail.isEmpty() && last() - tail.size() + 1 <= number) {
            tail.removeFirst();
        }
    }

    /**
     * Whether the authority has to be told now what this loop has heard. A new one that asks knows it by the report; but it may have
     * gone before it has begun, and then something has to come for the next one to be there.
     */
    public boolean isHeardDue(long nowNs) {
        return waits ? heard.isLate(nowNs) : heard.isDue(nowNs);
    }

    /** The authority is told now: returns up to which event. */
    public long heard(long nowNs) {
        return heard.tell(nowNs);
    }

    // ---- another authority ----

    /** A new authority asks. Whether its term is a higher one: then this loop listens to it alone, and is to {@link #report}. */
    public boolean follow(long newTerm) {
        if (newTerm <= term) {
            return false;
        }
        formerTerm = term;
        term = newTerm;
        waits = true;
        return true;
    }

    /** Whether a new authority has asked and not yet begun. */
    public boolean isWaiting() {
        return waits;
    }

    /** What this loop has. */
    public <V> Report<E, V> report(V copy) {
        return new Report<>(last(), List.copyOf(tail), copy);
    }

    /**
     * The copy is now the whole channel up to a number, without the events in between. Returns the commands whose outcome nobody
     * knows therefore: none, if the authority that has decided them goes on.
     */
    public List<C> replaced(long number, long nowNs) {
        tail.clear();
        heard = new HeardMark(number, nowNs);
        return waits ? outstanding.endAll() : List.of();
    }

    /**
     * The new authority begins: this loop has had all events that any loop has had. Returns the commands that have ended, one at
     * most: its effect is here, and its answer was lost. What {@link #anew} returns then is to be told.
     */
    public List<C> resume() {
        waits = false;
        return outstanding.endHappened();
    }

    /** All that is outstanding, in its order. */
    public List<Batch<C>> anew(long nowNs) {
        return outstanding.anew(nowNs);
    }

    /** The last member has left this loop. Returns the commands that are outstanding; nothing is told of here any more. */
    public List<Batch<C>> close(long nowNs) {
        List<Batch<C>> left = outstanding.anew(nowNs);
        outstanding.endAll();
        return left;
    }
}

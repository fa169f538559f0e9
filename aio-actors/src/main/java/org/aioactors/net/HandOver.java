// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import akka.actor.DeadLetterSuppression;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.aioactors.aio.linux.Fd;
import org.aioactors.aio.linux.UnixAddress;

/**
 * Hands the listeners of a running process to its successor, such as a new version, without a lost client: the listening
 * sockets themselves go over a Unix socket ({@code SCM_RIGHTS}), so connections that wait to be accepted wait on. The old
 * process accepts until the new one does, and then serves the connections that it has until they end.
 *
 * <pre>
 *   old: {@link #offer}                                  new: {@link #request}
 *                                     ◄──connects──
 *                                     ──sockets──►       {@link Taken}: binds them, tells {@link Serving}
 *   unbinds, {@link HandedOver}       ◄──serving──
 *                                     ──yours──►         {@link Complete}: offers them to its own successor
 * </pre>
 *
 * <p>Whichever dies in the middle, the other one goes on: the old one has not unbound before the new one serves. Only a
 * process of the same user, or of root, is given anything.
 */
public final class HandOver {
    private HandOver() {}

    /**
     * The behavior of who offers listeners to a successor; stops once it has handed them over.
     *
     * @param control where a successor asks; a path is for its owner only ({@code 0600})
     * @param listeners by names that the successor knows, at most 253
     * @param owner hears {@link Offered} and, some day, {@link HandedOver}; or {@link Failed} if there can't be a successor
     */
    public static Behavior<Void> offer(
            UnixAddress control, Map<String, ActorRef<Tcp.ListenerCommand>> listeners, ActorRef<? super Event> owner) {
        return HandOverOffer.create(control, listeners, owner);
    }

    /**
     * The behavior of who asks whether there is a predecessor, and what it listens on; stops when that is over.
     *
     * @param timeout after which a predecessor that does not answer is {@link Failed}
     * @param owner hears {@link NoPredecessor}, or {@link Taken} and then {@link Complete}, or {@link Failed}
     */
    public static Behavior<Void> request(UnixAddress control, Duration timeout, ActorRef<? super Event> owner) {
        return HandOverRequest.create(control, timeout, owner);
    }

    /** To whoever hands over, or takes over. */
    public sealed interface Event permits Offered, HandedOver, NoPredecessor, Taken, Complete, Failed {}

    /** A successor may ask from now on. */
    public record Offered() implements Event {}

    /** The successor serves, and all listeners are unbound here: end with the last connection. */
    public record HandedOver() implements Event {}

    /** Nobody is there: bind yourself. */
    public record NoPredecessor() implements Event {}

    /**
     * The predecessor's listeners, for {@link Tcp.Bind#adopt} or {@link UnixSocket.Bind#adopt}; it accepts, too, until it is
     * told.
     *
     * @param names of the listeners
     * @param fds of the listeners, in that order
     * @param predecessor is to be told once they are bound
     */
    public record Taken(List<String> names, PassedFds fds, ActorRef<Serving> predecessor) implements Event {
        /**
         * Takes the listener of a name: it is the caller's.
         *
         * @throws IllegalArgumentException if there is none of that name
         * @throws IllegalStateException if it was taken
         */
        public Fd take(String name) {
            int index = names.indexOf(name);
            if (index < 0) {
                throw new IllegalArgumentException("the predecessor has no listener '" + name + "', but " + names);
            }
            return fds.take(index);
        }
    }

    /** From the successor: it accepts connections. */
    public record Serving() {}

    /** The predecessor has unbound its listeners, and its control address is free. */
    public record Complete() implements Event {}

    /** There is no hand-over; the cause says why in one line. */
    public record Failed(String cause) implements Event, DeadLetterSuppression {}
}

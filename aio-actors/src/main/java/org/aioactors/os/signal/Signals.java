// SPDX-License-Identifier: Apache-2.0
package org.aioactors.os.signal;

import akka.actor.DeadLetterSuppression;
import akka.actor.typed.ActorRef;

/**
 * The messages of signals. Tell {@link Watch} to {@code Aio.get(system).signals()}; its handler hears {@link Watching} or {@link
 * Refused}, and then {@link Raised} each time the signal comes to this process, until {@link Unwatch}, or until it stops.
 *
 * <p>Any number of actors may watch a signal, on any dispatcher, also of several actor systems of one JVM. As long as there is
 * one, the signal does nothing else: a JVM of which TERM is watched does not end by it, so its watcher must see to that. When the
 * last one has gone the signal does what it did before.
 *
 * <p>What can't be watched is {@link Refused}: {@code KILL} and {@code STOP}, which no process can have; {@code SEGV}, {@code
 * BUS}, {@code FPE}, {@code ILL}, {@code TRAP}, {@code PIPE}, {@code XFSZ}, {@code QUIT} and {@code USR2}, which the JVM needs; {@code CHLD},
 * which the JDK does; those without a name of their own; {@code HUP}, {@code INT} and {@code TERM} if the JVM was started with
 * {@code -Xrs}, or with the signal ignored, as by nohup(1).
 */
public final class Signals {
    private Signals() {}

    /** To {@code Aio.get(system).signals()}. */
    public sealed interface Command permits Watch, Unwatch {}

    /**
     * Has an actor told of a signal. Answered by {@link Watching} or {@link Refused}. A second one of the same changes nothing.
     *
     * @param handler receives the answer, and {@link Raised}; when it stops, it watches no more
     */
    public record Watch(Signal signal, ActorRef<? super Event> handler) implements Command {}

    /** Takes that back; what was told before may still arrive. Not answered. */
    public record Unwatch(Signal signal, ActorRef<? super Event> handler) implements Command {}

    /** To a handler. */
    public sealed interface Event permits Watching, Refused, Raised {
        /** Which one. */
        Signal signal();
    }

    /** From now on it is told. */
    public record Watching(Signal signal) implements Event {}

    /** It can't be watched. */
    public record Refused(Signal signal, String reason) implements Event {}

    /**
     * The signal has come. A handler has one of these in its mailbox at a time for each signal: those that come before it has
     * handled it are counted in the next. Linux itself keeps one of a kind until the process takes it, so that of two in
     * quick succession only one may be told.
     *
     * @param count how often since the one before; at least 1
     */
    public record Raised(Signal signal, int count) implements Event, DeadLetterSuppression {}
}

// SPDX-License-Identifier: Apache-2.0
package org.aioactors.os.kernel;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import java.time.Instant;
import org.aioactors.aio.linux.SyscallException;
import org.aioactors.aio.linux.Syscalls;
import org.aioactors.fd.FdSource;
import org.aioactors.fd.LoopActors;

/**
 * A timer by the wall clock, {@code timerfd_create(2)}: it is due at a time of day, also if the clock is set meanwhile, and
 * who has opened it is told that the clock was set. Other timers go by a clock that nobody sets.
 */
public final class WallClock {
    private WallClock() {}

    /** To the clock. */
    public sealed interface Command permits Set, Clear, Close {}

    /** Has {@link Due} told at that time, or at once if it is past; in place of the time set before. */
    public record Set(Instant due) implements Command {}

    /** Takes back {@link Set}; a {@link Due} told before may still arrive. */
    public record Clear() implements Command {}

    /** Ends it; nothing more is told. */
    public record Close() implements Command {}

    /** To the listener. */
    public sealed interface Event permits Due, Changed, Failed {}

    /**
     * The time has come.
     *
     * @param due as it was set
     */
    public record Due(Instant due) implements Event {}

    /**
     * The clock was set, {@code clock_settime(2)}, by whomever; slewing it is not told. What was set is still awaited.
     *
     * @param now what it says after that
     */
    public record Changed(Instant now) implements Event {}

    /** It has ended. */
    public record Failed(SyscallException cause) implements Event {}

    /** Opens one, which tells from the start that the clock was set. Any thread; does not block. */
    public static ActorRef<Command> open(ActorSystem<?> system, ActorRef<? super Event> listener) {
        return open(Syscalls.linux(), system, listener);
    }

    static ActorRef<Command> open(Syscalls syscalls, ActorSystem<?> system, ActorRef<? super Event> listener) {
        return LoopActors.spawn(
                        system,
                        FdSource.behavior(context -> new WallClockSource(context, syscalls, listener)),
                        "wall-clock")
                .narrow();
    }
}

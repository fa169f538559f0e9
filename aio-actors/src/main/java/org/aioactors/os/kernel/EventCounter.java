// SPDX-License-Identifier: Apache-2.0
package org.aioactors.os.kernel;

import akka.actor.DeadLetterSuppression;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import java.util.function.Supplier;
import org.aioactors.aio.linux.EventNotifier;
import org.aioactors.aio.linux.Fd;
import org.aioactors.aio.linux.SyscallException;
import org.aioactors.aio.linux.Syscalls;
import org.aioactors.fd.FdSource;
import org.aioactors.fd.LoopActors;

/**
 * A counter of the kernel, {@code eventfd(2)}: native code and other processes that have its fd add to it, and an actor is told;
 * or a semaphore, from which the actor takes.
 */
public final class EventCounter {
    private EventCounter() {}

    /** To the counter. */
    public sealed interface Command permits Add, Acquire, Close {}

    /**
     * Adds to it.
     *
     * @param count how much; at least 1
     */
    public record Add(long count) implements Command {
        /** Checks the count; throws {@link IllegalArgumentException} if it is less than 1. */
        public Add {
            if (count < 1) {
                throw new IllegalArgumentException("count must be at least 1: " + count);
            }
        }
    }

    /** Takes 1 from a semaphore, when it has one. Answered by {@link Acquired}. Means nothing to a counter. */
    public record Acquire() implements Command {}

    /** Closes it; nothing more is told. */
    public record Close() implements Command {}

    /** To the listener. */
    public sealed interface Event permits Opened, Counted, Acquired, AddRefused, Failed {}

    /**
     * It is open.
     *
     * @param fd its number, for native code of this process and to be passed to another one; it stays the counter's
     */
    public record Opened(int fd, ActorRef<Command> counter) implements Event {}

    /**
     * So much was added since the last time; unsigned.
     *
     * @param count at least 1
     */
    public record Counted(long count) implements Event {}

    /** The answer to {@link Acquire}. */
    public record Acquired() implements Event {}

    /** The counter would be more than 2^64 - 2: nothing was added. */
    public record AddRefused(Add command) implements Event, DeadLetterSuppression {}

    /** It has ended. */
    public record Failed(SyscallException cause) implements Event {}

    /**
     * Opens a counter, which begins with that. Any thread; does not block.
     *
     * @param listener hears {@link Opened}, and then {@link Counted}, which has set the counter back to 0
     */
    public static ActorRef<Command> counter(ActorSystem<?> system, int initial, ActorRef<? super Event> listener) {
        return open(Syscalls.linux(), system, initial, false, listener);
    }

    /** Opens a semaphore with so many permits ({@code EFD_SEMAPHORE}). Any thread; does not block. */
    public static ActorRef<Command> semaphore(ActorSystem<?> system, int permits, ActorRef<? super Event> listener) {
        return open(Syscalls.linux(), system, permits, true, listener);
    }

    /**
     * Takes an eventfd that somebody else has made, such as native code. It is closed with the counter.
     *
     * @param eventfd is made non-blocking
     * @param semaphore whether it was made with {@code EFD_SEMAPHORE}
     */
    public static ActorRef<Command> adopt(
            ActorSystem<?> system, Fd eventfd, boolean semaphore, ActorRef<? super Event> listener) {
        return spawn(Syscalls.linux(), system, () -> eventfd, semaphore, listener);
    }

    static ActorRef<Command> open(
            Syscalls syscalls,
            ActorSystem<?> system,
            int initial,
            boolean semaphore,
            ActorRef<? super Event> listener) {
        if (initial < 0) {
            throw new IllegalArgumentException("an eventfd begins with 0 or more: " + initial);
        }
        int flags = EventNotifier.EFD_NONBLOCK
                | EventNotifier.EFD_CLOEXEC
                | (semaphore ? EventCounterSource.EFD_SEMAPHORE : 0);
        return spawn(
                syscalls,
                system,
                () -> Fd.adopt(
                        syscalls, SyscallException.check(syscalls.eventfd(initial, flags), "eventfd"), "eventfd"),
                semaphore,
                listener);
    }

    private static ActorRef<Command> spawn(
            Syscalls syscalls,
            ActorSystem<?> system,
            Supplier<Fd> open,
            boolean semaphore,
            ActorRef<? super Event> listener) {
        return LoopActors.spawn(
                        system,
                        FdSource.behavior(
                                context -> new EventCounterSource(context, syscalls, open, semaphore, listener)),
                        "event-counter")
                .narrow();
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.aioactors.os.kernel;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import java.nio.file.Path;
import java.time.Duration;
import org.aioactors.aio.linux.SyscallException;
import org.aioactors.aio.linux.Syscalls;
import org.aioactors.fd.FdSource;
import org.aioactors.fd.LoopActors;

/**
 * Tells when work has stood still for want of a processor, memory or a disk: triggers of pressure stall information, see
 * {@code Documentation/accounting/psi.rst} of Linux (5.2 and later).
 */
public final class Pressure {
    /** For want of processors. */
    public static final Path CPU = Path.of("/proc/pressure/cpu");
    /** For want of memory. */
    public static final Path MEMORY = Path.of("/proc/pressure/memory");
    /** Waiting for disks. */
    public static final Path IO = Path.of("/proc/pressure/io");

    private Pressure() {}

    /** Whose work. */
    public enum Share {
        /** Some task at least stood still. */
        SOME("some"),
        /** All that were not idle stood still at the same time. */
        FULL("full");

        final String word;

        Share(String word) {
            this.word = word;
        }
    }

    /**
     * When to tell.
     *
     * @param file {@link #CPU}, {@link #MEMORY}, {@link #IO}, or a cgroup's {@code cpu.pressure}, {@code memory.pressure} or
     *     {@code io.pressure}
     * @param stall how long tasks have to stand still within a window
     * @param window from 500 ms to 10 s; without the capability CAP_SYS_RESOURCE whole multiples of 2 s
     */
    public record Trigger(Path file, Share share, Duration stall, Duration window) {
        /** Checks the times; throws {@link IllegalArgumentException} if the kernel would not have them. */
        public Trigger {
            if (window.compareTo(Duration.ofMillis(500)) < 0 || window.compareTo(Duration.ofSeconds(10)) > 0) {
                throw new IllegalArgumentException("window must be from 500 ms to 10 s: " + window);
            }
            if (stall.compareTo(Duration.ofNanos(1_000)) < 0 || stall.compareTo(window) > 0) {
                throw new IllegalArgumentException("stall must be from 1 us to the window: " + stall);
            }
        }
    }

    /** To the watch. */
    public sealed interface Command permits Close {}

    /** Ends it; nothing more is told. */
    public record Close() implements Command {}

    /** To the listener. */
    public sealed interface Event permits Opened, Stalled, Gone, Failed {}

    /** The kernel has taken the trigger. */
    public record Opened(Trigger trigger, ActorRef<Command> watch) implements Event {}

    /**
     * Tasks have stood still for so long; told at most once a window.
     *
     * @param some how many per cent of the last 10 s some task stood still
     * @param full how many per cent of the last 10 s all did; 0 where the file does not say
     */
    public record Stalled(Trigger trigger, double some, double full) implements Event {}

    /** The cgroup is gone; nothing follows. */
    public record Gone(Trigger trigger) implements Event {}

    /** It has ended, or could not begin: such as {@code EACCES}, or {@code EOPNOTSUPP} if pressure is not measured. */
    public record Failed(Trigger trigger, SyscallException cause) implements Event {}

    /** Has the listener told. Any thread; does not block. */
    public static ActorRef<Command> watch(ActorSystem<?> system, Trigger trigger, ActorRef<? super Event> listener) {
        return watch(Syscalls.linux(), system, trigger, listener);
    }

    static ActorRef<Command> watch(
            Syscalls syscalls, ActorSystem<?> system, Trigger trigger, ActorRef<? super Event> listener) {
        return LoopActors.spawn(
                        system,
                        FdSource.behavior(context -> new PressureSource(context, syscalls, trigger, listener)),
                        "pressure")
                .narrow();
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.aioactors.os.kernel;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.aioactors.aio.linux.SyscallException;
import org.aioactors.aio.linux.Syscalls;
import org.aioactors.fd.FdSource;
import org.aioactors.fd.LoopActors;

/**
 * A keyboard, mouse, button or other input device: {@code /dev/input/event*}, see {@code Documentation/input/input.rst} of
 * Linux. Types and codes of events are those of {@code linux/input-event-codes.h}.
 */
public final class InputDevice {
    private InputDevice() {}

    /**
     * Something was pressed, moved, or released.
     *
     * @param time when, by the device's clock
     * @param type such as 1 for keys, 2 for relative and 3 for absolute movements
     * @param code which key or axis
     * @param value 1 for pressed, 0 for released, 2 for repeated; or how far
     */
    public record Input(Instant time, int type, int code, int value) {}

    /** To the device. */
    public sealed interface Command permits Close {}

    /** Closes it; nothing more is told. */
    public record Close() implements Command {}

    /** To the listener. */
    public sealed interface Event permits Opened, Inputs, Dropped, Gone, Failed {}

    /** It is open. */
    public record Opened(Path path, ActorRef<Command> device) implements Event {}

    /**
     * What has happened, oldest first: all that belongs together, without the mark that ends it ({@code SYN_REPORT}), and that
     * of several such groups if they came together.
     */
    public record Inputs(List<Input> inputs) implements Event {
        /** Copies the list. */
        public Inputs {
            inputs = List.copyOf(inputs);
        }
    }

    /**
     * The kernel has dropped inputs, since nobody has read them in time ({@code SYN_DROPPED}): which keys are down is not known
     * any more until each changes again. What belonged to the rest of the group was left out.
     */
    public record Dropped() implements Event {}

    /** The device was unplugged; nothing follows. */
    public record Gone(Path path) implements Event {}

    /** It has ended, or could not be opened. */
    public record Failed(Path path, SyscallException cause) implements Event {}

    /** Opens one. Any thread; does not block. */
    public static ActorRef<Command> open(ActorSystem<?> system, Path path, ActorRef<? super Event> listener) {
        return open(Syscalls.linux(), system, path, listener);
    }

    static ActorRef<Command> open(
            Syscalls syscalls, ActorSystem<?> system, Path path, ActorRef<? super Event> listener) {
        return LoopActors.spawn(
                        system,
                        FdSource.behavior(context -> new InputSource(context, syscalls, path, listener)),
                        "input-device")
                .narrow();
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.aioactors.os.tty;

import akka.actor.DeadLetterSuppression;
import akka.actor.typed.ActorRef;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.aioactors.net.Tcp;
import org.aioactors.os.process.ChildOptions;
import org.aioactors.os.process.ExitStatus;
import org.aioactors.os.process.Processes;

/**
 * The messages of terminals. Tell {@link Open} to the manager ({@code Aio.get(system).terminals()}) and receive {@link
 * Opened}: its {@code connection} is a stream of bytes in the words of {@link Tcp}, its {@code control} takes what is not a
 * byte. All messages are immutable and may be told from any thread; the requesters may live on any dispatcher.
 *
 * <p>A terminal is closed with its connection: by {@link Tcp.Close} and its like, when the actor registered for it has stopped,
 * when the owner named in the request has, when the other end is gone ({@link Tcp.PeerClosed}). Then it behaves again as it did
 * before, also when the JVM ends, but for {@code SIGKILL}. What {@code control} is told after that is a dead letter.
 */
public final class Tty {
    /** The path of the process's own terminal, whatever standard input and output are. */
    public static final Path OWN = Path.of("/dev/tty");

    private Tty() {}

    /** To the manager. */
    public sealed interface Command permits Open, OpenPty, Run {
        /** Who is told the answer; when it stops, the terminal is closed. */
        ActorRef<? super Event> owner();
    }

    /**
     * Opens a terminal or serial line. Answered by {@link Opened} or {@link Failed}: {@code ENOTTY} if it is something else,
     * {@code EBUSY} if another has it for itself, {@code EACCES} if it is not for us, {@code EINVAL} if the driver can't do what
     * {@code options} say. Does not wait for a carrier.
     *
     * @param path such as {@code /dev/ttyUSB0}, or {@link #OWN}
     * @param owner is told the answer; when it stops, the terminal is closed
     */
    public record Open(Path path, TerminalOptions options, ActorRef<? super Event> owner) implements Command {}

    /**
     * Makes a pseudoterminal, whose other end behaves like a terminal or serial line for whoever opens it. Answered by {@link
     * PtyOpened} or {@link Failed}.
     *
     * @param options how the other end behaves at first; not exclusive
     * @param size of its window at first
     * @param holds whether our end outlives those who open the other one: without it, the last one that closes it ends the
     *     connection by {@link Tcp.PeerClosed}; with it, that is not noticed
     * @param owner is told the answer; when it stops, the pseudoterminal is closed
     */
    public record OpenPty(TerminalOptions options, TerminalSize size, boolean holds, ActorRef<? super Event> owner)
            implements Command {
        /** Checks the options; throws {@link IllegalArgumentException} for exclusive ones. */
        public OpenPty {
            checkNotExclusive(options);
        }

        /** Ends when the other end was closed. */
        public static OpenPty of(TerminalOptions options, ActorRef<? super Event> owner) {
            return new OpenPty(options, TerminalSize.DEFAULT, false, owner);
        }
    }

    /**
     * Runs a program on a pseudoterminal of its own, which is its controlling terminal and its standard input, output and error.
     * Answered by {@link Running} or {@link Failed}; {@link Exited} follows. When the connection is closed, the program and what is
     * in its foreground get {@code SIGHUP}.
     *
     * @param command the program and its arguments
     * @param child what else there is to say of a child: its environment, directory, timeout, what becomes of it when the owner
     *     stops; standard input, output and error and the session are ours
     * @param terminal how its terminal behaves at first; not exclusive
     * @param size of its window at first
     * @param owner is told the answer; when it stops, the terminal is closed, and the program ends as {@code child} says
     */
    public record Run(
            List<String> command,
            ChildOptions child,
            TerminalOptions terminal,
            TerminalSize size,
            ActorRef<? super Event> owner)
            implements Command {
        /** Copies the command; throws {@link IllegalArgumentException} for exclusive options, or without a program. */
        public Run {
            command = List.copyOf(command);
            if (command.isEmpty()) {
                throw new IllegalArgumentException("a command begins with a program");
            }
            checkNotExclusive(terminal);
        }

        /** On a terminal as shells are used to, of 24 lines with 80 characters. */
        public static Run of(ActorRef<? super Event> owner, String... command) {
            return new Run(
                    List.of(command), ChildOptions.DEFAULT, TerminalOptions.unchanged(), TerminalSize.DEFAULT, owner);
        }
    }

    private static void checkNotExclusive(TerminalOptions options) {
        if (options.exclusive()) {
            throw new IllegalArgumentException("a pseudoterminal is for others to open: withExclusive(false)");
        }
    }

    /** To {@link Opened#control}. Each is answered by what it says, or by {@link Failed}. */
    public sealed interface Control
            permits Configure,
                    ReadLine,
                    SendBreak,
                    ReadModem,
                    SetModem,
                    WatchModem,
                    Drain,
                    Discard,
                    Resize,
                    ReadSize,
                    WatchSize {
        /** Who is told the answer. */
        ActorRef<? super Event> replyTo();
    }

    /** Has the terminal behave so from now on; answered by {@link Line}. Exclusive use stays as it was opened. */
    public record Configure(TerminalOptions options, ActorRef<? super Event> replyTo) implements Control {}

    /** Asks for the settings of the line; answered by {@link Line}. */
    public record ReadLine(ActorRef<? super Event> replyTo) implements Control {}

    /**
     * Sends a break for so long; answered by {@link Done} at its end. Waits for nothing that was written: {@link Drain} before.
     * {@code EALREADY} while there is one.
     */
    public record SendBreak(Duration duration, ActorRef<? super Event> replyTo) implements Control {
        /** Checks the value; throws {@link IllegalArgumentException} if it is not positive. */
        public SendBreak {
            checkPositive("duration", duration);
        }
    }

    /** Asks which modem lines are on; answered by {@link Modem}. */
    public record ReadModem(ActorRef<? super Event> replyTo) implements Control {}

    /** Switches modem lines; answered by {@link Done}. */
    public record SetModem(Set<ModemLine> on, Set<ModemLine> off, ActorRef<? super Event> replyTo) implements Control {
        /** Copies the sets; throws {@link IllegalArgumentException} for lines that are not ours to switch, or in both. */
        public SetModem {
            on = Set.copyOf(on);
            off = Set.copyOf(off);
            for (ModemLine line : on) {
                if (!line.isOutput() || off.contains(line)) {
                    throw new IllegalArgumentException(line + (line.isOutput() ? " on and off" : " is not an output"));
                }
            }
            for (ModemLine line : off) {
                if (!line.isOutput()) {
                    throw new IllegalArgumentException(line + " is not an output");
                }
            }
        }
    }

    /**
     * Looks at the modem lines now and again after each interval; answered by {@link Modem}, and {@link ModemChanged} follows
     * when a look finds another state than the one before. What comes and goes between two looks is not noticed: Linux has
     * no readiness for modem lines, and one thread for each line is what we avoid. Another watch takes the place of this one.
     */
    public record WatchModem(Duration interval, ActorRef<? super Event> replyTo) implements Control {
        /** Checks the value; throws {@link IllegalArgumentException} if it is not positive. */
        public WatchModem {
            checkPositive("interval", interval);
        }
    }

    /** Waits until the line has sent all that the kernel has taken (see {@link Tcp.Ack}); answered by {@link Done}. */
    public record Drain(ActorRef<? super Event> replyTo) implements Control {}

    /**
     * Drops what the kernel has and is not read, or not sent; answered by {@link Done}.
     *
     * @param input what has arrived
     * @param output what was written
     */
    public record Discard(boolean input, boolean output, ActorRef<? super Event> replyTo) implements Control {
        /** Checks the values; throws {@link IllegalArgumentException} if there is nothing to drop. */
        public Discard {
            if (!input && !output) {
                throw new IllegalArgumentException("input, output or both");
            }
        }
    }

    /** Sets the size of the window; the programs in the foreground get {@code SIGWINCH}. Answered by {@link Done}. */
    public record Resize(TerminalSize size, ActorRef<? super Event> replyTo) implements Control {}

    /** Asks for the size of the window; answered by {@link Size}. */
    public record ReadSize(ActorRef<? super Event> replyTo) implements Control {}

    /**
     * Asks for the size of the window now and whenever it has changed; answered by {@link Size}, and {@link SizeChanged} follows. For
     * {@link #OWN}: of others the kernel tells us nothing. It does so by {@code SIGWINCH}, see {@link
     * org.aioactors.os.signal.Signals}. Another watch takes the place of this one.
     */
    public record WatchSize(ActorRef<? super Event> replyTo) implements Control {}

    /** From a terminal. */
    public sealed interface Event
            permits Opened, PtyOpened, Running, Exited, Failed, Line, Done, Modem, ModemChanged, Size, SizeChanged {}

    /**
     * A terminal is open. It is closed again unless a {@link Tcp.Register} follows within {@code
     * aio.net.tcp.register-timeout}.
     *
     * @param connection takes {@link Tcp.Register}, {@link Tcp.Write}, ...
     * @param control takes what is not a byte
     * @param line what the driver has made of the options
     */
    public record Opened(
            Open request, ActorRef<Tcp.ConnectionCommand> connection, ActorRef<Control> control, LineSettings line)
            implements Event {}

    /**
     * A pseudoterminal is open, as {@link Opened}.
     *
     * @param other the path of the other end
     */
    public record PtyOpened(
            OpenPty request, ActorRef<Tcp.ConnectionCommand> connection, ActorRef<Control> control, Path other)
            implements Event {}

    /**
     * A program runs; the rest as {@link Opened}.
     *
     * @param pid its process id
     * @param process sends it signals
     */
    public record Running(
            Run request,
            ActorRef<Tcp.ConnectionCommand> connection,
            ActorRef<Control> control,
            int pid,
            ActorRef<Processes.ControlCommand> process)
            implements Event {}

    /** A program has ended. What it has written may still come, and {@link Tcp.PeerClosed} after that. */
    public record Exited(Run request, ExitStatus status) implements Event {}

    /** A {@link Command} or {@link Control} was not carried out. */
    public record Failed(Object request, TtyException cause) implements Event, DeadLetterSuppression {}

    /** What the driver has: the answer to {@link Configure} and {@link ReadLine}. */
    public record Line(Control request, LineSettings line) implements Event, DeadLetterSuppression {}

    /** It is done. */
    public record Done(Control request) implements Event, DeadLetterSuppression {}

    /** The modem lines that are on: the answer to {@link ReadModem} and {@link WatchModem}. */
    public record Modem(Control request, Set<ModemLine> on) implements Event, DeadLetterSuppression {}

    /** Modem lines have changed, see {@link WatchModem}. */
    public record ModemChanged(Set<ModemLine> on, Set<ModemLine> changed) implements Event, DeadLetterSuppression {}

    /** The size of the window: the answer to {@link ReadSize} and {@link WatchSize}. */
    public record Size(Control request, TerminalSize size) implements Event, DeadLetterSuppression {}

    /** The window has another size, see {@link WatchSize}. */
    public record SizeChanged(TerminalSize size) implements Event, DeadLetterSuppression {}

    private static void checkPositive(String what, Duration value) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException(what + " must be positive: " + value);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.fds;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.aioactors.Aio;
import org.aioactors.file.Fs;
import org.aioactors.file.OpenOptions;
import org.aioactors.net.RegisterOptions;
import org.aioactors.net.Tcp;
import org.aioactors.os.process.ChildOptions;
import org.aioactors.os.tty.TerminalOptions;
import org.aioactors.os.tty.TerminalSize;
import org.aioactors.os.tty.Tty;
import org.jspecify.annotations.Nullable;

/**
 * Runs a program on a terminal of its own, shows it on this one, and keeps all that it writes in a file: a shell, an editor,
 * whatever. Says at the end how it has ended.
 *
 * <pre>
 *   RunOnPty RECORDING PROGRAM ARGUMENT...
 * </pre>
 */
public final class RunOnPty {
    /** Each piece is read when the one before has been dealt with: so neither end is faster than the other. */
    private static final RegisterOptions PIECE_BY_PIECE = RegisterOptions.DEFAULT.withPullMode();

    private record FromProgram(Tcp.Event event) {}

    private record FromKeys(Tcp.Event event) {}

    private enum Signal {
        TERMINAL_CLOSED
    }

    private final ActorContext<Object> context;
    private final ActorRef<Fs.FileCommand> recording;
    private final Tty.Opened terminal;
    private final Tty.Running program;

    /** How the program has ended; null before. */
    private @Nullable String end;

    private boolean terminalClosed;

    /** How many have not dealt with the last piece yet: the terminal, and the file. */
    private int owed;

    private RunOnPty(
            ActorContext<Object> context,
            ActorRef<Fs.FileCommand> recording,
            Tty.Opened terminal,
            Tty.Running program) {
        this.context = context;
        this.recording = recording;
        this.terminal = terminal;
        this.program = program;
    }

    public static void main(String[] args) {
        if (args.length < 2) {
            System.err.println("usage: RunOnPty RECORDING PROGRAM ARGUMENT...");
            System.exit(2);
        }
        List<String> command = Arrays.asList(args).subList(1, args.length);
        ActorSystem.create(record(Path.of(args[0]), command), "run-on-pty");
    }

    /** One after the other: the file, our terminal, its size, the program. */
    private static Behavior<Object> record(Path file, List<String> command) {
        return Behaviors.setup(context -> {
            Aio aio = Aio.get(context.getSystem());
            OpenOptions options = OpenOptions.append().create().truncate();
            aio.files().tell(new Fs.Open(file, options, context.getSelf(), context.getSelf()));
            return Behaviors.receive(Object.class)
                    .onMessage(Fs.Opened.class, recording -> {
                        aio.terminals().tell(new Tty.Open(Tty.OWN, TerminalOptions.raw(), context.getSelf()));
                        return openTerminal(context, recording.file(), command);
                    })
                    .onMessage(Fs.Failed.class, failed -> failed(failed.cause()))
                    .build();
        });
    }

    private static Behavior<Object> openTerminal(
            ActorContext<Object> context, ActorRef<Fs.FileCommand> recording, List<String> command) {
        return Behaviors.receive(Object.class)
                .onMessage(Tty.Opened.class, terminal -> {
                    terminal.control().tell(new Tty.WatchSize(context.getSelf()));
                    return run(context, recording, terminal, command);
                })
                .onMessage(Tty.Failed.class, failed -> failed(failed.cause()))
                .build();
    }

    private static Behavior<Object> run(
            ActorContext<Object> context,
            ActorRef<Fs.FileCommand> recording,
            Tty.Opened terminal,
            List<String> command) {
        return Behaviors.receive(Object.class)
                .onMessage(Tty.Size.class, size -> {
                    Aio.get(context.getSystem()).terminals().tell(request(context, command, size.size()));
                    return Behaviors.same();
                })
                .onMessage(Tty.Running.class, program -> new RunOnPty(context, recording, terminal, program).begin())
                .onMessage(Tty.Failed.class, failed -> failed(failed.cause()))
                .build();
    }

    private static Tty.Run request(ActorContext<Object> context, List<String> command, TerminalSize size) {
        return new Tty.Run(command, ChildOptions.DEFAULT, TerminalOptions.unchanged(), size, context.getSelf());
    }

    private static Behavior<Object> failed(Exception cause) {
        System.err.println(cause.getMessage());
        return Behaviors.stopped();
    }

    private Behavior<Object> begin() {
        context.watchWith(terminal.control(), Signal.TERMINAL_CLOSED);
        program.connection()
                .tell(Tcp.Register.of(context.getSelf(), FromProgram::new).with(PIECE_BY_PIECE));
        terminal.connection()
                .tell(Tcp.Register.of(context.getSelf(), FromKeys::new).with(PIECE_BY_PIECE));
        program.connection().tell(new Tcp.ResumeReading());
        terminal.connection().tell(new Tcp.ResumeReading());
        return Behaviors.receive(Object.class)
                .onMessage(FromProgram.class, this::fromProgram)
                .onMessage(FromKeys.class, this::fromKeys)
                .onMessage(Tty.Exited.class, exited -> {
                    end = exited.status().toString();
                    return goOn();
                })
                .onMessage(Tty.SizeChanged.class, changed -> {
                    program.control().tell(new Tty.Resize(changed.size(), context.getSelf()));
                    return Behaviors.same();
                })
                .onMessage(Tty.Done.class, resized -> Behaviors.same())
                .onMessage(Fs.Written.class, written -> dealtWith())
                .onMessage(Fs.Failed.class, failed -> failed(failed.cause()))
                .onMessageEquals(Signal.TERMINAL_CLOSED, () -> {
                    terminalClosed = true;
                    return goOn();
                })
                .build();
    }

    private Behavior<Object> fromProgram(FromProgram from) {
        if (from.event instanceof Tcp.Received received) {
            owed = 2;
            terminal.connection().tell(new Tcp.Write(received.data(), "shown"));
            recording.tell(new Fs.Append(received.data(), context.getSelf().narrow()));
        } else if (from.event instanceof Tcp.Ack) {
            terminal.connection().tell(new Tcp.ResumeReading());
        } else if (from.event instanceof Tcp.ConnectionClosed) {
            terminal.connection().tell(new Tcp.Close());
        }
        return Behaviors.same();
    }

    private Behavior<Object> fromKeys(FromKeys from) {
        if (from.event instanceof Tcp.Received received) {
            program.connection().tell(new Tcp.Write(received.data(), "typed"));
        } else if (from.event instanceof Tcp.Ack) {
            return dealtWith();
        } else if (from.event instanceof Tcp.ConnectionClosed) {
            program.connection().tell(new Tcp.Close()); // and so the program hears of it
        }
        return Behaviors.same();
    }

    private Behavior<Object> dealtWith() {
        owed--;
        if (owed == 0) {
            program.connection().tell(new Tcp.ResumeReading());
        }
        return Behaviors.same();
    }

    private Behavior<Object> goOn() {
        if (end == null || !terminalClosed) {
            return Behaviors.same();
        }
        System.out.println(end); // on a terminal that behaves as before
        return Behaviors.stopped();
    }
}

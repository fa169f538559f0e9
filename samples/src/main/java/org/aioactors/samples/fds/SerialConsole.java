// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.fds;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.util.ByteString;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.aioactors.Aio;
import org.aioactors.net.RegisterOptions;
import org.aioactors.net.Tcp;
import org.aioactors.os.tty.ModemLine;
import org.aioactors.os.tty.TerminalOptions;
import org.aioactors.os.tty.TerminalSize;
import org.aioactors.os.tty.Tty;

/**
 * Connects this terminal to a serial line: what is typed goes out, what arrives is shown.
 *
 * <pre>
 *   SerialConsole /dev/ttyUSB0 115200
 *   SerialConsole --demo                 a device that is not there, to try it
 *
 *   Control-A, and then   Control-X   the end
 *                         Control-B   sends a break
 *                         Control-D   switches DTR off, and on again
 *                         Control-A   sends a Control-A
 * </pre>
 */
public final class SerialConsole {
    private static final byte PREFIX = 1;
    private static final byte END = 'X' & 0x1f;
    private static final byte BREAK = 'B' & 0x1f;
    private static final byte DTR = 'D' & 0x1f;
    private static final Duration BREAK_TIME = Duration.ofMillis(250);

    /** Each piece is read when the one before has been written: so neither end is faster than the other. */
    private static final RegisterOptions PIECE_BY_PIECE = RegisterOptions.DEFAULT.withPullMode();

    private record FromLine(Tcp.Event event) {}

    private record FromKeys(Tcp.Event event) {}

    private enum Signal {
        ONE_CLOSED
    }

    private final ActorContext<Object> context;
    private final Tty.Opened line;
    private final Tty.Opened terminal;
    private boolean afterPrefix;
    private boolean dtr = true;
    private int open = 2;

    private SerialConsole(ActorContext<Object> context, Tty.Opened line, Tty.Opened terminal) {
        this.context = context;
        this.line = line;
        this.terminal = terminal;
    }

    public static void main(String[] args) {
        if (args.length == 1 && args[0].equals("--demo")) {
            ActorSystem.create(demo(), "console");
        } else if (args.length == 2 && args[1].matches("[1-9]\\d{0,8}")) {
            Path device = Path.of(args[0]);
            TerminalOptions options = TerminalOptions.serial(Integer.parseInt(args[1]));
            ActorSystem.create(open(device, options), "console");
        } else {
            System.err.println(
                    "usage: SerialConsole DEVICE BAUD, such as /dev/ttyUSB0 115200, or SerialConsole --demo");
            System.exit(2);
        }
    }

    /** A pseudoterminal, on the other end of which is a {@link DemoDevice}. */
    private static Behavior<Object> demo() {
        return Behaviors.setup(context -> {
            ActorRef<Tty.Command> terminals = Aio.get(context.getSystem()).terminals();
            terminals.tell(new Tty.OpenPty(TerminalOptions.raw(), TerminalSize.DEFAULT, true, context.getSelf()));
            return Behaviors.receive(Object.class)
                    .onMessage(Tty.PtyOpened.class, opened -> {
                        context.spawn(DemoDevice.create(opened.connection()), "device");
                        return open(opened.other(), TerminalOptions.serial(115_200));
                    })
                    .onMessage(Tty.Failed.class, SerialConsole::failed)
                    .build();
        });
    }

    /** First the line, then the terminal: so an error is shown on one that behaves as ever. */
    private static Behavior<Object> open(Path device, TerminalOptions options) {
        return Behaviors.setup(context -> {
            ActorRef<Tty.Command> terminals = Aio.get(context.getSystem()).terminals();
            terminals.tell(new Tty.Open(device, options, context.getSelf()));
            return Behaviors.receive(Object.class)
                    .onMessage(Tty.Opened.class, line -> {
                        terminals.tell(new Tty.Open(Tty.OWN, TerminalOptions.raw(), context.getSelf()));
                        return Behaviors.receive(Object.class)
                                .onMessage(Tty.Opened.class, own -> new SerialConsole(context, line, own).begin())
                                .onMessage(Tty.Failed.class, SerialConsole::failed)
                                .build();
                    })
                    .onMessage(Tty.Failed.class, SerialConsole::failed)
                    .build();
        });
    }

    private static Behavior<Object> failed(Tty.Failed failed) {
        System.err.println(failed.cause().getMessage());
        return Behaviors.stopped();
    }

    private Behavior<Object> begin() {
        context.watchWith(line.control(), Signal.ONE_CLOSED);
        context.watchWith(terminal.control(), Signal.ONE_CLOSED);
        line.connection().tell(Tcp.Register.of(context.getSelf(), FromLine::new).with(PIECE_BY_PIECE));
        terminal.connection()
                .tell(Tcp.Register.of(context.getSelf(), FromKeys::new).with(PIECE_BY_PIECE));
        say(line.request().path() + " is open, " + line.line() + "; Control-A Control-X ends");
        line.connection().tell(new Tcp.ResumeReading());
        terminal.connection().tell(new Tcp.ResumeReading());
        return Behaviors.receive(Object.class)
                .onMessage(FromLine.class, this::fromLine)
                .onMessage(FromKeys.class, this::fromKeys)
                .onMessage(Tty.Failed.class, failed -> {
                    say(String.valueOf(failed.cause().getMessage()));
                    return Behaviors.same();
                })
                .onMessage(Tty.Done.class, done -> Behaviors.same())
                .onMessageEquals(Signal.ONE_CLOSED, this::oneClosed)
                .build();
    }

    private void say(String text) {
        terminal.connection().tell(Tcp.Write.of(ByteString.fromString("\r\n*** " + text + "\r\n")));
    }

    private Behavior<Object> fromLine(FromLine from) {
        if (from.event instanceof Tcp.Received received) {
            terminal.connection().tell(new Tcp.Write(received.data(), "shown"));
        } else if (from.event instanceof Tcp.Ack) {
            terminal.connection().tell(new Tcp.ResumeReading());
        } else if (from.event instanceof Tcp.ConnectionClosed) {
            say("the line is closed");
            end();
        }
        return Behaviors.same();
    }

    private Behavior<Object> fromKeys(FromKeys from) {
        if (from.event instanceof Tcp.Received received) {
            ByteString typed = commands(received.data());
            line.connection().tell(new Tcp.Write(typed, "sent"));
        } else if (from.event instanceof Tcp.Ack) {
            line.connection().tell(new Tcp.ResumeReading());
        } else if (from.event instanceof Tcp.ConnectionClosed) {
            end();
        }
        return Behaviors.same();
    }

    /** Both close when what was written is out, and behave as before. */
    private void end() {
        line.connection().tell(new Tcp.Close());
        terminal.connection().tell(new Tcp.Close());
    }

    private Behavior<Object> oneClosed() {
        open--;
        return open > 0 ? Behaviors.same() : Behaviors.stopped();
    }

    /** Does what is a command, and returns the rest. */
    private ByteString commands(ByteString typed) {
        ByteString rest = ByteString.emptyByteString();
        for (int i = 0; i < typed.length(); i++) {
            byte key = typed.apply(i);
            if (afterPrefix) {
                afterPrefix = false;
                if (!command(key)) {
                    rest = rest.concat(ByteString.fromArray(new byte[] {key}));
                }
            } else if (key == PREFIX) {
                afterPrefix = true;
            } else {
                rest = rest.concat(ByteString.fromArray(new byte[] {key}));
            }
        }
        return rest;
    }

    private boolean command(byte key) {
        switch (key) {
            case END -> end();
            case BREAK -> line.control().tell(new Tty.SendBreak(BREAK_TIME, context.getSelf()));
            case DTR -> {
                dtr = !dtr;
                Set<ModemLine> lines = Set.of(ModemLine.DTR);
                line.control()
                        .tell(new Tty.SetModem(dtr ? lines : Set.of(), dtr ? Set.of() : lines, context.getSelf()));
            }
            default -> {
                return false;
            }
        }
        return true;
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.aioactors.os.process;

import akka.actor.DeadLetterSuppression;
import akka.actor.typed.ActorRef;
import java.time.Duration;
import java.util.List;
import org.aioactors.net.Tcp;
import org.aioactors.os.signal.Signal;
import org.jspecify.annotations.Nullable;

/**
 * The messages of child processes. Tell {@link Spawn} to {@code Aio.get(system).processes()}; its handler hears of the child:
 *
 * <pre>
 *   Spawn ──► Started ──► Exited            once each, in this order
 *     │          └──────► SignalFailed      perhaps in between
 *     ├─────► SpawnFailed                   what the kernel said, with the path
 *     └─────► SpawnRefused                  too many already
 * </pre>
 *
 * <p>The handler is the owner: when it stops, however it stops, the child is killed, unless {@link
 * ChildOptions#withAtOwnersEnd} says otherwise. It may be an actor of any dispatcher, or a message adapter of one. No thread
 * waits for a child. All messages are immutable and may be told from any thread.
 *
 * <p>The streams of {@link Started} take {@link Tcp.Register}, and then what a connection takes: see {@link
 * org.aioactors.net.FdStream}. They are independent of the child: what it has written may still be {@link Tcp.Received} after
 * {@link Exited}, and {@link Tcp.PeerClosed} comes when nobody has its end open any more, its own children included.
 */
public final class Processes {
    private Processes() {}

    /** To {@code Aio.get(system).processes()}. */
    public sealed interface Command permits Spawn {}

    /**
     * Runs a program.
     *
     * @param command the program and its arguments; a name without a slash is looked for in the PATH of this process
     * @param handler hears of it, and owns it
     */
    public record Spawn(List<String> command, ChildOptions options, ActorRef<? super Event> handler)
            implements Command {
        /** Copies the command; throws {@link IllegalArgumentException} if it is empty or has a zero character. */
        public Spawn {
            command = List.copyOf(command);
            if (command.isEmpty() || command.get(0).isEmpty()) {
                throw new IllegalArgumentException("a command begins with a program: " + command);
            }
            command.forEach(part -> ChildOptions.checkNoZero("a command", part));
        }

        /** With the default options. */
        public static Spawn of(ActorRef<? super Event> handler, String... command) {
            return new Spawn(List.of(command), ChildOptions.DEFAULT, handler);
        }

        /** With other options. */
        public Spawn with(ChildOptions others) {
            return new Spawn(command, others, handler);
        }

        /** The program. */
        public String program() {
            return command.get(0);
        }
    }

    /** To {@link Started#control}. After {@link Exited} they mean nothing. */
    public sealed interface ControlCommand extends DeadLetterSuppression permits Send, SignalGroup, Terminate {}

    /** Sends the child a signal, {@code pidfd_send_signal(2)}: never another process that has got its number. */
    public record Send(Signal signal) implements ControlCommand {}

    /** Sends a signal to all of the child's process group, which must be its own. */
    public record SignalGroup(Signal signal) implements ControlCommand {}

    /**
     * Sends the child TERM, and KILL if it has not ended after a while; and so its process group if that is its own.
     *
     * @param patience how long
     */
    public record Terminate(Duration patience) implements ControlCommand {
        /** Checks it; throws {@link IllegalArgumentException} if it is negative or more than a day. */
        public Terminate {
            if (patience.isNegative() || patience.toDays() > 1) {
                throw new IllegalArgumentException("patience must not be negative, and a day at most: " + patience);
            }
        }
    }

    /** To a handler. */
    public sealed interface Event permits Started, Exited, SignalFailed, SpawnFailed, SpawnRefused {
        /** What it has asked for. */
        Spawn request();
    }

    /**
     * The program runs.
     *
     * @param pid its process id
     * @param stdin takes what it reads; null unless that was {@link Stdio#STREAM}, as the others
     * @param stdout tells what it writes
     * @param stderr tells what it writes there
     * @param control takes {@link Send}, {@link Terminate}, ...
     */
    public record Started(
            Spawn request,
            int pid,
            @Nullable ActorRef<Tcp.ConnectionCommand> stdin,
            @Nullable ActorRef<Tcp.ConnectionCommand> stdout,
            @Nullable ActorRef<Tcp.ConnectionCommand> stderr,
            ActorRef<ControlCommand> control)
            implements Event {}

    /**
     * The child has ended; nothing is left of it.
     *
     * @param timedOut whether it was sent a signal because of {@link ChildOptions#withTimeout}
     */
    public record Exited(Spawn request, int pid, ExitStatus status, ResourceUsage usage, boolean timedOut)
            implements Event {}

    /** A signal could not be sent, as to a child that runs as another user by now. It lives on. */
    public record SignalFailed(Spawn request, ControlCommand command, String reason) implements Event {}

    /** There is no child: the program, the directory or a file could not be had. */
    public record SpawnFailed(Spawn request, SpawnException cause) implements Event {}

    /** There is no child: as many live, or are about to, as may ({@code aio.process.max-children}), or the system ends. */
    public record SpawnRefused(Spawn request, String reason) implements Event {}
}

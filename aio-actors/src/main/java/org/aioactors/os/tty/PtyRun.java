// SPDX-License-Identifier: Apache-2.0
package org.aioactors.os.tty;

import akka.actor.DeadLetterSuppression;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import java.util.Objects;
import org.aioactors.aio.linux.Errno;
import org.aioactors.aio.linux.Syscalls;
import org.aioactors.dispatcher.PinnedMailbox;
import org.aioactors.os.process.ChildOptions;
import org.aioactors.os.process.ProcessExtension;
import org.aioactors.os.process.Processes;
import org.aioactors.os.process.Stdio;
import org.jspecify.annotations.Nullable;

/**
 * The actor of a program on a pseudoterminal: makes that, runs the program on it, and owns both. Ends when both have ended, in
 * whichever order: what the program has written may be read after its end, and its own children may have the terminal
 * still.
 */
final class PtyRun {
    /** What the surroundings tell it. */
    private enum Signal implements DeadLetterSuppression {
        OWNER_STOPPED,
        TERMINAL_CLOSED
    }

    private final ActorContext<Object> context;
    private final Tty.Run run;

    /** Null until it is open. */
    private Tty.@Nullable PtyOpened terminal;

    private boolean terminalClosed;
    private boolean exited;

    private PtyRun(ActorContext<Object> context, Tty.Run run) {
        this.context = context;
        this.run = run;
    }

    static Behavior<Object> create(Syscalls syscalls, Tty.Run run) {
        return Behaviors.setup(context -> {
            context.watchWith(run.owner(), Signal.OWNER_STOPPED);
            Tty.OpenPty open = new Tty.OpenPty(run.terminal(), run.size(), false, context.getSelf());
            context.spawnAnonymous(TtyActor.create(syscalls, open), PinnedMailbox.SAME_AS_PARENT);
            return new PtyRun(context, run).behavior();
        });
    }

    private Behavior<Object> behavior() {
        return Behaviors.receive(Object.class)
                .onMessage(Tty.PtyOpened.class, this::opened)
                .onMessage(Tty.Failed.class, failed -> failed(failed.cause()))
                .onMessage(Processes.Started.class, this::started)
                .onMessage(
                        Processes.SpawnFailed.class,
                        failed -> failed(new TtyException(
                                failed.cause().call(),
                                failed.cause().path(),
                                failed.cause().errno())))
                .onMessage(
                        Processes.SpawnRefused.class,
                        refused ->
                                failed(new TtyException("exec", run.command().get(0), Errno.EAGAIN, refused.reason())))
                .onMessage(Processes.Exited.class, this::exited)
                .onMessageEquals(Signal.TERMINAL_CLOSED, this::terminalClosed)
                .onMessageEquals(Signal.OWNER_STOPPED, Behaviors::stopped) // and so both end
                .build();
    }

    private Behavior<Object> opened(Tty.PtyOpened opened) {
        terminal = opened;
        Stdio slave = Stdio.terminal(opened.other());
        ChildOptions options = run.child()
                .withStdin(slave)
                .withStdout(slave)
                .withStderr(Stdio.SAME_AS_OUTPUT)
                .withOwnSession();
        ProcessExtension.get(context.getSystem())
                .manager()
                .tell(new Processes.Spawn(run.command(), options, context.getSelf()));
        return Behaviors.same();
    }

    private Behavior<Object> started(Processes.Started started) {
        Tty.PtyOpened opened = Objects.requireNonNull(terminal);
        context.watchWith(opened.control(), Signal.TERMINAL_CLOSED);
        run.owner().tell(new Tty.Running(run, opened.connection(), opened.control(), started.pid(), started.control()));
        return Behaviors.same();
    }

    private Behavior<Object> failed(TtyException cause) {
        run.owner().tell(new Tty.Failed(run, cause));
        return Behaviors.stopped();
    }

    private Behavior<Object> exited(Processes.Exited end) {
        exited = true;
        run.owner().tell(new Tty.Exited(run, end.status()));
        return goOn();
    }

    private Behavior<Object> terminalClosed() {
        terminalClosed = true;
        return goOn();
    }

    private Behavior<Object> goOn() {
        return exited && terminalClosed ? Behaviors.stopped() : Behaviors.same();
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.fds;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.TimerScheduler;
import java.time.Duration;
import java.util.List;
import org.aioactors.Aio;
import org.aioactors.os.process.ChildOptions;
import org.aioactors.os.process.Processes;
import org.aioactors.os.signal.Signal;
import org.aioactors.os.signal.Signals;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a program running: starts it again when it ends, after a while that doubles each time, up to half a minute, and
 * is a second again when it has run for ten. Control-C or TERM has it end with all its children, and then this program.
 *
 * <pre>
 *   Supervisor COMMAND [ARGUMENT...]
 * </pre>
 */
public final class Supervisor {
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    private static final Duration WELL = Duration.ofSeconds(10);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private enum Restart {
        NOW
    }

    private final ActorContext<Object> context;
    private final TimerScheduler<Object> timers;
    private final List<String> command;
    private Duration pause = FIRST_PAUSE;
    private long startedNs;
    private boolean ending;

    /** Null while it does not run. */
    private @Nullable ActorRef<Processes.ControlCommand> child;

    private Supervisor(ActorContext<Object> context, TimerScheduler<Object> timers, List<String> command) {
        this.context = context;
        this.timers = timers;
        this.command = command;
    }

    public static void main(String[] args) {
        if (args.length == 0) {
            System.err.println("usage: Supervisor COMMAND [ARGUMENT...]");
            System.exit(2);
        }
        ActorSystem.create(create(List.of(args)), "supervisor");
    }

    private static Behavior<Object> create(List<String> command) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> {
            Supervisor supervisor = new Supervisor(context, timers, command);
            ActorRef<Signals.Command> signals = Aio.get(context.getSystem()).signals();
            signals.tell(new Signals.Watch(Signal.TERM, context.getSelf()));
            signals.tell(new Signals.Watch(Signal.INT, context.getSelf()));
            supervisor.spawn();
            return supervisor.behavior();
        }));
    }

    private Behavior<Object> behavior() {
        return Behaviors.receive(Object.class)
                .onMessage(Processes.Started.class, this::started)
                .onMessage(Processes.Exited.class, exited -> {
                    say(exited.pid() + " has ended: " + exited.status());
                    return again();
                })
                .onMessage(Processes.SpawnFailed.class, failed -> {
                    say(failed.cause().getMessage());
                    return again();
                })
                .onMessage(Processes.SpawnRefused.class, refused -> {
                    say(refused.reason());
                    return again();
                })
                .onMessage(Signals.Raised.class, raised -> end())
                .onMessageEquals(Restart.NOW, this::spawn)
                .onMessage(Signals.Event.class, told -> Behaviors.same())
                .build();
    }

    private Behavior<Object> spawn() {
        startedNs = System.nanoTime();
        // Its children are in its group, and so are told and killed with it.
        ChildOptions options = ChildOptions.DEFAULT.withOwnGroup();
        Aio.get(context.getSystem()).processes().tell(new Processes.Spawn(command, options, context.getSelf()));
        return Behaviors.same();
    }

    private Behavior<Object> started(Processes.Started started) {
        child = started.control();
        say(started.pid() + " runs");
        return ending ? end() : Behaviors.same();
    }

    private Behavior<Object> again() {
        child = null;
        if (ending) {
            return Behaviors.stopped();
        }
        if (System.nanoTime() - startedNs > WELL.toNanos()) {
            pause = FIRST_PAUSE;
        }
        say("again in " + pause.toSeconds() + " s");
        timers.startSingleTimer(Restart.NOW, pause);
        Duration doubled = pause.multipliedBy(2);
        pause = doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
        return Behaviors.same();
    }

    private Behavior<Object> end() {
        ending = true;
        if (child != null) {
            child.tell(new Processes.Terminate(PATIENCE));
            return Behaviors.same();
        }
        return timers.isTimerActive(Restart.NOW) ? Behaviors.stopped() : Behaviors.same();
    }

    private static void say(@Nullable String line) {
        System.err.println("supervisor: " + line);
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.aioactors.os.process;

import akka.actor.DeadLetterSuppression;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import java.time.Duration;
import org.aioactors.aio.AioContext;
import org.aioactors.aio.AioTimer;
import org.aioactors.aio.ClockType;
import org.aioactors.aio.linux.Errno;
import org.aioactors.dispatcher.AioLoop;
import org.aioactors.os.signal.Signal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The actor of one child: tells its handler of it, sends it signals, and ends with it. Pinned to its loop, on which the loop's
 * callbacks run too, so that nothing here needs a lock.
 */
final class ChildActor implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ChildActor.class);

    /** What the surroundings tell it. */
    private enum News implements DeadLetterSuppression {
        OWNER_STOPPED,
        /** There is no child any more. */
        OVER
    }

    private final ProcessServices services;
    private final Processes.Spawn spawn;
    private final ChildProcess child;
    private final Reaper reaper;
    private final AioContext context;
    private final AioTimer timer;
    private final ActorRef<Object> self;

    /** TERM was sent: the next time KILL is. */
    private boolean terminating;

    private boolean timedOut;
    private boolean ownerStopped;
    private boolean exited;

    private ChildActor(ActorContext<Object> actor, ProcessServices services, Launched launched, AioLoop loop) {
        this.services = services;
        this.spawn = launched.spawn();
        this.child = launched.child();
        this.reaper = Reaper.of(loop);
        this.context = loop.context();
        this.timer = context.newTimer(ClockType.REALTIME, this::timeIsUp);
        this.self = actor.getSelf();
    }

    /** The behavior of a child that runs; owns it, also if the actor fails to begin. */
    static Behavior<Object> create(ProcessServices services, Launched launched) {
        return Behaviors.setup(actor -> {
            ChildActor child = watched(actor, services, launched);
            try {
                child.begin(actor, ChildStreams.open(actor.getSystem(), launched));
            } catch (RuntimeException | Error failure) {
                child.sendAll(Signal.KILL); // also one that is to outlive its owner: nobody knows of it
                refuse(launched, failure);
                throw failure;
            }
            return child.behavior();
        });
    }

    private static ChildActor watched(ActorContext<Object> actor, ProcessServices services, Launched launched) {
        try {
            AioLoop loop = AioLoop.require("a child process");
            ChildActor child = new ChildActor(actor, services, launched, loop);
            child.reaper.watch(child.child, child::exited);
            loop.requireMailbox("a child process").onTermination(child);
            return child;
        } catch (RuntimeException | Error failure) {
            launched.abandon();
            refuse(launched, failure);
            throw failure;
        }
    }

    private static void refuse(Launched launched, Throwable failure) {
        Processes.Spawn spawn = launched.spawn();
        spawn.handler().tell(new Processes.SpawnRefused(spawn, "no actor could be made of it: " + failure));
    }

    private void begin(ActorContext<Object> actor, ChildStreams streams) {
        actor.watchWith(spawn.handler(), News.OWNER_STOPPED);
        Duration timeout = spawn.options().timeout();
        if (timeout != null) {
            setTimer(timeout);
        }
        spawn.handler()
                .tell(new Processes.Started(
                        spawn, child.pid(), streams.stdin(), streams.stdout(), streams.stderr(), self.narrow()));
    }

    private Behavior<Object> behavior() {
        return Behaviors.receive(Object.class)
                .onMessage(Processes.Send.class, send -> answer(send, child.signal(send.signal())))
                .onMessage(Processes.SignalGroup.class, this::onSignalGroup)
                .onMessage(Processes.Terminate.class, terminate -> answer(terminate, terminate(terminate.patience())))
                .onMessageEquals(News.OWNER_STOPPED, this::ownerStopped)
                .onMessageEquals(News.OVER, Behaviors::stopped)
                .build();
    }

    private Behavior<Object> onSignalGroup(Processes.SignalGroup command) {
        return child.hasOwnGroup()
                ? answer(command, child.signalGroup(command.signal()))
                : fail(command, "the child has no process group of its own: spawn it with ChildOptions.withOwnGroup");
    }

    private Behavior<Object> answer(Processes.ControlCommand command, int result) {
        return result >= 0
                ? Behaviors.same()
                : fail(command, "kill(pid " + child.pid() + "): " + Errno.describe(-result));
    }

    private Behavior<Object> fail(Processes.ControlCommand command, String reason) {
        spawn.handler().tell(new Processes.SignalFailed(spawn, command, reason));
        return Behaviors.same();
    }

    private int terminate(Duration patience) {
        terminating = true;
        setTimer(patience);
        return child.signalAll(Signal.TERM);
    }

    private void setTimer(Duration delay) {
        timer.modify(context.nowNs(ClockType.REALTIME) + delay.toNanos());
    }

    private void timeIsUp() {
        if (terminating) {
            sendAll(Signal.KILL);
        } else {
            timedOut = true;
            report(Signal.TERM, terminate(services.settings().killDelay()));
        }
    }

    private void sendAll(Signal signal) {
        report(signal, child.signalAll(signal));
    }

    private void report(Signal signal, int result) {
        if (result < 0) {
            LOG.warn("{} could not be sent to {}: {}", signal, child, Errno.describe(-result));
        }
    }

    private Behavior<Object> ownerStopped() {
        ownerStopped = true;
        switch (spawn.options().atOwnersEnd()) {
            case KILL -> sendAll(Signal.KILL);
            case TERMINATE -> report(Signal.TERM, terminate(services.settings().killDelay()));
            case LEAVE -> timer.cancel();
        }
        return Behaviors.same();
    }

    private void exited(ExitReport report) {
        exited = true;
        timer.cancel();
        if (!ownerStopped) {
            spawn.handler().tell(new Processes.Exited(spawn, child.pid(), report.status(), report.usage(), timedOut));
        }
        self.tell(News.OVER);
    }

    /** The actor has ended, however that came: if its child has not, the loop waits for that. */
    @Override
    public void close() {
        timer.cancel();
        if (!exited) {
            reaper.forgetListener(child);
            if (spawn.options().atOwnersEnd() != ChildOptions.AtOwnersEnd.LEAVE) {
                sendAll(Signal.KILL);
            }
        }
    }

    @Override
    public String toString() {
        return child.toString();
    }
}

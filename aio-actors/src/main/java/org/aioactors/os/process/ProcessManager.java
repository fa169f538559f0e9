// SPDX-License-Identifier: Apache-2.0
package org.aioactors.os.process;

import akka.actor.DeadLetterSuppression;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import org.aioactors.aio.AioContext;
import org.aioactors.dispatcher.AioLoop;
import org.aioactors.dispatcher.PinnedMailbox;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The actor that takes {@link Processes.Spawn}: has a few children launched at a time, off the loop, and makes an actor of each
 * that runs.
 */
final class ProcessManager implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ProcessManager.class);

    /** There is something to take from {@link #queue}. */
    private enum News implements DeadLetterSuppression {
        LAUNCHED
    }

    private final ProcessServices services;
    private final SpawnQueue queue;

    private ProcessManager(ActorContext<Object> actor, ProcessServices services, AioContext context) {
        this.services = services;
        ActorRef<Object> self = actor.getSelf();
        this.queue = new SpawnQueue(
                context, services.settings().spawnsAtOnce(), () -> self.tell(News.LAUNCHED), this::giveUp);
    }

    /** The behavior of a manager, which must have the pinned mailbox; its children run on its dispatcher. */
    static Behavior<Processes.Command> create(ProcessServices services) {
        return Behaviors.<Object>setup(actor -> {
                    AioLoop loop = AioLoop.require("child processes");
                    ProcessManager manager = new ProcessManager(actor, services, loop.context());
                    loop.requireMailbox("child processes").onTermination(manager);
                    return Behaviors.receive(Object.class)
                            .onMessage(Processes.Spawn.class, manager::onSpawn)
                            .onMessageEquals(News.LAUNCHED, () -> manager.onLaunched(actor))
                            .build();
                })
                .narrow();
    }

    private Behavior<Object> onSpawn(Processes.Spawn spawn) {
        if (services.takeChild()) {
            queue.add(new ChildLaunch(services, spawn));
        } else {
            refuse(
                    spawn,
                    services.settings().maxChildren()
                            + " children live already, or are about to (aio.process.max-children)");
        }
        return Behaviors.same();
    }

    private static void refuse(Processes.Spawn spawn, String reason) {
        spawn.handler().tell(new Processes.SpawnRefused(spawn, reason));
    }

    private Behavior<Object> onLaunched(ActorContext<Object> actor) {
        for (ChildLaunch next = queue.takeEnded(); next != null; next = queue.takeEnded()) {
            Launched launched = next.launched();
            if (launched != null) {
                actor.spawnAnonymous(ChildActor.create(services, launched), PinnedMailbox.SAME_AS_PARENT);
            } else {
                failed(next);
            }
        }
        return Behaviors.same();
    }

    private void failed(ChildLaunch launch) {
        services.giveBackChild();
        Processes.Spawn spawn = launch.spawn();
        if (launch.failure() instanceof SpawnException cause) {
            spawn.handler().tell(new Processes.SpawnFailed(spawn, cause));
        } else {
            LOG.warn("{} has failed", launch, launch.failure());
            refuse(spawn, launch + " has failed: " + launch.failure());
        }
    }

    /** Any thread. */
    private void giveUp(ChildLaunch launch) {
        Launched launched = launch.launched();
        if (launched != null) {
            launched.abandon();
        } else {
            services.giveBackChild();
        }
        refuse(launch.spawn(), "the actor system ends");
    }

    /** The actor has ended: so does what is not an actor yet. */
    @Override
    public void close() {
        queue.close();
    }

    @Override
    public String toString() {
        return "manager of child processes";
    }
}

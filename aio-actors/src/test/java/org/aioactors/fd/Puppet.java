// SPDX-License-Identifier: Apache-2.0
package org.aioactors.fd;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.DispatcherSelector;
import akka.actor.typed.SupervisorStrategy;
import akka.actor.typed.javadsl.Behaviors;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** An actor that does what a test tells it to. */
public final class Puppet {
    /** How many turns {@link #awaitTurns} takes: the loop looks at its fds at least at every eighth. */
    public static final int TURNS = 40;

    private static final long PATIENCE_SECONDS = 20;

    private final ActorRef<Runnable> actor;

    private Puppet(ActorRef<Runnable> actor) {
        this.actor = actor;
    }

    /** On the dispatcher of that path. */
    public static Puppet spawn(ActorTestKit kit, String dispatcher) {
        return new Puppet(kit.spawn(behavior(), DispatcherSelector.fromConfig(dispatcher)));
    }

    /** One that a failure restarts. */
    static Puppet spawnRestarting(ActorTestKit kit, String dispatcher) {
        Behavior<Runnable> restarting = Behaviors.supervise(behavior())
                .onFailure(SupervisorStrategy.restart().withLoggingEnabled(false));
        return new Puppet(kit.spawn(restarting, DispatcherSelector.fromConfig(dispatcher)));
    }

    private static Behavior<Runnable> behavior() {
        return Behaviors.receiveMessage(deed -> {
            deed.run();
            return deed instanceof Stop ? Behaviors.stopped() : Behaviors.same();
        });
    }

    private record Stop() implements Runnable {
        @Override
        public void run() {}
    }

    /** The actor itself: what it is told, it runs. */
    public ActorRef<Runnable> actor() {
        return actor;
    }

    /** Has the actor do something and waits for the outcome; its exceptions come out of here. */
    public <T> T call(Callable<T> deed) {
        CompletableFuture<T> outcome = new CompletableFuture<>();
        actor.tell(() -> {
            try {
                outcome.complete(deed.call());
            } catch (Throwable failure) {
                outcome.completeExceptionally(failure);
            }
        });
        return await(outcome);
    }

    /** The same without a result. */
    public void run(Runnable deed) {
        call(() -> {
            deed.run();
            return true;
        });
    }

    private static <T> T await(CompletableFuture<T> outcome) {
        try {
            return outcome.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
        } catch (java.util.concurrent.CompletionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw e;
        }
    }

    /** Lets the actor's loop look at its fds several times. */
    public void awaitTurns() {
        for (int i = 0; i < TURNS; i++) {
            run(() -> {});
        }
    }

    /** Has the actor throw. */
    void fail() {
        actor.tell(() -> {
            throw new IllegalStateException("planted");
        });
    }

    /** Has the actor stop. */
    public void stop() {
        actor.tell(new Stop());
    }
}

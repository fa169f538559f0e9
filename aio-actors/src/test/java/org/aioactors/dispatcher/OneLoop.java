// SPDX-License-Identifier: Apache-2.0
package org.aioactors.dispatcher;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.DispatcherSelector;
import akka.actor.typed.javadsl.Behaviors;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.aioactors.dispatcher.loop.ServingThread;
import scala.concurrent.BlockContext;
import scala.concurrent.package$;

/** An actor system with a dispatcher of one loop, and what one needs to hold it up. */
public final class OneLoop implements AutoCloseable {
    static final DispatcherSelector SELECTOR = DispatcherSelector.fromConfig("one-loop");

    private final String name;
    final ActorTestKit kit;

    OneLoop(String name, String aio) {
        this.name = name;
        kit = ActorTestKit.create(
                name,
                TestConfig.of("one-loop { type = \"" + AioDispatcherConfigurator.class.getName()
                        + "\", throughput = 5, aio { threads = 1, " + aio + " } }"));
    }

    AioDispatcher dispatcher() {
        return (AioDispatcher) kit.system().dispatchers().lookup(SELECTOR);
    }

    <T> ActorRef<T> spawn(Behavior<T> behavior) {
        return kit.spawn(behavior, SELECTOR);
    }

    /** An actor that does this with every message. */
    <T> ActorRef<T> spawnDoing(Consumer<T> doing) {
        return spawn(Behaviors.receiveMessage(message -> {
            doing.accept(message);
            return Behaviors.same();
        }));
    }

    /** Waits in a way that nobody hears of. */
    public static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(40, TimeUnit.SECONDS)).as("released in time").isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Waits and says so: what scala.concurrent.blocking is in Java. */
    static void awaitAnnounced(CountDownLatch latch) {
        try {
            package$.MODULE$.blocking(() -> {
                await(latch);
                return null;
            });
        } catch (Exception e) {
            throw new AssertionError(e);
        }
        assertThat(BlockContext.current()).isInstanceOf(ServingThread.class);
    }

    @Override
    public void close() {
        kit.shutdownTestKit();
        Eventually.equal("threads left", () -> Eventually.threads(name + "-one-loop"), Set.of());
    }
}

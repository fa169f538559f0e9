// SPDX-License-Identifier: Apache-2.0
package org.aioactors.dispatcher;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.DispatcherSelector;
import akka.actor.typed.javadsl.Adapter;
import akka.actor.typed.javadsl.Behaviors;
import com.typesafe.config.Config;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.aioactors.Aio;
import org.junit.jupiter.api.Test;

/** Which dispatchers an actor system has, and that this knowledge keeps no system alive. */
class DispatcherRegistryTest {
    private static final Config CONFIG = TestConfig.of("a { type = \"" + AioDispatcherConfigurator.class.getName()
                    + "\", shutdown-timeout = 1 ms }, \"b,=\" = ${a}")
            .resolve();
    private static final DispatcherSelector A = DispatcherSelector.fromConfig("a");
    private static final DispatcherSelector B = DispatcherSelector.fromConfig("\"b,=\"");

    private static DispatcherRegistry of(ActorSystem<?> system) {
        return DispatcherRegistry.of(Adapter.toClassic(system).settings());
    }

    private static void end(ActorSystem<?> system) {
        system.terminate();
        assertThat(system.getWhenTerminated().toCompletableFuture()).succeedsWithin(Duration.ofSeconds(20));
    }

    @Test
    void aDispatcherIsThereWhenItHasBeenLookedUp() {
        ActorSystem<Void> system = ActorSystem.create(Behaviors.empty(), "registry", CONFIG);
        try {
            assertThat(of(system).dispatchers()).isEmpty();
            Object a = system.dispatchers().lookup(A);
            assertThat(of(system).dispatchers().values()).singleElement().isSameAs(a);
            Object b = system.dispatchers().lookup(B);
            assertThat(of(system).dispatchers().keySet()).containsExactly("\"b,=\"", "a");
            assertThat(system.dispatchers().lookup(A)).isSameAs(a);
            assertThat(of(system).dispatchers().values()).contains((AioDispatcher) a, (AioDispatcher) b);
            assertThat(Aio.get(system).dispatchers()).isEqualTo(of(system).dispatchers());
        } finally {
            end(system);
        }
    }

    @Test
    void eachSystemHasItsOwn() {
        ActorSystem<Void> one = ActorSystem.create(Behaviors.empty(), "registry", CONFIG);
        ActorSystem<Void> two = ActorSystem.create(Behaviors.empty(), "registry", CONFIG);
        try {
            one.dispatchers().lookup(A);
            assertThat(of(one).dispatchers()).hasSize(1);
            assertThat(of(two).dispatchers()).isEmpty();
        } finally {
            end(one);
            end(two);
        }
    }

    @Test
    void aListenerHearsOfThoseThatAreThereAndThoseThatCome() {
        ActorSystem<Void> system = ActorSystem.create(Behaviors.empty(), "registry", CONFIG);
        try {
            List<String> heard = new ArrayList<>();
            system.dispatchers().lookup(A);
            Consumer<AioDispatcher> listener = dispatcher -> heard.add(dispatcher.id());
            of(system).listen(listener);
            assertThat(heard).containsExactly("a");
            system.dispatchers().lookup(A);
            assertThat(heard).containsExactly("a");
            system.dispatchers().lookup(B);
            assertThat(heard).containsExactly("a", "\"b,=\"");
            of(system).stopListening(listener);
            system.dispatchers().lookup(DispatcherSelector.fromConfig("aio-default-dispatcher"));
            assertThat(heard).hasSize(2);
        } finally {
            end(system);
        }
    }

    @Test
    void nothingStaysOfSystemsThatHaveEnded() {
        List<WeakReference<?>> references = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            live(references);
        }
        Eventually.equal(
                "settings and dispatchers left of systems that ended",
                () -> {
                    System.gc();
                    return references.stream()
                            .filter(reference -> reference.get() != null)
                            .count();
                },
                0L);
    }

    private static void live(List<WeakReference<?>> references) {
        ActorSystem<Void> system = ActorSystem.create(Behaviors.empty(), "registry", CONFIG);
        try {
            Aio.get(system);
            references.add(new WeakReference<>(system.dispatchers().lookup(A)));
            references.add(new WeakReference<>(Adapter.toClassic(system).settings()));
        } finally {
            end(system);
        }
    }
}

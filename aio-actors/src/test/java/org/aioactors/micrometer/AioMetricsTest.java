// SPDX-License-Identifier: Apache-2.0
package org.aioactors.micrometer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.LoggingTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.actor.typed.DispatcherSelector;
import akka.actor.typed.javadsl.Behaviors;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.aioactors.dispatcher.AioDispatcher;
import org.aioactors.dispatcher.AioDispatcherConfigurator;
import org.aioactors.dispatcher.AioLoop;
import org.aioactors.dispatcher.TestConfig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The meters of dispatchers and loops: there from the first look-up to the end of the system, with its figures. */
class AioMetricsTest {
    private static final String TYPE = "type = \"" + AioDispatcherConfigurator.class.getName() + "\"";

    /** As dashboards name them: changed only with a word in the documentation. */
    private static final List<String> OF_A_LOOP = List.of(
            "GAUGE aio.loop.actors",
            "COUNTER aio.loop.busy.polls result=hit",
            "COUNTER aio.loop.busy.polls result=miss",
            "COUNTER aio.loop.messages in messages",
            "GAUGE aio.loop.poll.window in seconds",
            "GAUGE aio.loop.queue.depth",
            "GAUGE aio.loop.stalled",
            "COUNTER aio.loop.tasks in tasks",
            "COUNTER aio.loop.turns",
            "COUNTER aio.loop.waits",
            "COUNTER aio.loop.wakeups");

    private final ActorTestKit kit = ActorTestKit.create(
            "meters",
            TestConfig.of("two-loops { " + TYPE + ", aio.threads = 2 }, other { " + TYPE + ", aio.threads = 1 }"));

    private final MeterRegistry registry = new SimpleMeterRegistry();

    @AfterEach
    void stop() {
        kit.shutdownTestKit();
        assertThat(registry.getMeters())
                .as("meters of a system that has terminated")
                .isEmpty();
    }

    private AioDispatcher lookUp(String id) {
        return (AioDispatcher) kit.system().dispatchers().lookup(DispatcherSelector.fromConfig(id));
    }

    /** Kind, name, unit and tags of those with that tag, without the tags of the place. */
    private List<String> metersWith(String tag, String value) {
        return registry.getMeters().stream()
                .filter(meter -> value.equals(meter.getId().getTag(tag)))
                .map(AioMetricsTest::describe)
                .sorted((a, b) -> a.substring(a.indexOf(' ')).compareTo(b.substring(b.indexOf(' '))))
                .toList();
    }

    private static String describe(Meter meter) {
        Meter.Id id = meter.getId();
        String kind = meter instanceof FunctionCounter ? "COUNTER" : "GAUGE";
        String tags = id.getTags().stream()
                .filter(each -> !Set.of("dispatcher", "loop").contains(each.getKey()))
                .map(each -> " " + each.getKey() + "=" + each.getValue())
                .collect(Collectors.joining());
        return kind + " " + id.getName() + (id.getBaseUnit() == null ? "" : " in " + id.getBaseUnit()) + tags;
    }

    private Set<String> dispatchers() {
        return registry.find("aio.dispatcher.loops").meters().stream()
                .map(meter -> meter.getId().getTag("dispatcher"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private double count(int loop, String name) {
        return registry.get(name)
                .tags("dispatcher", "two-loops", "loop", Integer.toString(loop))
                .functionCounter()
                .count();
    }

    private double gauge(int loop, String name) {
        return registry.get(name)
                .tags("dispatcher", "two-loops", "loop", Integer.toString(loop))
                .gauge()
                .value();
    }

    @Test
    void eachLoopAndEachDispatcherHasItsMeters() {
        lookUp("two-loops");
        AioMetrics.of(kit.system()).bindTo(registry);
        assertThat(metersWith("loop", "1")).isEqualTo(OF_A_LOOP);
        assertThat(metersWith("loop", "2")).isEqualTo(OF_A_LOOP);
        assertThat(registry.getMeters()).hasSize(2 * OF_A_LOOP.size() + 4);
        assertThat(metersWith("dispatcher", "two-loops"))
                .contains(
                        "GAUGE aio.dispatcher.loops",
                        "COUNTER aio.dispatcher.stalls",
                        "COUNTER aio.dispatcher.announced.blocks",
                        "GAUGE aio.dispatcher.relief.threads in threads");
    }

    @Test
    void dispatchersThatComeLaterAreThereFromTheirFirstLookUp() {
        AioMetrics.of(kit.system()).bindTo(registry);
        assertThat(dispatchers()).isEmpty();
        lookUp("two-loops");
        assertThat(dispatchers()).containsExactly("two-loops");
        lookUp("other");
        assertThat(dispatchers()).containsExactly("other", "two-loops");
        int meters = registry.getMeters().size();
        lookUp("other");
        assertThat(registry.getMeters()).hasSize(meters);
    }

    @Test
    void theyShowWhatTheDispatcherAndItsLoopsTell() {
        AioMetrics.of(kit.system()).bindTo(registry);
        TestProbe<String> probe = kit.createTestProbe();
        int[] messages = {0, 10, 7};
        for (int loop = 1; loop <= 2; loop++) { // the actors go to the loops in turn
            ActorRef<String> echo = kit.spawn(
                    Behaviors.<String>receiveMessage(message -> {
                        probe.ref().tell(message);
                        return Behaviors.same();
                    }),
                    DispatcherSelector.fromConfig("two-loops"));
            for (int i = 0; i < messages[loop]; i++) {
                echo.tell("message " + i);
                probe.expectMessage("message " + i);
            }
        }
        AioDispatcher dispatcher = lookUp("two-loops");
        assertThat(Set.of(count(1, "aio.loop.messages"), count(2, "aio.loop.messages")))
                .isEqualTo(Set.of(10.0, 7.0));
        assertThat(gauge(1, "aio.loop.actors") + gauge(2, "aio.loop.actors"))
                .isEqualTo(dispatcher.loops().stream().mapToInt(AioLoop::actors).sum())
                .isPositive();
        assertThat(gauge(1, "aio.loop.stalled")).isZero();
        double turns = count(1, "aio.loop.turns");
        assertThat(turns).isPositive().isLessThanOrEqualTo((double)
                dispatcher.loops().get(0).metrics().context().turns());
        assertThat(gauge(1, "aio.loop.poll.window")).as("in seconds").isBetween(0.0, 1.0);
        assertThat(registry.get("aio.dispatcher.loops").gauge().value()).isEqualTo(2);
    }

    @Test
    void theyLeaveTheRegistryWhenTheBinderIsClosed() {
        registry.counter("of.another");
        AioMetrics metrics = AioMetrics.of(kit.system());
        MeterRegistry second = new SimpleMeterRegistry();
        metrics.bindTo(registry);
        metrics.bindTo(second);
        lookUp("two-loops");
        assertThat(registry.getMeters()).hasSizeGreaterThan(1);
        assertThat(second.getMeters()).hasSize(registry.getMeters().size() - 1);
        metrics.close();
        lookUp("other");
        assertThat(second.getMeters()).isEmpty();
        assertThat(registry.getMeters()).hasSize(1).allSatisfy(registry::remove);
    }

    @Test
    void aSystemThatHasTerminatedGetsNone() {
        lookUp("two-loops");
        AioMetrics metrics = AioMetrics.of(kit.system());
        kit.shutdownTestKit();
        assertThatCode(() -> metrics.bindTo(registry)).doesNotThrowAnyException();
        assertThat(registry.getMeters()).isEmpty();
    }

    @Test
    void systemsInOneRegistryDifferByATagOfTheUsers() {
        ActorTestKit second =
                ActorTestKit.create("second", kit.system().settings().config());
        try {
            AioMetrics.of(kit.system(), Tag.of("system", "first")).bindTo(registry);
            AioMetrics.of(second.system(), Tag.of("system", "second")).bindTo(registry);
            lookUp("two-loops");
            second.system().dispatchers().lookup(DispatcherSelector.fromConfig("two-loops"));
            assertThat(metersWith("system", "first"))
                    .hasSameSizeAs(metersWith("system", "second"))
                    .isNotEmpty();
        } finally {
            second.shutdownTestKit();
        }
        assertThat(metersWith("system", "second")).isEmpty();
        assertThat(metersWith("system", "first")).isNotEmpty();
    }

    @Test
    void whereARegistryRefusesOneLineSaysSoAndAllElseGoesOn() {
        registry.config().meterFilter(new MeterFilter() {
            @Override
            public Meter.Id map(Meter.Id id) {
                if (id.getName().endsWith("stalls")) {
                    throw new IllegalArgumentException("planted");
                }
                return id;
            }
        });
        AioMetrics.of(kit.system()).bindTo(registry);
        LoggingTestKit.warn("refuses meters of AioDispatcher[two-loops]: java.lang.IllegalArgumentException: planted")
                .withOccurrences(1)
                .expect(kit.system(), () -> {
                    lookUp("two-loops");
                    return lookUp("other");
                });
        assertThat(metersWith("loop", "1")).hasSize(2 * OF_A_LOOP.size());
        TestProbe<String> probe = kit.createTestProbe();
        lookUp("two-loops").execute(() -> probe.ref().tell("ran"));
        probe.expectMessage(Duration.ofSeconds(30), "ran");
    }
}

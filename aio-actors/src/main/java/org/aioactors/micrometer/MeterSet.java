// SPDX-License-Identifier: Apache-2.0
package org.aioactors.micrometer;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * The meters of one thing, such as a loop: they come and go together. The thing is held weakly. Whoever uses it sees to it
 * that one thread does at a time.
 *
 * @param <T> what the meters are about
 */
final class MeterSet<T> {
    private final MeterRegistry registry;
    private final Tags tags;
    private final T thing;
    private final List<Meter> meters = new ArrayList<>();

    MeterSet(MeterRegistry registry, Tags tags, T thing) {
        this.registry = registry;
        this.tags = tags;
        this.thing = thing;
    }

    /** What only grows. */
    MeterSet<T> counter(String name, @Nullable String unit, String description, ToLongFunction<T> value) {
        return counter(name, Tags.empty(), unit, description, value);
    }

    /** What only grows, as one of several parts that make a whole. */
    MeterSet<T> counter(String name, Tags part, @Nullable String unit, String description, ToLongFunction<T> value) {
        meters.add(FunctionCounter.builder(name, thing, value::applyAsLong)
                .tags(tags.and(part))
                .baseUnit(unit)
                .description(description)
                .register(registry));
        return this;
    }

    /** What goes up and down. */
    MeterSet<T> gauge(String name, @Nullable String unit, String description, ToLongFunction<T> value) {
        meters.add(Gauge.builder(name, thing, value::applyAsLong)
                .tags(tags)
                .baseUnit(unit)
                .description(description)
                .register(registry));
        return this;
    }

    /** A time that goes up and down; the registry has it in its own unit, seconds as a rule. */
    MeterSet<T> timeGauge(String name, String description, ToLongFunction<T> valueNs) {
        meters.add(TimeGauge.builder(name, thing, TimeUnit.NANOSECONDS, valueNs::applyAsLong)
                .tags(tags)
                .description(description)
                .register(registry));
        return this;
    }

    /** The registry has none of them any more. */
    void remove() {
        meters.forEach(registry::remove);
        meters.clear();
    }
}

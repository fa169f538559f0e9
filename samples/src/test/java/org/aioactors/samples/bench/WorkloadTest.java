// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A benchmark's figure counts only if the dispatcher did the work: one message lost or doubled, and there is none. */
class WorkloadTest {
    private static final String DISPATCHER = "bench.aio-2";
    private static final DispatcherPair DISPATCHERS = new DispatcherPair(DISPATCHER, DISPATCHER);
    private static final long DURATION_NS = Duration.ofMillis(100).toNanos();

    private static double measure(Workload workload, Config faults, String patience) {
        Config config = faults.withFallback(ConfigFactory.parseString("bench.patience = " + patience))
                .withFallback(BenchConfig.load(BenchArguments.parse("", Set.of())));
        try (BenchSystem system = new BenchSystem(workload.config(config, DISPATCHERS), DISPATCHERS)) {
            return workload.perSecond(system, DURATION_NS);
        }
    }

    /** The first message, one at the beginning, and one in the midst. */
    private static Stream<Arguments> numbers() {
        return Workloads.quick().entrySet().stream()
                .filter(workload -> workload.getValue().question().equals("inside"))
                .map(workload -> workload.getKey())
                .flatMap(name -> Stream.of(1, 6, 50).map(at -> Arguments.of(name, at)));
    }

    @ParameterizedTest
    @MethodSource("numbers")
    void aLostMessageIsNoticed(String name, int at) {
        Config faults = FaultyMailbox.with(FaultyMailbox.Fault.LOSE, at);
        assertThatThrownBy(() -> measure(Workloads.quick().get(name), faults, "1 s"))
                .isInstanceOf(IllegalStateException.class)
                .isNotInstanceOf(WrongResultException.class);
    }

    @ParameterizedTest
    @MethodSource("numbers")
    void aMessageThatComesTwiceIsNoticed(String name, int at) {
        Config faults = FaultyMailbox.with(FaultyMailbox.Fault.DUPLICATE, at);
        assertThatThrownBy(() -> measure(Workloads.quick().get(name), faults, "30 s"))
                .isInstanceOf(WrongResultException.class);
    }

    @Test
    void aFaultThatNeverStrikesDoesNoHarm() {
        Config faults = FaultyMailbox.with(FaultyMailbox.Fault.LOSE, Long.MAX_VALUE);
        Workloads.quick().forEach((name, workload) -> {
            if (workload.question().equals("inside")) {
                assertThat(measure(workload, faults, "30 s")).as(name).isPositive();
            }
        });
    }

    @Test
    void bothSizesHaveTheSameBenchmarks() {
        assertThat(List.copyOf(Workloads.quick().keySet()))
                .isEqualTo(List.copyOf(Workloads.full().keySet()));
    }
}

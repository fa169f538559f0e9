// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.aioactors.aio.FdMonitorKind;
import org.aioactors.aio.linux.FdLeakExtension;
import org.aioactors.aio.linux.uring.IoUringHere;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * In the reference semantics a context does, line by line, what the reference machine did, system calls included (S1 to S61).
 *
 * <p>Where the reference aborted, the trace is followed up to there, and {@code traces/outlived} has what must come instead.
 */
@ExtendWith(FdLeakExtension.class)
class TraceReplayTest {
    /** Scenarios that can't be replayed yet, and why. */
    private static final Map<String, String> NOT_YET = Map.of();

    /** The summary names traces if they are few. */
    private static final int MAX_NAMES = 12;

    private final List<Trace> traces = Trace.all();

    @TestFactory
    Stream<DynamicTest> everyTraceIsReproduced() {
        Set<Trace> reproduced = new HashSet<>();
        Stream<DynamicTest> each = traces.stream()
                .filter(trace -> notYet(trace).isEmpty())
                .map(trace -> DynamicTest.dynamicTest(trace.fileName(), () -> {
                    Replay.run(
                            trace.fileName(),
                            trace.expectedLines(),
                            trace.backend().kind());
                    reproduced.add(trace);
                }));
        return Stream.concat(
                each, Stream.of(DynamicTest.dynamicTest("all there are", () -> checkNoneIsMissing(reproduced))));
    }

    private void checkNoneIsMissing(Set<Trace> reproduced) {
        System.out.println(summary(reproduced));
        assertThat(traces)
                .filteredOn(trace -> notYet(trace).isEmpty())
                .isNotEmpty()
                .filteredOn(trace -> !reproduced.contains(trace) && canBeReplayed(trace))
                .extracting(Trace::fileName)
                .isEmpty();
    }

    private static boolean canBeReplayed(Trace trace) {
        return trace.backend() != Backend.IO_URING || IoUringHere.isThere();
    }

    private String summary(Set<Trace> reproduced) {
        StringBuilder text = new StringBuilder("replayed traces: ");
        text.append(Stream.of(Backend.values())
                .map(backend -> backend.label() + " " + count(reproduced, backend) + " of " + count(traces, backend))
                .collect(Collectors.joining(", ")));
        text.append("\n  the reference aborted, ours goes on: ")
                .append(names(reproduced.stream().filter(Trace::endsInDefect).toList()));
        traces.stream()
                .filter(trace -> notYet(trace).isPresent())
                .collect(Collectors.groupingBy(trace -> notYet(trace).get(), TreeMap::new, Collectors.toList()))
                .forEach((reason, these) -> text.append("\n  not yet, since ")
                        .append(reason)
                        .append(": ")
                        .append(names(these)));
        return text.toString();
    }

    private static long count(Iterable<Trace> all, Backend backend) {
        long count = 0;
        for (Trace trace : all) {
            count += trace.backend() == backend ? 1 : 0;
        }
        return count;
    }

    private static String names(List<Trace> some) {
        return some.size() > MAX_NAMES
                ? some.size() + " traces"
                : some.stream().map(Trace::fileName).sorted().collect(Collectors.joining(", "));
    }

    private static Optional<String> notYet(Trace trace) {
        return Optional.ofNullable(NOT_YET.get(trace.scenario()));
    }

    /** So that no trace can get lost unnoticed: the index has the scenarios, each trace's header the back ends. */
    @Test
    void everyRecordedTraceIsThere() {
        assertThat(traces).extracting(Trace::scenario).hasSameElementsAs(Trace.indexedScenarios());
        Set<String> recorded = traces.stream()
                .flatMap(trace -> trace.recordedBackends().stream()
                        .map(backend -> trace.scenario() + "." + backend.label() + ".txt"))
                .collect(Collectors.toSet());
        assertThat(traces).extracting(Trace::fileName).containsExactlyInAnyOrderElementsOf(recorded);
        assertThat(traces).allSatisfy(trace -> assertThat(trace.lines().get(0))
                .isEqualTo("# backend " + trace.backend().label()));
    }

    /** What can't be replayed yet lacks a command; whatever has all of its commands must be replayed. */
    @Test
    void allCommandsAreKnown() {
        try (Session session = new Session(FdMonitorKind.POLL)) {
            assertThat(traces).allSatisfy(trace -> {
                List<String> unknown = trace.commands()
                        .filter(command -> !session.commands().knows(command))
                        .toList();
                if (NOT_YET.containsKey(trace.scenario())) {
                    assertThat(unknown).isNotEmpty();
                } else {
                    assertThat(unknown).isEmpty();
                }
            });
        }
    }
}

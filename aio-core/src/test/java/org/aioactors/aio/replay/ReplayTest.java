// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.replay;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.aioactors.aio.FdMonitorKind;
import org.aioactors.aio.linux.FdLeakExtension;
import org.aioactors.aio.linux.uring.IoUringHere;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A replay notices any difference, wherever it is, and says which line it is. */
@ExtendWith(FdLeakExtension.class)
class ReplayTest {
    private static final List<Trace> TRACES =
            List.of(Trace.named("pm-enter.poll.txt"), Trace.named("ur-timeout.io_uring.txt"));

    /** Skips the test where there is no io_uring for this trace: here, not where any failure is taken for the right one. */
    private static void assumeItCanBeReplayed(Trace trace) {
        IoUringHere.assumeIf(trace.backend() == Backend.IO_URING);
    }

    /** The lines that are not commands or comments but came out of the reference. */
    static Stream<Arguments> outcomes() {
        return TRACES.stream().flatMap(trace -> IntStream.range(0, trace.lines().size())
                .filter(i -> !trace.lines().get(i).startsWith(Transcript.COMMENT))
                .filter(i -> !trace.lines().get(i).startsWith(Transcript.COMMAND))
                .mapToObj(i -> Arguments.of(trace, i)));
    }

    static List<Trace> traces() {
        return TRACES;
    }

    @ParameterizedTest
    @MethodSource("traces")
    void theTraceItselfIsReproduced(Trace trace) {
        assumeItCanBeReplayed(trace);
        assertThatCode(() -> replay(trace, trace.lines())).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @MethodSource("outcomes")
    void aMissingLineIsNoticed(Trace trace, int index) {
        assumeItCanBeReplayed(trace);
        List<String> doctored = new ArrayList<>(trace.lines());
        String removed = doctored.remove(index);

        assertThatThrownBy(() -> replay(trace, doctored))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining(removed);
    }

    @ParameterizedTest
    @MethodSource("outcomes")
    void anotherLineIsNoticed(Trace trace, int index) {
        assumeItCanBeReplayed(trace);
        List<String> doctored = new ArrayList<>(trace.lines());
        doctored.set(index, doctored.get(index) + "0");

        assertThatThrownBy(() -> replay(trace, doctored))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("line " + (index + 1) + "\n")
                .hasMessageContaining("expected: " + doctored.get(index));
    }

    @Test
    void aLineTooManyAtTheEndIsNoticed() {
        Trace trace = TRACES.get(0);
        List<String> doctored = new ArrayList<>(trace.lines());
        doctored.add("<0 val poll(nonblocking) progress=0 t=1000007000");

        assertThatThrownBy(() -> replay(trace, doctored)).hasMessageContaining("actual:   (nothing more)");
    }

    @Test
    void anUnknownCommandIsAnError() {
        assertThatThrownBy(() -> Replay.run("trace", List.of("> ctx", "> dance"), FdMonitorKind.POLL))
                .isInstanceOf(AssertionError.class)
                .hasRootCauseMessage("unknown command: dance");
    }

    @Test
    void aWaitWithoutEndEndsTheScenario() {
        List<String> blocked = List.of(
                "> ctx",
                "> poll nb",
                "<0 val poll(nonblocking) progress=0 t=1000000000",
                "> poll b",
                "~1 ppoll timeout=-1 n=1 [notifier:IN|ERR|HUP]",
                "! BLOCKED forever in wait, scenario ends");

        assertThatCode(() -> Replay.run("trace", blocked, FdMonitorKind.POLL)).doesNotThrowAnyException();
    }

    private static void replay(Trace trace, List<String> lines) {
        Replay.run("trace", lines, trace.backend().kind());
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.replay;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.aioactors.aio.fdmon.FdMonitorKind;
import org.aioactors.aio.linux.FdLeakExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A replay notices any difference, wherever it is, and says which line it is. */
@ExtendWith(FdLeakExtension.class)
class ReplayTest {
    private static final Trace TRACE = Trace.named("pm-enter.poll.txt");

    /** The lines that are not commands or comments but came out of the reference. */
    static IntStream outcomes() {
        return IntStream.range(0, TRACE.lines().size())
                .filter(i -> !TRACE.lines().get(i).startsWith(Transcript.COMMENT))
                .filter(i -> !TRACE.lines().get(i).startsWith(Transcript.COMMAND));
    }

    @Test
    void theTraceItselfIsReproduced() {
        assertThatCode(() -> replay(TRACE.lines())).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @MethodSource("outcomes")
    void aMissingLineIsNoticed(int index) {
        List<String> doctored = new ArrayList<>(TRACE.lines());
        String removed = doctored.remove(index);

        assertThatThrownBy(() -> replay(doctored))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining(removed);
    }

    @ParameterizedTest
    @MethodSource("outcomes")
    void anotherLineIsNoticed(int index) {
        List<String> doctored = new ArrayList<>(TRACE.lines());
        doctored.set(index, doctored.get(index) + "0");

        assertThatThrownBy(() -> replay(doctored))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("line " + (index + 1) + "\n")
                .hasMessageContaining("expected: " + doctored.get(index));
    }

    @Test
    void aLineTooManyAtTheEndIsNoticed() {
        List<String> doctored = new ArrayList<>(TRACE.lines());
        doctored.add("<0 val poll(nonblocking) progress=0 t=1000007000");

        assertThatThrownBy(() -> replay(doctored)).hasMessageContaining("actual:   (nothing more)");
    }

    @Test
    void anUnknownCommandIsAnError() {
        assertThatThrownBy(() -> replay(List.of("> ctx", "> dance")))
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

        assertThatCode(() -> replay(blocked)).doesNotThrowAnyException();
    }

    private static void replay(List<String> lines) {
        Replay.run("trace", lines, FdMonitorKind.POLL);
    }
}

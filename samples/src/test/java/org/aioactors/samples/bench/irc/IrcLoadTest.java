// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.bench.irc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.aioactors.samples.bench.WrongResultException;
import org.aioactors.samples.bench.tcp.Load;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A load ends well with a server that is right, and fails with one that is not. */
class IrcLoadTest {
    private static final long LONG_NS = TimeUnit.SECONDS.toNanos(30);

    private static Throwable failureWith(String name, Function<String, @Nullable List<String>> fault)
            throws IOException {
        try (FaultyIrc server = new FaultyIrc(fault);
                Load load = Load.start(IrcCase.parse(name), server.address().getPort(), 1)) {
            try {
                load.pass(LONG_NS);
            } catch (IllegalStateException failure) {
                return failure.getCause();
            }
            throw new AssertionError("the load has not failed");
        }
    }

    /** Lets some pass before the mistake, which then is made each time. */
    private static Function<String, @Nullable List<String>> after(
            String command, int count, Function<String, @Nullable List<String>> fault) {
        int[] seen = new int[1];
        return line -> line.contains(command) && ++seen[0] > count ? fault.apply(line) : List.of(line);
    }

    @ParameterizedTest
    @ValueSource(strings = {"fan-out-6x3", "joins-6x3", "paced-6x3x1000"})
    void allIsBackAtTheEnd(String name) throws IOException {
        try (FaultyIrc server = new FaultyIrc(List::of);
                Load load = Load.start(IrcCase.parse(name), server.address().getPort(), 2)) {
            load.countLatencies(true);
            while (load.delivered() < 100) {
                load.pass(TimeUnit.MILLISECONDS.toNanos(1));
            }
            assertThat(load.finish().percentileNs(50)).isPositive();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"fan-out-4x2", "paced-4x2x1000"})
    void aDoubledMessageFailsIt(String name) throws IOException {
        assertThat(failureWith(name, after("PRIVMSG", 5, line -> List.of(line, line))))
                .isInstanceOf(WrongResultException.class);
    }

    @Test
    void aMessageInSomebodyElsesNameFailsIt() throws IOException {
        assertThat(failureWith(
                        "fan-out-3x3",
                        after(
                                "PRIVMSG",
                                5,
                                line -> List.of(
                                        line.startsWith(":b000001") ? line.replaceFirst("b000001", "b000002") : line))))
                .isInstanceOf(WrongResultException.class);
    }

    @Test
    void aMessageOfSomebodyElsesChannelFailsIt() throws IOException {
        assertThat(failureWith("fan-out-4x2", after("PRIVMSG", 5, line -> List.of(line.replace("#r00000", "#r00001")))))
                .isInstanceOf(WrongResultException.class);
    }

    @Test
    void aChangedByteFailsIt() throws IOException {
        assertThat(failureWith("fan-out-3x3", after("PRIVMSG", 5, line -> List.of(line.replace("words", "worts")))))
                .isInstanceOf(WrongResultException.class);
    }

    @Test
    void anOldMessageInPlaceOfTheNextFailsIt() throws IOException {
        String[] old = {""};
        assertThat(failureWith("fan-out-2x2", line -> {
                    if (line.startsWith(":b000000") && line.contains("PRIVMSG")) {
                        old[0] = old[0].isEmpty() ? line : old[0];
                        return List.of(old[0]);
                    }
                    return List.of(line);
                }))
                .isInstanceOf(WrongResultException.class);
    }

    @Test
    void aClosedConnectionFailsIt() throws IOException {
        assertThat(failureWith("fan-out-2x2", after("PRIVMSG", 5, line -> null)))
                .isInstanceOfAny(WrongResultException.class, IOException.class);
    }

    @Test
    void whoIsToldTwiceOfOneJoinFailsIt() throws IOException {
        assertThat(failureWith("joins-2x2", after("JOIN", 3, line -> List.of(line, line))))
                .isInstanceOf(WrongResultException.class);
    }

    @Test
    void whoIsNotToldOfAJoinFailsIt() throws IOException {
        assertThat(failureWith("joins-3x3", after("JOIN", 3, line -> List.of())))
                .isInstanceOf(WrongResultException.class);
    }

    @Test
    void idleClientsMayBeToldOfOthers() throws IOException {
        try (FaultyIrc server = new FaultyIrc(List::of);
                Load load =
                        Load.start(IrcCase.parse("idle-6x3"), server.address().getPort(), 1)) {
            load.pass(TimeUnit.MILLISECONDS.toNanos(10));
            assertThat(load.delivered()).isZero();
        }
    }
}

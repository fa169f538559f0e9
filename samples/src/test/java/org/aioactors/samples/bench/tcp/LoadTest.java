// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.bench.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.TimeUnit;
import org.aioactors.samples.bench.WrongResultException;
import org.junit.jupiter.api.Test;

/** A load ends well with a server that is right, and fails with one that is not. */
class LoadTest {
    private static final long LONG_NS = TimeUnit.SECONDS.toNanos(30);

    private static final LoadShape SHAPE = new LoadShape.Echo(3, 1000, 2, false);

    private static Throwable failureWith(FaultyEcho.Fault fault) throws IOException {
        try (FaultyEcho server = new FaultyEcho(fault);
                Load load = Load.start(SHAPE, server.port(), 1)) {
            try {
                load.pass(LONG_NS);
            } catch (IllegalStateException failure) {
                return failure.getCause();
            }
            throw new AssertionError("the load has not failed");
        }
    }

    @Test
    void allIsBackAtTheEnd() throws IOException {
        try (FaultyEcho server = new FaultyEcho(bytes -> bytes);
                Load load = Load.start(SHAPE, server.port(), 2)) {
            load.countLatencies(true);
            while (load.delivered() < 100) {
                load.pass(TimeUnit.MILLISECONDS.toNanos(1));
            }
            assertThat(load.finish().percentileNs(50)).isPositive();
        }
    }

    @Test
    void aLostByteFailsIt() throws IOException {
        assertThat(failureWith(FaultyEcho::withoutSecond)).isInstanceOf(WrongResultException.class);
    }

    @Test
    void aDoubledByteFailsIt() throws IOException {
        assertThat(failureWith(FaultyEcho::withFirstTwice)).isInstanceOf(WrongResultException.class);
    }

    @Test
    void swappedBytesFailIt() throws IOException {
        assertThat(failureWith(FaultyEcho::withFirstTwoSwapped)).isInstanceOf(WrongResultException.class);
    }

    @Test
    void aClosedConnectionFailsIt() throws IOException {
        assertThat(failureWith(bytes -> null)).isInstanceOf(WrongResultException.class);
    }

    @Test
    void surplusBytesAtTheEndFailIt() throws IOException {
        try (FaultyEcho server = new FaultyEcho(bytes -> bytes, new byte[] {1});
                Load load = Load.start(SHAPE, server.port(), 1)) {
            assertThatThrownBy(load::finish)
                    .isInstanceOf(IllegalStateException.class)
                    .hasCauseInstanceOf(WrongResultException.class);
        }
    }

    @Test
    void noServerNoLoad() throws IOException {
        try (Socket silent = new Socket()) {
            silent.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)); // and does not listen
            assertThatThrownBy(() -> Load.start(SHAPE, silent.getLocalPort(), 1))
                    .isInstanceOf(IOException.class);
        }
    }
}

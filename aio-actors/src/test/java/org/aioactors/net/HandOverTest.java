// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.aioactors.dispatcher.Eventually;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

/** A listener goes from process to process, while clients come and come. */
class HandOverTest {
    private static final int AT_ONCE = 2;

    @TempDir
    Path folder;

    /** How many clients there are. */
    int clients() {
        return 1_000;
    }

    /** How many processes follow the first. */
    int successors() {
        return 1;
    }

    @Test
    void noClientOfTcpIsLost(TestReporter reporter) throws Exception {
        handOver(false, reporter);
    }

    @Test
    void noClientOfAUnixSocketIsLost(TestReporter reporter) throws Exception {
        handOver(true, reporter);
    }

    private void handOver(boolean unix, TestReporter reporter) throws Exception {
        List<HandOverProcess> processes = new ArrayList<>();
        try {
            HandOverProcess current = start(processes, unix);
            String where = current.expect("serving");
            current.expect("offered");
            SocketAddress address =
                    unix ? UnixDomainSocketAddress.of(where) : TcpTest.loopback(Integer.parseInt(where));
            HandOverLoad load = HandOverLoad.start(address, AT_ONCE);
            int share = clients() / (successors() + 1);
            for (int i = 1; i <= successors(); i++) {
                awaitDone(load, i * share);
                HandOverProcess next = start(processes, unix);
                next.expect("serving");
                next.expect("complete");
                next.expect("offered");
                current.expect("handed over");
                current.expectEnd();
                current = next;
            }
            awaitDone(load, load.done() + share);
            load.stop();
            reporter.publishEntry(
                    "clients",
                    load.done() + ", of which refused, reset or cut off: "
                            + load.failures().size() + ", served by each process: "
                            + processes.stream()
                                    .map(each -> load.servedBy(each.pid()))
                                    .toList());
            assertThat(load.failures()).as("of %d clients", load.done()).isEmpty();
            assertThat(load.served()).isEqualTo(load.done()).isGreaterThanOrEqualTo(clients());
            for (HandOverProcess each : processes) {
                assertThat(load.servedBy(each.pid()))
                        .as("served by %s", each.pid())
                        .isPositive();
            }
        } finally {
            processes.forEach(HandOverProcess::close);
        }
    }

    private HandOverProcess start(List<HandOverProcess> processes, boolean unix) throws Exception {
        HandOverProcess started = HandOverProcess.start(folder, TransportKind.DEFAULT, unix);
        processes.add(started);
        return started;
    }

    private static void awaitDone(HandOverLoad load, int count) {
        Eventually.equal("clients", () -> load.done() >= count, true);
    }
}

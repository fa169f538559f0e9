// SPDX-License-Identifier: Apache-2.0
package org.aioactors.os.signal;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import org.aioactors.Aio;
import org.aioactors.fd.Openings;
import org.aioactors.os.OsTest;
import org.junit.jupiter.api.Test;

/** What thousands of watches of signals leave: nothing, and the signal does what it did. */
class SignalOpeningsTest extends OsTest {
    private static final int AT_ONCE = 50;

    @Test
    void ofWatches() throws Exception {
        ActorRef<Signals.Command> signals = Aio.get(kit.system()).signals();
        TestProbe<Signals.Event> probe = kit.createTestProbe();
        String before = caught();
        Openings.repeat(2_000, AT_ONCE, () -> {
            for (int i = 0; i < AT_ONCE; i++) {
                signals.tell(new Signals.Watch(Signal.USR1, probe.ref()));
                signals.tell(new Signals.Watch(Signal.WINCH, probe.ref()));
                signals.tell(new Signals.Unwatch(Signal.USR1, probe.ref()));
                signals.tell(new Signals.Unwatch(Signal.WINCH, probe.ref()));
            }
            for (int i = 0; i < 2 * AT_ONCE; i++) {
                probe.expectMessageClass(Signals.Watching.class, PATIENCE);
            }
        });
        signals.tell(new Signals.Watch(Signal.HUP, probe.ref()));
        probe.expectMessageClass(Signals.Event.class, PATIENCE); // behind all that was unwatched
        signals.tell(new Signals.Unwatch(Signal.HUP, probe.ref()));
        assertThat(caught()).isEqualTo(before);
    }

    /** Which signals this process has handlers for, as bits, see {@code proc_pid_status(5)}; HUP is always one of a JVM's. */
    private static String caught() throws Exception {
        return java.nio.file.Files.readAllLines(java.nio.file.Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("SigCgt:"))
                .findFirst()
                .orElseThrow();
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.aioactors.os.process;

import static org.aioactors.dispatcher.Eventually.await;

import akka.actor.testkit.typed.javadsl.TestProbe;
import java.util.Objects;
import org.aioactors.fd.Openings;
import org.aioactors.net.Tcp;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What thousands of children with all their streams leave: nothing. */
@Timeout(600)
class ProcessOpeningsTest extends ProcessTest {
    private static final int AT_ONCE = 50;

    @Test
    void ofChildrenWithStreams() {
        TestProbe<Tcp.Event> reader = kit.createTestProbe();
        Openings.repeat(300, AT_ONCE, () -> {
            for (int i = 0; i < AT_ONCE; i++) {
                manager.tell(Processes.Spawn.of(probe.ref(), "true").with(ChildOptions.DEFAULT.withStreams()));
            }
            int exits = 0;
            while (exits < AT_ONCE) {
                Processes.Event event = probe.receiveMessage(PATIENCE);
                if (event instanceof Processes.Started started) {
                    Objects.requireNonNull(started.stdin()).tell(new Tcp.Abort());
                    Objects.requireNonNull(started.stdout()).tell(Tcp.Register.of(reader.ref()));
                    Objects.requireNonNull(started.stderr()).tell(Tcp.Register.of(reader.ref()));
                } else {
                    exits++;
                }
            }
            for (int i = 0; i < 2 * AT_ONCE; i++) {
                reader.expectMessage(PATIENCE, new Tcp.PeerClosed());
            }
        });
        await(() -> children() == 0);
    }
}

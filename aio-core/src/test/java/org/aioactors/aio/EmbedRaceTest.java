// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.Phaser;
import org.aioactors.aio.linux.EventNotifier;
import org.aioactors.aio.linux.uring.NeedsIoUring;
import org.junit.jupiter.api.Test;

/** An fd that another thread registers while the context is embedded in another loop, which replaces an io_uring. */
@NeedsIoUring
class EmbedRaceTest extends LoopTest {
    private static final int ROUNDS = 200;

    @Test
    void anFdRegisteredWhileTheRingIsReplacedIsWatched() {
        EventNotifier source = setSource();
        for (int i = 0; i < ROUNDS; i++) {
            try (AioContext context =
                    builder().fdMonitor(FdMonitorKind.IO_URING).build()) {
                Phaser begin = new Phaser(2);
                Thread other = new Thread(() -> {
                    begin.arriveAndAwaitAdvance();
                    context.setFdHandler(source.fd(), FdHandler.reading(logging("read")));
                });
                other.start();
                begin.arriveAndAwaitAdvance();
                ForeignLoop guest = context.foreignLoop();
                RaceTest.join(other);
                try (PpollHost host = new PpollHost(guest)) {
                    host.turn(false);
                    assertThat(takeLog()).as("round %d", i).containsExactly("read");
                }
            }
        }
    }
}

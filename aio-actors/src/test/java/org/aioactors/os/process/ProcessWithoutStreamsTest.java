// SPDX-License-Identifier: Apache-2.0
package org.aioactors.os.process;

import static org.aioactors.dispatcher.Eventually.await;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A child that runs already when its streams can't be made. */
class ProcessWithoutStreamsTest extends ProcessTest {
    @Override
    String config() {
        return "aio.net.tcp.read-credit = none";
    }

    @Test
    void nothingIsLeftOfItAlsoIfItWasToOutliveItsOwner() {
        Processes.Spawn spawn = Processes.Spawn.of(probe.ref(), "sleep", "60")
                .with(OUTPUT.withAtOwnersEnd(ChildOptions.AtOwnersEnd.LEAVE));
        manager.tell(spawn);
        assertThat(probe.expectMessageClass(Processes.SpawnRefused.class, PATIENCE)
                        .reason())
                .contains("read-credit");
        await(() -> children() == 0);
    }
}

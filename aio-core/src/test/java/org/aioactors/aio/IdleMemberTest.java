// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.aioactors.aio.linux.EventNotifier;
import org.junit.jupiter.api.Test;

/** Members of the poll list that have found nothing for seven seconds; only io_uring's leave it then (S45). */
class IdleMemberTest extends BusyPollingContract {
    private static final long IDLE_NS = Duration.ofSeconds(7).toNanos();

    IdleMemberTest(MonitorSetup setup) {
        super(setup);
    }

    /** As the reference counts what the last test finds as progress, so the loop must not sleep on it. */
    @Test
    void whatTheLastTestFindsIsNotSleptOn() {
        EventNotifier source = member("a");
        turnsUntilAsleep(); // the seven seconds begin
        context.setPollCallbacks(source.fd(), logging("begin a"), () -> ready.put("a", true));
        clock.advance(IDLE_NS);
        kernel.takeWaitsNs();
        assertThat(context.poll(true)).isTrue();
        assertThat(takeLog()).startsWith("begin a", "ask a").endsWith("read a");
        assertThat(kernel.takeWaitsNs()).isEmpty();
    }

    @Test
    void theirNextEventBringsThemBack() {
        EventNotifier source = member("a");
        turnsUntilAsleep();
        clock.advance(IDLE_NS);
        turnsUntilAsleep();
        log.clear();
        source.set();
        assertThat(turn()).containsExactly("read a");
        assertThat(turnsUntilAsleep()).startsWith("begin a", "ask a");
    }
}

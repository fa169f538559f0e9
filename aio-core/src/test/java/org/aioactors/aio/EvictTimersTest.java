// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Timers that can go on elsewhere are disarmed and told, in their order; others stay. */
class EvictTimersTest {
    /** What happened, in order. */
    private final List<String> log = new ArrayList<>();

    private final class Movable implements MovableTimer {
        private final String name;

        Movable(String name) {
            this.name = name;
        }

        @Override
        public void run() {
            log.add(name + " ran");
        }

        @Override
        public void contextClosed() {
            log.add(name + " closed");
        }

        @Override
        public void evicted() {
            log.add(name + " evicted");
        }
    }

    @Test
    void theMovableOnesAreToldInTheOrderInWhichTheyWouldHaveRun() throws Exception {
        try (AioContext context = AioContext.builder()
                .name("evict")
                .fdMonitor(FdMonitorKind.EPOLL)
                .build()) {
            long nowNs = context.nowNs(ClockType.REALTIME);
            AioTimer later = context.newTimer(ClockType.REALTIME, new Movable("later"));
            AioTimer sooner = context.newTimer(ClockType.REALTIME, new Movable("sooner"));
            AioTimer never = context.newTimer(ClockType.REALTIME, new Movable("never armed"));
            AioTimer stays = context.newTimer(ClockType.REALTIME, () -> log.add("stays ran"));
            later.modify(nowNs - 1);
            sooner.modify(nowNs - 2);
            stays.modify(nowNs - 3);
            Thread other = new Thread(context::evictTimers);
            other.start();
            other.join();
            assertThat(log).containsExactly("sooner evicted", "later evicted");
            assertThat(later.isPending()).isFalse();
            assertThat(never.isPending()).isFalse();
            context.poll(false);
            assertThat(log).containsExactly("sooner evicted", "later evicted", "stays ran");
            later.modify(nowNs - 1);
            context.poll(false);
            assertThat(log).last().isEqualTo("later ran");
        }
    }
}

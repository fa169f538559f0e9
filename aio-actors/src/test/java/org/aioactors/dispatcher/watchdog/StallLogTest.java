// SPDX-License-Identifier: Apache-2.0
package org.aioactors.dispatcher.watchdog;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StallLogTest {
    private final List<String> lines = new ArrayList<>();
    private long nowNs = -5;
    private final StallLog log = new StallLog(Duration.ofMillis(100), () -> nowNs, lines::add);

    private static Stall stall() {
        return stall("mailbox of Actor[akka://system/user/slow#1]");
    }

    private static Stall stall(String culprit) {
        return new Stall(
                "ours-1",
                new Thread(null, null, "system-ours-1"),
                culprit,
                List.of(
                        new StackTraceElement("app.Slow", "work", "Slow.java", 7),
                        new StackTraceElement("app.Slow", "onMessage", "Slow.java", 3)));
    }

    @Test
    void aStallIsLoggedWithTheCulpritsStack() {
        log.add(stall());
        assertThat(lines).hasSize(1);
        assertThat(lines.get(0))
                .startsWith("event loop ours-1 is stalled: mailbox of Actor[akka://system/user/slow#1] has kept thread"
                        + " 'system-ours-1' for 100 ms. ")
                .endsWith("\n\tat app.Slow.work(Slow.java:7)\n\tat app.Slow.onMessage(Slow.java:3)");
    }

    @Test
    void stallsThatComeCloseAreCountedAndLoggedOnce() {
        for (int i = 0; i < 20; i++) {
            log.add(stall());
            nowNs += StallLog.INTERVAL.toNanos() / 20;
        }
        assertThat(lines).hasSize(1);
        assertThat(log.count()).isEqualTo(20);
        log.add(stall());
        assertThat(lines).hasSize(2);
        assertThat(lines.get(1)).contains("(19 stalls before this one were not logged)");
        nowNs += StallLog.INTERVAL.toNanos();
        log.add(stall());
        assertThat(lines.get(2)).doesNotContain("not logged");
        assertThat(log.count()).isEqualTo(22);
    }

    @Test
    void theLastCulpritsAreKeptAlsoThoseThatAreNotLogged() {
        assertThat(culprits()).isEmpty();
        for (int i = 1; i <= StallLog.KEPT + 2; i++) {
            log.add(stall("culprit " + i));
            nowNs += 10;
        }
        assertThat(lines).hasSize(1);
        assertThat(culprits())
                .hasSize(StallLog.KEPT)
                .startsWith("3: ours-1, culprit 3, 80 ns ago")
                .endsWith("10: ours-1, culprit 10, 10 ns ago");
    }

    private List<String> culprits() {
        return log.last(
                (number, loop, culprit, ageNs) -> number + ": " + loop + ", " + culprit + ", " + ageNs + " ns ago");
    }
}

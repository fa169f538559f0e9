// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When sockets send what was written to them. */
class FlushListTest {
    private static final long DELAY_NS = 100;
    private static final long MUCH_BYTES = 1_000;

    private long nowNs;
    private final FlushCounts counts = new FlushCounts();
    private final FlushList list = new FlushList(DELAY_NS, MUCH_BYTES, () -> nowNs, counts);
    private final List<String> flushed = new ArrayList<>();

    @Test
    void nothingIsSentWhileTheLoopHasMoreToRun() {
        list.add(() -> flushed.add("one"));
        assertThat(list.onTurnEnd(true)).isFalse();
        nowNs += DELAY_NS - 1;
        list.add(() -> flushed.add("two"));
        assertThat(list.onTurnEnd(true)).isFalse();
        assertThat(flushed).isEmpty();
    }

    @Test
    void allIsSentInOrderWhenTheLoopIsAboutToWait() {
        list.add(() -> flushed.add("one"));
        list.add(() -> flushed.add("two"));
        assertThat(list.onTurnEnd(false)).isFalse();
        assertThat(flushed).containsExactly("one", "two");
        assertThat(list.onTurnEnd(false)).isFalse();
        assertThat(flushed).hasSize(2);
    }

    @Test
    void aLoopThatIsBusyForLongSendsAllTheSame() {
        list.add(() -> flushed.add("one"));
        nowNs += DELAY_NS;
        list.onTurnEnd(true);
        assertThat(flushed).containsExactly("one");
    }

    @Test
    void theDelayCountsFromTheFirst() {
        list.add(() -> flushed.add("one"));
        nowNs += DELAY_NS;
        list.onTurnEnd(true);
        list.add(() -> flushed.add("two"));
        nowNs += DELAY_NS - 1;
        list.onTurnEnd(true);
        assertThat(flushed).containsExactly("one");
    }

    @Test
    void littleWaitsAndMuchDoesNot() {
        list.add(() -> flushed.add("one"));
        list.written(MUCH_BYTES - 1);
        list.onTurnEnd(true);
        assertThat(flushed).isEmpty();
        list.written(MUCH_BYTES);
        list.onTurnEnd(true);
        assertThat(flushed).containsExactly("one");
    }

    @Test
    void whoHasMuchToSendDoesNotWait() {
        list.add(() -> flushed.add("one"));
        list.hurry();
        list.onTurnEnd(true);
        list.add(() -> flushed.add("two"));
        list.onTurnEnd(true);
        assertThat(flushed).containsExactly("one");
    }

    @Test
    void whoJoinsAgainKeepsTheLoopFromWaiting() {
        list.add(() -> list.add(() -> flushed.add("again")));
        assertThat(list.onTurnEnd(false)).isTrue();
        assertThat(flushed).isEmpty();
        assertThat(list.onTurnEnd(false)).isFalse();
        assertThat(flushed).containsExactly("again");
    }

    @Test
    void oneThatFailsKeepsNoOtherFromSending() {
        list.add(() -> {
            throw new IllegalStateException("planted");
        });
        list.add(() -> flushed.add("two"));
        assertThatThrownBy(() -> list.onTurnEnd(false)).hasMessage("planted");
        assertThat(list.onTurnEnd(false)).isFalse();
        assertThat(flushed).containsExactly("two");
    }

    @Test
    void nothingIsSentOnceTheLoopHasEnded() {
        list.add(() -> flushed.add("one"));
        list.close();
        list.onTurnEnd(false);
        assertThat(flushed).isEmpty();
    }

    @Test
    void flushesAreCountedAndTheTurnsThatHadAny() {
        list.add(() -> {});
        list.add(() -> {});
        list.onTurnEnd(false);
        list.onTurnEnd(false);
        list.add(() -> {});
        list.onTurnEnd(false);
        assertThat(counts.flushes.get()).isEqualTo(3);
        assertThat(counts.turns.get()).isEqualTo(2);
    }
}

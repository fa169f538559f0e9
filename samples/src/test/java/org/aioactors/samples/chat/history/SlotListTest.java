// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SlotListTest {
    private final SlotList list = new SlotList();
    private long arrivals;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void is_as_a_sorted_set_is(long seed) {
        Random random = new Random(seed);
        TreeSet<Slot> expected = new TreeSet<>();
        long timeMs = 1_000;
        for (int step = 0; step < 5_000; step++) {
            int dice = random.nextInt(100);
            if (dice < 52) {
                timeMs += random.nextInt(3);
                expected.add(add(dice < 3 ? timeMs - random.nextInt(50) : timeMs));
            } else if (dice < 95 && !expected.isEmpty()) {
                list.remove(expected.pollFirst());
            } else if (!expected.isEmpty()) {
                Slot any = new ArrayList<>(expected).get(random.nextInt(expected.size()));
                expected.remove(any);
                list.remove(any);
                list.remove(any); // which is not there any more
            }
            assertThat(list.size()).isEqualTo(expected.size());
        }
        assertThat(list.size()).isPositive();
        assertThat(list.range(0, list.size())).isEqualTo(List.copyOf(expected));
        for (Slot slot : expected) {
            assertThat(list.firstAtLeast(slot.timeMs)).isEqualTo((int) expected.stream()
                    .filter(other -> other.timeMs < slot.timeMs)
                    .count());
        }
    }

    @Test
    void a_message_is_found_by_its_number() {
        Slot first = add(5);
        Slot second = add(5);
        assertThat(list.indexOf(String.valueOf(first.arrival))).isZero();
        assertThat(list.indexOf(String.valueOf(second.arrival))).isEqualTo(1);
        assertThat(list.indexOf("another")).isEqualTo(-1);
        assertThat(list.range(1, 0)).isEmpty();
    }

    private Slot add(long timeMs) {
        HistoryEntry entry = new HistoryEntry(
                "#a", "#a", "n!u@h", null, "PRIVMSG", "text", Map.of(), String.valueOf(arrivals), timeMs);
        Slot slot = new Slot(new Shelf("#a"), entry, arrivals++, 1, Slot.NOT_LOGGED);
        list.add(slot);
        return slot;
    }
}

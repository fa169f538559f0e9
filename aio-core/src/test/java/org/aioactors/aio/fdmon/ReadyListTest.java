// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.fdmon;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.aioactors.aio.linux.FdEvents;
import org.junit.jupiter.api.Test;

/** The order of dispatch, and batches that a nested poll takes over (S36, S37). */
class ReadyListTest {
    private final ReadyList list = new ReadyList();
    private final TestFd a = new TestFd(1, FdEvents.READ_INTEREST);
    private final TestFd b = new TestFd(2, FdEvents.READ_INTEREST);
    private final TestFd c = new TestFd(3, FdEvents.READ_INTEREST);

    private static List<WatchedFd> takeAll(ReadyList list) {
        List<WatchedFd> taken = new ArrayList<>();
        for (WatchedFd next = list.takeFirst(); next != null; next = list.takeFirst()) {
            taken.add(next);
        }
        return taken;
    }

    private void addAll() {
        list.add(a, FdEvents.IN);
        list.add(b, FdEvents.OUT);
        list.add(c, FdEvents.IN | FdEvents.HUP);
    }

    @Test
    void itIsEmptyAtFirst() {
        assertThat(list.isEmpty()).isTrue();
        assertThat(list.takeFirst()).isNull();
    }

    @Test
    void theLastReportedIsTheFirstTaken() {
        addAll();
        assertThat(list.isEmpty()).isFalse();
        assertThat(takeAll(list)).containsExactly(c, b, a);
        assertThat(list.isEmpty()).isTrue();
        assertThat(c.revents()).isEqualTo(FdEvents.IN | FdEvents.HUP);
    }

    @Test
    void anyMayBeRemoved() {
        addAll();
        list.remove(b);
        assertThat(takeAll(list)).containsExactly(c, a);
        addAll();
        list.remove(c);
        list.remove(a);
        assertThat(takeAll(list)).containsExactly(b);
    }

    @Test
    void anotherListTakesARegistrationOverWithItsNewReport() {
        addAll();
        ReadyList nested = new ReadyList();
        nested.add(b, FdEvents.ERR);
        assertThat(b.revents()).isEqualTo(FdEvents.ERR);
        assertThat(takeAll(nested)).containsExactly(b);
        assertThat(takeAll(list)).containsExactly(c, a);
    }

    @Test
    void reportsOfOneTurnAddUp() {
        addAll();
        list.add(a, FdEvents.OUT);
        assertThat(a.revents()).isEqualTo(FdEvents.IN | FdEvents.OUT);
        assertThat(takeAll(list)).containsExactly(a, c, b);
    }

    @Test
    void aTakenOneMayBeReportedAgain() {
        addAll();
        assertThat(list.takeFirst()).isSameAs(c);
        list.add(c, FdEvents.HUP);
        assertThat(c.revents()).isEqualTo(FdEvents.HUP);
        assertThat(takeAll(list)).containsExactly(c, b, a);
    }
}

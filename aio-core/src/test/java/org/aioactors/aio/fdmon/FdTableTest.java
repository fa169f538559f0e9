// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.fdmon;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.aioactors.aio.linux.FdEvents;
import org.junit.jupiter.api.Test;

/** The books of registrations: by number, and newest first (S29 to S32, B10). */
class FdTableTest {
    private final FdTable table = new FdTable();

    private TestFd add(int fd) {
        TestFd watched = new TestFd(fd, FdEvents.READ_INTEREST);
        synchronized (table) {
            table.add(watched);
        }
        return watched;
    }

    private void remove(WatchedFd watched) {
        synchronized (table) {
            table.remove(watched);
        }
    }

    private List<WatchedFd> free() {
        List<WatchedFd> freed = new ArrayList<>();
        synchronized (table) {
            table.freeRemoved(freed);
        }
        return freed;
    }

    private List<WatchedFd> newestFirst() {
        List<WatchedFd> all = new ArrayList<>();
        synchronized (table) {
            for (WatchedFd watched = table.newest(); watched != null; watched = table.older(watched)) {
                all.add(watched);
            }
        }
        return all;
    }

    @Test
    void anUnknownFdHasNoRegistration() {
        assertThat(table.get(0)).isNull();
        assertThat(table.get(1_000_000)).isNull();
        assertThat(table.newest()).isNull();
    }

    @Test
    void registrationsAreFoundByNumberAndWalkedNewestFirst() {
        TestFd a = add(5);
        TestFd b = add(3);
        TestFd c = add(700);
        assertThat(table.get(5)).isSameAs(a);
        assertThat(table.get(3)).isSameAs(b);
        assertThat(table.get(700)).isSameAs(c);
        assertThat(newestFirst()).containsExactly(c, b, a);
    }

    @Test
    void aRemovedOneStaysInTheListUntilItIsFreed() {
        TestFd a = add(1);
        TestFd b = add(2);
        TestFd c = add(3);
        remove(b);
        assertThat(table.get(2)).isNull();
        assertThat(b.deleted()).isTrue();
        assertThat(b.events()).isZero();
        assertThat(table.hasRemoved()).isTrue();
        assertThat(newestFirst()).containsExactly(c, b, a);
        assertThat(free()).containsExactly(b);
        assertThat(table.hasRemoved()).isFalse();
        assertThat(newestFirst()).containsExactly(c, a);
        assertThat(free()).isEmpty();
    }

    @Test
    void removingOneThatWasReplacedLeavesItsSuccessor() {
        TestFd old = add(1);
        TestFd successor = add(1);
        remove(old);
        assertThat(table.get(1)).isSameAs(successor);
        free();
        assertThat(newestFirst()).containsExactly(successor);
    }

    @Test
    void aReportNamesOneRegistrationOfANumber() {
        TestFd old = add(1);
        TestFd successor = add(1);
        remove(old);
        assertThat(table.find(old.key())).isNull();
        assertThat(table.find(successor.key())).isSameAs(successor);
        assertThat(table.find(successor.key() + 1)).isNull();
    }

    @Test
    void aRemovedOneLosesItsReportAndItsPlaceInAReadyList() {
        TestFd watched = add(1);
        ReadyList ready = new ReadyList();
        ready.add(watched, FdEvents.IN);
        remove(watched);
        assertThat(watched.revents()).isZero();
        free();
        assertThat(ready.isEmpty()).isTrue();
    }

    @Test
    void externalRegistrationsPassWhileNothingDisablesThem() {
        TestFd external = new TestFd(1, FdEvents.READ_INTEREST, true);
        TestFd other = new TestFd(2, FdEvents.READ_INTEREST);
        assertThat(table.passesExternalCheck(external)).isTrue();
        synchronized (table) {
            assertThat(table.addExternalDisable(1)).isEqualTo(1);
        }
        assertThat(table.externalDisabled()).isTrue();
        assertThat(table.passesExternalCheck(external)).isFalse();
        assertThat(table.passesExternalCheck(other)).isTrue();
    }

    @Test
    void itAgreesWithAListOverManyChanges() {
        Random random = new Random(1);
        List<WatchedFd> model = new ArrayList<>(); // newest first
        for (int i = 0; i < 20_000; i++) {
            int fd = random.nextInt(200);
            WatchedFd present = table.get(fd);
            if (random.nextBoolean()) {
                model.add(0, add(fd));
            }
            if (present != null) {
                remove(present);
                model.remove(present);
            }
            if (random.nextInt(20) == 0) {
                free();
                assertThat(newestFirst()).isEqualTo(model);
            }
        }
    }
}

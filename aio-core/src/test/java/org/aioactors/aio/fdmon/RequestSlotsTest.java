// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.fdmon;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RequestSlotsTest {
    private final RequestSlots slots = new RequestSlots();

    private static final class Dummy extends RingRequest {
        @Override
        protected void completed(int result, int flags) {
            throw new AssertionError("not called here");
        }
    }

    private Dummy add() {
        Dummy request = new Dummy();
        slots.add(request);
        return request;
    }

    @Test
    void userDataOfRequestsIsNegativeWhichThatOfFdsIsNot() {
        for (int i = 0; i < 1_000; i++) {
            assertThat(RingRequests.isOurs(add().userData())).isTrue();
        }
        assertThat(RingRequests.isOurs((long) Integer.MAX_VALUE << 32 | Integer.MAX_VALUE))
                .isFalse();
        assertThat(RingRequests.isOurs(0)).isFalse();
    }

    @Test
    void aRequestIsFoundByUserDataOfAnyKind() {
        add();
        Dummy request = add();
        for (int kind = RequestSlots.REQUEST; kind <= RequestSlots.CANCEL_ALL; kind++) {
            long userData = RequestSlots.as(kind, request.userData());
            assertThat(RequestSlots.kind(userData)).isEqualTo(kind);
            assertThat(slots.get(userData)).isSameAs(request);
            assertThat(RequestSlots.as(RequestSlots.REQUEST, userData)).isEqualTo(request.userData());
        }
    }

    @Test
    void whoeverTakesTheSlotHasOtherUserData() {
        Dummy first = add();
        slots.remove(first);
        Dummy second = add();
        assertThat((int) second.userData()).as("the slot").isEqualTo((int) first.userData());
        assertThat(slots.get(first.userData())).isNull();
        assertThat(slots.get(second.userData())).isSameAs(second);
    }

    @Test
    void unknownUserDataNamesNobody() {
        assertThat(slots.get(Long.MIN_VALUE)).isNull();
        assertThat(slots.get(-1)).isNull();
        assertThat(slots.get(Long.MIN_VALUE | 1_000_000)).isNull();
    }

    @Test
    void anyNumberComesAndGoes() {
        Random random = new Random(3);
        List<Dummy> present = new ArrayList<>();
        Set<Long> userData = new HashSet<>();
        for (int i = 0; i < 20_000; i++) {
            if (present.isEmpty() || random.nextInt(5) < 3) {
                Dummy added = add();
                assertThat(userData.add(added.userData()))
                        .as("never used before")
                        .isTrue();
                present.add(added);
            } else {
                Dummy removed = present.remove(random.nextInt(present.size()));
                slots.remove(removed);
                assertThat(slots.get(removed.userData())).isNull();
            }
            assertThat(slots.count()).isEqualTo(present.size());
        }
        assertThat(slots.all()).hasSameElementsAs(present);
        present.forEach(request -> assertThat(slots.get(request.userData())).isSameAs(request));
    }
}

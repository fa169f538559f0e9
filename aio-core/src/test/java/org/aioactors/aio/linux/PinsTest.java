// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Who frees what is closed while it is in use. */
class PinsTest {
    private final Pins pins = new Pins();

    @Test
    void withoutUsersWhoeverClosesFrees() {
        assertThat(pins.close()).isTrue();
        assertThat(pins.close()).isFalse();
        assertThat(pins.isClosed()).isTrue();
    }

    @Test
    void theLastUserFreesWhatWasClosed() {
        assertThat(pins.pin()).isTrue();
        assertThat(pins.pin()).isTrue();
        assertThat(pins.users()).isEqualTo(2);
        assertThat(pins.close()).isFalse();
        assertThat(pins.unpin()).isFalse();
        assertThat(pins.unpin()).isTrue();
        assertThat(pins.close()).isFalse();
    }

    @Test
    void usersOfWhatIsOpenFreeNothing() {
        pins.pin();
        assertThat(pins.unpin()).isFalse();
        assertThat(pins.isClosed()).isFalse();
        assertThat(pins.close()).isTrue();
    }

    @Test
    void whatIsClosedTakesNoNewUsers() {
        pins.pin();
        pins.close();
        assertThat(pins.pin()).isFalse();
        assertThat(pins.users()).isEqualTo(1);
    }

    @Test
    void releasingTooOftenIsAMistake() {
        assertThatIllegalStateException().isThrownBy(pins::unpin);
        pins.close();
        assertThatIllegalStateException().isThrownBy(pins::unpin);
    }

    @Test
    void whenAllEndAtOnceExactlyOneFrees() throws Exception {
        for (int round = 0; round < 2_000; round++) {
            Pins shared = new Pins();
            shared.pin();
            shared.pin();
            AtomicInteger freed = new AtomicInteger();
            CyclicBarrier start = new CyclicBarrier(3);
            List<Thread> threads = new ArrayList<>();
            threads.add(racing(start, () -> count(freed, shared.close())));
            threads.add(racing(start, () -> count(freed, shared.unpin())));
            count(freed, awaiting(start, shared));
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(freed).hasValue(1);
        }
    }

    private static boolean awaiting(CyclicBarrier start, Pins shared) throws Exception {
        start.await();
        return shared.unpin();
    }

    private static void count(AtomicInteger freed, boolean frees) {
        if (frees) {
            freed.incrementAndGet();
        }
    }

    private static Thread racing(CyclicBarrier start, Runnable action) {
        Thread thread = new Thread(() -> {
            try {
                start.await();
            } catch (Exception e) {
                throw new AssertionError(e);
            }
            action.run();
        });
        thread.start();
        return thread;
    }
}

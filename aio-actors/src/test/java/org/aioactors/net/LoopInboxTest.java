// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import akka.actor.ActorRef;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is put in comes out in order, some at a time, and nothing waits unnoticed. */
class LoopInboxTest {
    private static final int TELLERS = 4;
    private static final int LETTERS = 20_000;

    private final AtomicInteger wakes = new AtomicInteger();
    private final LoopInbox inbox = new LoopInbox(wakes::incrementAndGet);
    private final List<Object> delivered = new ArrayList<>();

    private void post(Object message) {
        inbox.post((teller, each) -> delivered.add(each), ActorRef.noSender(), message);
    }

    @Test
    void onlyTheFirstOneWakes() {
        post(1);
        post(2);
        assertThat(wakes).hasValue(1);
        inbox.deliver();
        assertThat(delivered).containsExactly(1, 2);
        assertThat(wakes).hasValue(1);
        post(3);
        assertThat(wakes).hasValue(2);
    }

    @Test
    void aTurnDeliversNotMoreThanItsBound() {
        List<Integer> all =
                IntStream.range(0, LoopInbox.LETTERS_A_TURN + 2).boxed().toList();
        all.forEach(this::post);
        inbox.deliver();
        assertThat(delivered).isEqualTo(all.subList(0, LoopInbox.LETTERS_A_TURN));
        assertThat(wakes).hasValue(2);
        post("later");
        inbox.deliver();
        assertThat(delivered).hasSize(all.size() + 1).endsWith("later");
    }

    @Test
    void whatIsPutInByWhoIsDeliveredToComesAfterwards() {
        inbox.post((teller, each) -> post("second"), ActorRef.noSender(), "first");
        inbox.deliver();
        assertThat(delivered).containsExactly("second");
    }

    @Test
    void anErrorKeepsNoOtherWaiting() {
        inbox.post(
                (teller, each) -> {
                    throw new AssertionError("planted");
                },
                ActorRef.noSender(),
                1);
        post(2);
        assertThatThrownBy(inbox::deliver).hasMessage("planted");
        assertThat(wakes).hasValue(2);
        inbox.deliver();
        assertThat(delivered).containsExactly(2);
    }

    /** The loop delivers only when it was woken, as it does in life. */
    @Test
    void manyTellersLoseNothing() throws Exception {
        AtomicInteger due = new AtomicInteger();
        LoopInbox shared = new LoopInbox(due::incrementAndGet);
        int[] last = new int[TELLERS];
        AtomicInteger outOfOrder = new AtomicInteger();
        AtomicInteger count = new AtomicInteger();
        CyclicBarrier start = new CyclicBarrier(TELLERS + 1);
        List<Background<Boolean>> tellers = new ArrayList<>();
        for (int i = 0; i < TELLERS; i++) {
            int me = i;
            LoopInbox.Addressee to = (teller, message) -> {
                count.incrementAndGet();
                if ((int) message != ++last[me]) {
                    outOfOrder.incrementAndGet();
                }
            };
            tellers.add(Background.start(() -> {
                start.await();
                for (int n = 1; n <= LETTERS; n++) {
                    shared.post(to, ActorRef.noSender(), n);
                }
                return true;
            }));
        }
        start.await();
        long deadlineNs = System.nanoTime() + TcpTest.PATIENCE.toNanos();
        while (count.get() < TELLERS * LETTERS && System.nanoTime() - deadlineNs < 0) {
            if (due.getAndSet(0) > 0) {
                shared.deliver();
            } else {
                Thread.onSpinWait();
            }
        }
        for (Background<Boolean> teller : tellers) {
            teller.await();
        }
        assertThat(count).hasValue(TELLERS * LETTERS);
        assertThat(outOfOrder).hasValue(0);
    }
}

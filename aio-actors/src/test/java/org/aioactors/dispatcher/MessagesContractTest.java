// SPDX-License-Identifier: Apache-2.0
package org.aioactors.dispatcher;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.actor.typed.DispatcherSelector;
import akka.actor.typed.javadsl.Behaviors;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Messages: none is lost, doubled or overtaken; an actor handles one at a time, and sees what was written before. */
class MessagesContractTest extends DispatcherContract {
    private static final int SENDERS = 200;
    private static final int EACH = 1_000;

    /** A message that says who sent it and how many it sent before. */
    private record Numbered(int sender, int number) {}

    /** Not for more than one thread: only what messages order may be seen in it. */
    private static final class Unguarded {
        private final int[] next = new int[SENDERS];
        private long received;
        private String wrong = "";
    }

    private ActorRef<Numbered> counter(Unguarded state, ActorRef<Unguarded> done) {
        AtomicBoolean inside = new AtomicBoolean();
        return kit.spawn(Behaviors.receiveMessage(message -> {
            if (!inside.compareAndSet(false, true)) {
                state.wrong += "two at a time; ";
            }
            if (state.next[message.sender()]++ != message.number()) {
                state.wrong += message + "; ";
            }
            if (++state.received == (long) SENDERS * EACH) {
                done.tell(state);
            }
            inside.set(false);
            return Behaviors.same();
        }));
    }

    private static void expectAll(TestProbe<Unguarded> done) {
        Unguarded state = done.receiveMessage(PATIENCE);
        assertThat(state.wrong).isEmpty();
        assertThat(state.next).containsOnly(EACH);
    }

    @Test
    void twoHundredActorsTellOneAThousandEach() {
        TestProbe<Unguarded> done = kit.createTestProbe();
        ActorRef<Numbered> counter = counter(new Unguarded(), done.ref());
        List<ActorRef<Integer>> senders = IntStream.range(0, SENDERS)
                .mapToObj(sender -> kit.spawn(Behaviors.<Integer>receive((context, number) -> {
                    counter.tell(new Numbered(sender, number));
                    if (number + 1 < EACH) {
                        context.getSelf().tell(number + 1);
                    }
                    return Behaviors.same();
                })))
                .toList();
        senders.forEach(sender -> sender.tell(0));
        expectAll(done);
    }

    @Test
    void threadsThatAreNoLoopsTellOneTheSame() throws Exception {
        TestProbe<Unguarded> done = kit.createTestProbe();
        ActorRef<Numbered> counter = counter(new Unguarded(), done.ref());
        int threads = 8;
        List<Thread> tellers = new ArrayList<>();
        for (int thread = 0; thread < threads; thread++) {
            int first = thread;
            tellers.add(new Thread(() -> {
                for (int number = 0; number < EACH; number++) {
                    for (int sender = first; sender < SENDERS; sender += threads) {
                        counter.tell(new Numbered(sender, number));
                    }
                }
            }));
        }
        tellers.forEach(Thread::start);
        for (Thread teller : tellers) {
            teller.join();
        }
        expectAll(done);
    }

    @Test
    void whatOneActorWroteTheNextOneSees() {
        int hops = 20_000;
        TestProbe<int[]> done = kit.createTestProbe();
        AtomicInteger misses = new AtomicInteger();
        List<ActorRef<int[]>> ring = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            int place = i;
            ring.add(kit.spawn(Behaviors.receiveMessage(baton -> {
                int hop = baton[0]++;
                if (hop % 16 != place || baton[1 + place] != hop / 16) {
                    misses.incrementAndGet();
                }
                baton[1 + place]++;
                (hop + 1 == hops ? done.ref() : ring.get((place + 1) % 16)).tell(baton);
                return Behaviors.same();
            })));
        }
        ring.get(0).tell(new int[17]);
        assertThat(done.receiveMessage(PATIENCE)[0]).isEqualTo(hops);
        assertThat(misses).hasValue(0);
    }

    @Test
    void anActorWithMuchToDoGivesWayAfterItsThroughput() {
        int throughput = kit.system().settings().config().getInt("akka.actor.default-dispatcher.throughput");
        TestProbe<List<String>> done = kit.createTestProbe();
        ActorRef<Runnable> first = spawnSettled();
        ActorRef<Runnable> second = spawnSettled();
        ActorRef<Runnable> filler = spawnSettled();
        List<String> order = new ArrayList<>();
        // All three share a loop: none of the two runs before both mailboxes are filled.
        filler.tell(() -> {
            for (int i = 0; i < 2 * throughput; i++) {
                first.tell(() -> order.add("first"));
            }
            for (int i = 0; i < throughput; i++) {
                second.tell(() -> order.add("second"));
            }
            first.tell(() -> done.ref().tell(order));
        });
        List<String> expected = new ArrayList<>();
        for (String name : List.of("first", "second", "first")) {
            for (int i = 0; i < throughput; i++) {
                expected.add(name);
            }
        }
        assertThat(done.receiveMessage(PATIENCE)).isEqualTo(expected);
    }

    @Test
    void anActorGivesWayWhenItsTimeIsUp() {
        int messages = 1_000;
        long busyNs = Duration.ofNanos(50_000).toNanos();
        DispatcherSelector deadline = DispatcherSelector.fromConfig("deadline");
        TestProbe<Integer> handledBefore = kit.createTestProbe();
        ActorRef<Runnable> busy = kit.spawn(doing(), deadline);
        ActorRef<Runnable> other = kit.spawn(doing(), deadline);
        ActorRef<Runnable> filler = kit.spawn(doing(), deadline);
        int[] handled = new int[1];
        filler.tell(() -> {
            for (int i = 0; i < messages; i++) {
                busy.tell(() -> {
                    handled[0]++;
                    long endNs = System.nanoTime() + busyNs;
                    while (System.nanoTime() - endNs < 0) {
                        Thread.onSpinWait();
                    }
                });
            }
            other.tell(() -> handledBefore.ref().tell(handled[0]));
        });
        // Its throughput would let it handle all of them first.
        assertThat(handledBefore.receiveMessage(PATIENCE)).isBetween(1, messages - 1);
    }
}

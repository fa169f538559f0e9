// SPDX-License-Identifier: Apache-2.0
package org.aioactors.dispatcher.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who is woken, by one thread that plays all. */
class CrewTest {
    private static Succession succession() {
        return new Succession(5, 0, System::nanoTime);
    }

    /** A loop that only notes that it was woken. */
    private static final class Loop extends Worker {
        private boolean rests;
        private int woken;

        Loop() {
            super(succession());
        }

        @Override
        public boolean isLoop() {
            return true;
        }

        @Override
        public boolean rests() {
            return rests;
        }

        @Override
        public boolean wakeToSearch() {
            if (rests) {
                woken++;
            }
            return rests;
        }
    }

    private static final class Task extends LoopTask {
        @Override
        public void run() {}
    }

    private final List<Integer> hired = new ArrayList<>();
    private final Crew crew = new Crew(true, most -> {
        hired.add(most);
        return most;
    });
    private final Loop busy = new Loop();
    private final Loop resting = new Loop();

    {
        crew.begin(List.of(busy, resting)); // which both rest, until they say otherwise
        crew.busy();
        resting.rests = true;
    }

    private void add(int count) {
        for (int i = 0; i < count; i++) {
            busy.add(new Task());
            busy.offer(crew);
        }
    }

    private void pause() {
        for (int i = 0; i < 5; i++) {
            crew.worth().failed(System.nanoTime() + 1_000_000_000_000L);
        }
    }

    @Test
    void aStealIsCountedOnceHoweverMuchItTakesAndNotIfItTakesNothing() {
        assertThat(crew.search(resting)).isFalse();
        assertThat(resting.steals()).isZero();
        add(4);
        assertThat(resting.woken).isOne();
        assertThat(crew.searchAsWoken(resting)).isTrue();
        assertThat(resting.waiting()).isEqualTo(2);
        assertThat(resting.steals()).isOne();
        assertThat(busy.steals()).isZero();
    }

    @Test
    void aStealFromOneThatIsHeldUpIsCountedAsWell() {
        busy.run().begin();
        busy.push(new Task());
        assertThat(busy.run().hold(busy.run().seen())).isTrue();
        assertThat(crew.search(resting)).isTrue();
        assertThat(resting.steals()).isOne();
    }

    @Test
    void aSingleTaskWakesNobody() {
        add(1);
        assertThat(resting.woken).isZero();
        assertThat(crew.hands().hasSpare(resting)).isFalse();
    }

    @Test
    void aSecondOneWakesOneThatTakesHalf() {
        add(4);
        assertThat(resting.woken).isOne(); // who counts as searching from then on
        assertThat(crew.searchAsWoken(resting)).isTrue();
        assertThat(resting.waiting()).isEqualTo(2);
        assertThat(busy.waiting()).isEqualTo(2);
    }

    @Test
    void duringAPauseNobodyIsWokenOrLooks() {
        pause();
        add(8);
        assertThat(resting.woken).isZero();
        assertThat(crew.isOpen()).isFalse();
    }

    @Test
    void aPauseDoesNotHoldForWhatAHeldUpLoopHas() {
        pause();
        add(2);
        busy.run().begin();
        busy.run().hold(busy.run().seen());
        crew.relieve();
        assertThat(resting.woken).isOne();
        assertThat(hired).isEmpty();
        assertThat(crew.searchAsWoken(resting)).isTrue();
        assertThat(resting.waiting()).isOne();
    }

    @Test
    void whereNobodyRestsAStandInIsHiredForAHeldUpLoop() {
        resting.rests = false;
        crew.busy();
        add(2);
        busy.run().begin();
        busy.run().hold(busy.run().seen());
        crew.relieve();
        assertThat(hired).containsExactly(1);
    }

    private static void holdUp(Worker worker) {
        worker.run().begin();
        worker.run().hold(worker.run().seen());
    }

    @Test
    void whoIsHeldUpWhileAnotherOneIsLookedAfterIsNotForgotten() {
        Crew bound = new Crew(false, most -> {
            hired.add(most);
            return most;
        });
        bound.begin(List.of(busy, resting));
        Worker standIn = new Worker(succession());
        busy.push(new Task());
        holdUp(busy);
        bound.help();
        assertThat(hired).containsExactly(1); // who counts as searching from then on
        bound.hands().join(standIn);
        resting.push(new Task());
        holdUp(resting);
        bound.help();
        assertThat(hired).containsExactly(1);
        busy.push(new Task());
        assertThat(bound.searchAsWoken(standIn)).isTrue();
        assertThat(hired).containsExactly(1, 1);
    }

    @Test
    void aThreadThatCannotBeHiredIsTriedAgainTheNextTime() {
        List<Integer> refused = new ArrayList<>();
        Crew bound = new Crew(false, most -> {
            refused.add(most);
            if (refused.size() == 1) {
                throw new IllegalStateException("planted");
            }
            return 0;
        });
        bound.begin(List.of(busy, resting));
        busy.push(new Task());
        holdUp(busy);
        assertThatIllegalStateException().isThrownBy(bound::help);
        bound.help();
        bound.relieve();
        assertThat(refused).containsExactly(1, 1, 1);
    }

    @Test
    void whatIsDrainedComesInItsOrder() {
        List<LoopTask> tasks = List.of(new Task(), new Task(), new Task());
        busy.beginTurn();
        busy.add(tasks.get(1));
        busy.addNext(tasks.get(0));
        busy.add(tasks.get(2));
        List<LoopTask> drained = new ArrayList<>();
        busy.drain(drained::add);
        assertThat(drained).containsExactlyElementsOf(tasks);
        assertThat(busy.hasWaiting()).isFalse();
    }
}

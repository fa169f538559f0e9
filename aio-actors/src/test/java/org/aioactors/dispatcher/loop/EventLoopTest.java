// SPDX-License-Identifier: Apache-2.0
package org.aioactors.dispatcher.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.aioactors.dispatcher.Eventually;
import org.aioactors.dispatcher.OneLoop;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A loop by itself, with an owner who does as the test says. */
class EventLoopTest {
    private final TestOwner owner = new TestOwner("alone", 2, 0);
    private final EventLoop loop = owner.loop;
    private long fdsBefore;

    @BeforeEach
    void countFds() {
        fdsBefore = Eventually.loopFdsOfOthers();
    }

    @AfterEach
    void nothingIsLeft() {
        owner.stop();
        Eventually.equal("fds", Eventually::loopFds, fdsBefore);
    }

    private <T> T onLoop(Callable<T> task) throws Exception {
        CompletableFuture<T> result = new CompletableFuture<>();
        loop.execute(() -> {
            try {
                result.complete(task.call());
            } catch (Exception e) {
                result.completeExceptionally(e);
            }
        });
        return result.get(20, TimeUnit.SECONDS);
    }

    @Test
    void theThreadStartsWithTheFirstTask() throws Exception {
        owner.expectNoThread();
        assertThat(onLoop(() -> Thread.currentThread().getName())).isEqualTo("alone-1");
        assertThat(onLoop(ServingThread::currentLoop)).isSameAs(loop);
        assertThat(onLoop(() -> loop.context().inHomeThread())).isTrue();
        assertThat(owner.threadsAsked).hasValue(1);
    }

    @Test
    void onlyTheLoopMayUseItsContextAndResources() {
        assertThatThrownBy(() -> loop.context())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("only alone-1 itself may use its context, not ");
        assertThatThrownBy(() -> loop.resource(CountingResource.class, CountingResource::new))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("only alone-1 itself may use its resources, not ");
    }

    @Test
    void aTurnRunsABoundedNumberOfTasksSoThatOthersGetTheirs() throws Exception {
        List<String> order = new ArrayList<>();
        onLoop(() -> {
            loop.execute(() -> order.add("task 1"));
            loop.execute(() -> order.add("task 2"));
            loop.execute(() -> order.add("task 3"));
            loop.execute(() -> order.add("task 4"));
            loop.context().scheduleOneshot("other work", () -> order.add("other work"));
            return null;
        });
        onLoop(() -> null);
        // Two a turn; the first turn began with the task that queued these.
        assertThat(onLoop(() -> List.copyOf(order)))
                .containsExactly("task 1", "other work", "task 2", "task 3", "task 4");
    }

    @Test
    void aDesertedLoopStopsWhenAskedAndStartsAgain() throws Exception {
        for (int i = 1; i <= 20; i++) {
            owner.deserted = false;
            assertThat(onLoop(() -> "ran")).isEqualTo("ran");
            assertThat(owner.threadsAsked).hasValue(i);
            owner.deserted = true;
            loop.life().requestStop();
            owner.expectNoThread();
        }
        assertThat(owner.errors).isEmpty();
    }

    @Test
    void aLoopInUseDoesNotStop() throws Exception {
        onLoop(() -> null);
        loop.life().requestStop();
        onLoop(() -> null);
        onLoop(() -> null);
        assertThat(owner.threadsAsked).hasValue(1);
        assertThat(Eventually.loopThreads("alone")).hasSize(1);
    }

    @Test
    void aLoopWithResourcesOfActorsDoesNotStop() throws Exception {
        owner.deserted = true;
        loop.addOpenResources(1);
        onLoop(() -> null);
        loop.life().requestStop();
        onLoop(() -> null);
        assertThat(owner.threadsAsked).hasValue(1);
        loop.addOpenResources(-1);
        loop.life().requestStop();
        owner.expectNoThread();
    }

    @Test
    void aLoopMayBeAskedToStopFromWithin() throws Exception {
        owner.deserted = true;
        onLoop(() -> {
            loop.life().requestStop();
            return null;
        });
        owner.expectNoThread();
    }

    @Test
    void aDesertedLoopThatNobodyStopsHasItsDispatcherStop() {
        CountDownLatch ran = new CountDownLatch(1);
        owner.deserted = true;
        loop.execute(ran::countDown);
        owner.expectNoThread();
        assertThat(ran.getCount()).isZero();
        assertThat(owner.stopsAsked).hasValue(1);
    }

    @Test
    void askingALoopWithoutAThreadToStopStartsNone() {
        loop.life().requestStop();
        assertThat(owner.threadsAsked).hasValue(0);
    }

    @Test
    void whenNoThreadCanBeHadTheTaskWaitsForTheNextOne() throws Exception {
        owner.threadsRefused.release(1);
        CountDownLatch ran = new CountDownLatch(1);
        loop.execute(ran::countDown);
        assertThat(owner.errors)
                .containsExactly(
                        "event loop alone-1 stopped; the next message to one of its actors starts it again, and"
                                + " in a second it is tried for what waits: "
                                + "java.lang.OutOfMemoryError: planted");
        assertThat(ran.getCount()).isOne();
        onLoop(() -> null);
        assertThat(ran.getCount()).isZero();
    }

    @Test
    void whenNoThreadCanBeHadItIsTriedAgain() {
        owner.threadsRefused.release(1);
        CountDownLatch ran = new CountDownLatch(1);
        loop.execute(ran::countDown);
        OneLoop.await(ran);
        assertThat(owner.threadsAsked).hasValue(2);
    }

    @Test
    void whenAThreadBreaksDownTheNextTaskStartsAnother() throws Exception {
        onLoop(() -> null);
        owner.errorsRefused.release(2); // so that neither the loop nor the context can report, which breaks the thread
        loop.execute(() -> {
            throw new IllegalStateException("planted");
        });
        owner.expectNoThread();
        assertThat(owner.errors)
                .containsExactly(
                        "event loop alone-1 stopped; the next message to one of its actors starts it again, and"
                                + " in a second it is tried for what waits: "
                                + "java.lang.IllegalArgumentException: refused");
        assertThat(onLoop(() -> "ran")).isEqualTo("ran");
        assertThat(owner.threadsAsked).hasValue(2);
    }

    @Test
    void aTaskThatThrowsIsReported() throws Exception {
        loop.execute(new Runnable() {
            @Override
            public void run() {
                throw new IllegalStateException("planted");
            }

            @Override
            public String toString() {
                return "of the test";
            }
        });
        onLoop(() -> null);
        assertThat(owner.errors).containsExactly("task of the test: java.lang.IllegalStateException: planted");
    }

    /** Has the loop wait for a latch in a run that has announced it. */
    private void holdUp(CountDownLatch release) {
        CountDownLatch entered = new CountDownLatch(1);
        owner.execute(() -> {
            ((ServingThread) Thread.currentThread()).announceBlocking();
            entered.countDown();
            OneLoop.await(release);
        });
        OneLoop.await(entered);
    }

    @Test
    void whatIsExecutedWhileTheLoopIsHeldUpKeepsItsOrder() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        List<String> order = new ArrayList<>();
        holdUp(release);
        loop.execute(() -> order.add("first"));
        CountDownLatch elsewhere = new CountDownLatch(1);
        owner.execute(elsewhere::countDown);
        OneLoop.await(elsewhere);
        loop.execute(() -> order.add("second"));
        release.countDown();
        loop.execute(() -> order.add("third"));
        assertThat(onLoop(() -> List.copyOf(order))).containsExactly("first", "second", "third");
    }

    @Test
    void aThreadThatCanNotBeHadToStandInIsAWarningAndTheNextIsTried() {
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch ran = new CountDownLatch(2);
        owner.standInsRefused.release(1);
        holdUp(release);
        owner.execute(ran::countDown);
        assertThat(owner.shortages)
                .containsExactly("no thread could be started to stand in for event loops that are held up; their actors"
                        + " wait: java.lang.OutOfMemoryError: planted");
        owner.execute(ran::countDown);
        OneLoop.await(ran);
        release.countDown();
        assertThat(owner.errors).isEmpty();
    }

    @Test
    void sharedResourcesAreMadeOnceAndClosedWithTheThread() throws Exception {
        CountingResource first = onLoop(() -> loop.resource(CountingResource.class, CountingResource::new));
        assertThat(onLoop(() -> loop.resource(CountingResource.class, CountingResource::new)))
                .isSameAs(first);
        assertThat(first.closed).hasValue(0);
        owner.deserted = true;
        loop.life().requestStop();
        owner.expectNoThread();
        assertThat(first.closed).hasValue(1);
        assertThat(owner.errors).containsExactly("closing a counting resource: java.io.IOException: planted");
        owner.deserted = false;
        assertThat(onLoop(() -> loop.resource(CountingResource.class, CountingResource::new)))
                .isNotSameAs(first);
    }

    private static final class CountingResource implements AutoCloseable {
        final AtomicInteger closed = new AtomicInteger();

        @Override
        public void close() throws IOException {
            closed.incrementAndGet();
            throw new IOException("planted");
        }

        @Override
        public String toString() {
            return "a counting resource";
        }
    }
}

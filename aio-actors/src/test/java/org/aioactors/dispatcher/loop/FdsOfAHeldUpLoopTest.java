// SPDX-License-Identifier: Apache-2.0
package org.aioactors.dispatcher.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.aioactors.aio.AioContext;
import org.aioactors.aio.ClockType;
import org.aioactors.aio.FdHandler;
import org.aioactors.aio.linux.EventNotifier;
import org.aioactors.aio.linux.Syscalls;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A loop whose own thread is held up in run after run: its fds and timers have their turn after each. */
class FdsOfAHeldUpLoopTest {
    private static final int TASKS_PER_TURN = 8;

    /** The one that readies it, and one more: a turn looks at the fds first, and calls them last. */
    private static final int MOST_RUNS = 2;

    private final TestOwner owner = new TestOwner("held-up", 1, true, TASKS_PER_TURN, 0, 0, 1);

    /** How many runs there were until it was served. */
    private final CompletableFuture<Integer> served = new CompletableFuture<>();

    /** Own thread only. */
    private int runs;

    @AfterEach
    void stop() {
        owner.stop();
        assertThat(owner.errors).isEmpty();
    }

    /** Is relieved in each run, and never lets the queue run empty. Own thread. */
    private void holdUp() {
        runs++;
        ((ServingThread) Thread.currentThread()).announceBlocking();
        if (!served.isDone()) {
            owner.loop.execute(this::holdUp);
        }
    }

    @Test
    void aReadyFdIsServed() throws Exception {
        try (EventNotifier source = EventNotifier.create(Syscalls.linux())) {
            owner.loop.execute(() -> {
                AioContext context = owner.loop.context();
                context.setFdHandler(source.fd(), FdHandler.reading(() -> {
                    context.removeFdHandler(source.fd());
                    served.complete(runs);
                }));
                source.set();
                holdUp();
            });
            assertThat(served.get(20, TimeUnit.SECONDS)).isLessThanOrEqualTo(MOST_RUNS);
        }
    }

    @Test
    void aTimerThatIsDueIsServed() throws Exception {
        owner.loop.execute(() -> {
            owner.loop
                    .context()
                    .newTimer(ClockType.REALTIME, () -> served.complete(runs))
                    .modify(0);
            holdUp();
        });
        assertThat(served.get(20, TimeUnit.SECONDS)).isLessThanOrEqualTo(MOST_RUNS);
    }
}

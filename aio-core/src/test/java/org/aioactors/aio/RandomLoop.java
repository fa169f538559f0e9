// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A context and the operations that a random test does to it. Each operation is done to the context and noted in the models of
 * the fds, bottom halves and timers, and each callback checks with its model that it may run.
 */
final class RandomLoop implements AutoCloseable {
    private static final int FDS = 90;
    private static final int BOTTOM_HALVES = 10;
    private static final int TIMERS = 10;
    private static final int MAX_DEPTH = 4;

    final Random random;
    final FakeClock clock = new FakeClock(1_000_000);
    final AioContext context;

    /** What callbacks ran, in order. */
    final List<String> log = new ArrayList<>();

    final List<ModelFd> fds = new ArrayList<>();
    final List<ModelBottomHalf> bottomHalves = new ArrayList<>();
    final List<ModelTimer> timers = new ArrayList<>();

    /** The bottom halves that the loop has queued, first to last, and maybe cancelled ones that it has dropped. */
    final List<ModelBottomHalf> queue = new ArrayList<>();

    int externalDisabled;
    long armings;

    private final ExecutorService otherThread = Executors.newSingleThreadExecutor();
    private final List<String> errors = new ArrayList<>();

    /** Whether callbacks do operations too. Otherwise it is known exactly what a turn calls. */
    private boolean operationsInCallbacks;

    private int depth;

    RandomLoop(FdMonitorKind kind, long seed, boolean operationsInCallbacks) {
        this.random = new Random(seed);
        this.operationsInCallbacks = operationsInCallbacks;
        AioContextBuilder builder = AioContext.builder()
                .fdMonitor(kind)
                .clock(clock)
                .errorHandler((where, failure) -> errors.add(where + ": " + failure));
        if (operationsInCallbacks && random.nextBoolean()) {
            builder.pollParams(new PollParams(10_000, 0, 0));
            clock.tick(50);
        }
        this.context = builder.build();
        for (int i = 0; i < FDS; i++) {
            ModelFd fd = new ModelFd(this, "fd " + i);
            fds.add(fd);
            if (random.nextInt(3) > 0) {
                fd.watch(); // about as many as make poll change to epoll
            }
        }
        for (int i = 0; i < BOTTOM_HALVES; i++) {
            bottomHalves.add(new ModelBottomHalf(this, "bottom half " + i));
        }
        for (int i = 0; i < TIMERS; i++) {
            timers.add(new ModelTimer(this, "timer " + i));
        }
    }

    /** One random operation or turn. */
    void step() {
        if (random.nextInt(6) == 0) {
            turn();
        } else {
            operation();
        }
        assertThat(errors).isEmpty();
    }

    private void operation() {
        if (random.nextInt(50) == 0) {
            onOtherThread(this::operationHere);
        } else {
            operationHere();
        }
    }

    private void operationHere() {
        switch (random.nextInt(12)) {
            case 0, 1, 2, 3 -> any(fds).change();
            case 4, 5 -> any(fds).signal();
            case 6, 7 -> any(bottomHalves).change();
            case 8, 9 -> any(timers).change();
            case 10 -> clock.advance(random.nextInt(100));
            default -> changeExternal();
        }
    }

    private void changeExternal() {
        if (externalDisabled > 0) {
            context.enableExternal();
            externalDisabled--;
        } else {
            context.disableExternal();
            externalDisabled++;
        }
    }

    private <T> T any(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    private void onOtherThread(Runnable action) {
        try {
            otherThread.submit(action).get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        } catch (ExecutionException failure) {
            throw new AssertionError("on the other thread", failure.getCause());
        }
    }

    /** A callback runs: maybe it does something to the loop, or polls it. */
    void called(String name) {
        log.add(name);
        if (!operationsInCallbacks) {
            return;
        }
        if (random.nextBoolean()) {
            operation();
        }
        if (depth < MAX_DEPTH && random.nextInt(10) == 0) {
            turn();
        }
    }

    private void turn() {
        if (operationsInCallbacks) {
            depth++;
            context.poll(mayBlock() && random.nextBoolean());
            depth--;
        } else {
            exactTurn();
        }
    }

    /** Whether a turn that blocks is sure to find something. */
    private boolean mayBlock() {
        return queue.stream().anyMatch(ModelBottomHalf::isToRun);
    }

    private void exactTurn() {
        log.clear();
        List<String> halves = queue.stream()
                .filter(ModelBottomHalf::isToRun)
                .map(half -> half.name)
                .toList();
        boolean progress = queue.stream().anyMatch(half -> half.isToRun() && !half.idle);
        List<String> ready =
                fds.stream().flatMap(ModelFd::expectedCalls).sorted().toList();
        List<String> due = timers.stream()
                .filter(timer -> timer.isDue(clock.timeNs()))
                .sorted()
                .map(timer -> timer.name)
                .toList();

        assertThat(context.poll(false)).isEqualTo(progress || !ready.isEmpty() || !due.isEmpty());
        queue.clear(); // of those that were cancelled

        assertThat(log).hasSize(halves.size() + ready.size() + due.size());
        assertThat(log.subList(0, halves.size())).isEqualTo(halves);
        assertThat(log.stream().skip(halves.size()).limit(ready.size()).sorted().toList())
                .isEqualTo(ready);
        assertThat(log.subList(log.size() - due.size(), log.size())).isEqualTo(due);
    }

    /** Ends the random part: in the next turns all that is to be done is done, until nothing is left. */
    void settle() {
        operationsInCallbacks = false;
        while (externalDisabled > 0) {
            changeExternal();
        }
        context.poll(false);
        queue.clear();
        clock.advance(1_000_000);
        exactTurn();
        fds.forEach(ModelFd::remove);
        exactTurn();
        assertThat(log).isEmpty();
        assertThat(errors).isEmpty();
    }

    @Override
    public void close() {
        otherThread.shutdownNow();
        fds.forEach(ModelFd::remove);
        context.close();
        fds.forEach(fd -> fd.source.close());
    }
}

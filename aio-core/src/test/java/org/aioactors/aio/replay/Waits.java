// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.replay;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.IntSupplier;

/**
 * What happens while the loop is blocked: the queue of {@code wait} commands. Serves any system call that waits.
 *
 * <p>The commands run on a thread of their own, so that the context sees that it is not its home thread; the home thread waits
 * for them, so only one of the two runs at a time.
 */
final class Waits implements AutoCloseable {
    private static final String BLOCKED_FOREVER = "BLOCKED forever in wait, scenario ends";

    /** The loop would sleep without end, and nothing is scripted that could wake it. */
    static final class BlockedForeverException extends RuntimeException {
        private static final long serialVersionUID = 1;

        BlockedForeverException() {
            super(BLOCKED_FOREVER);
        }
    }

    private static final class Wait {
        private long remainingNs;
        private final List<String> commands;

        Wait(long remainingNs, List<String> commands) {
            this.remainingNs = remainingNs;
            this.commands = commands;
        }
    }

    private final Deque<Wait> queue = new ArrayDeque<>();
    private final ExecutorService otherThread =
            Executors.newSingleThreadExecutor(task -> new Thread(task, "the trace's other thread"));
    private final TraceClock clock;
    private final Transcript transcript;
    private final Consumer<String> executor;

    /** {@code executor} executes a command. */
    Waits(TraceClock clock, Transcript transcript, Consumer<String> executor) {
        this.clock = clock;
        this.transcript = transcript;
        this.executor = executor;
    }

    void add(long ns, List<String> commands) {
        queue.add(new Wait(ns, commands));
    }

    /**
     * Waits in fake time.
     *
     * @param timeoutNs how long at most; -1 has no limit
     * @param look asks the kernel, without blocking, how much is ready; below 0 is an error
     * @return what {@code look} returned last
     */
    int await(long timeoutNs, IntSupplier look) {
        long remainingNs = timeoutNs;
        int ready = look.getAsInt();
        while (ready == 0 && remainingNs != 0) {
            Wait next = queue.peek();
            if (next == null && remainingNs < 0) {
                transcript.end(BLOCKED_FOREVER);
                throw new BlockedForeverException();
            }
            if (next == null || (remainingNs > 0 && remainingNs <= next.remainingNs)) {
                return timeOut(next, remainingNs);
            }
            queue.remove();
            clock.advance(next.remainingNs);
            if (remainingNs > 0) {
                remainingNs -= next.remainingNs;
            }
            transcript.systemCall("blocked " + next.remainingNs + "ns, then other thread:");
            runOnOtherThread(next.commands);
            ready = look.getAsInt();
        }
        return ready;
    }

    private int timeOut(Wait next, long remainingNs) {
        if (next != null) {
            next.remainingNs -= remainingNs;
        }
        clock.advance(remainingNs);
        return 0;
    }

    private void runOnOtherThread(List<String> commands) {
        try {
            otherThread.submit(() -> commands.forEach(this::runOne)).get();
        } catch (ExecutionException failure) {
            throw new IllegalStateException("a command of the other thread failed", failure.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the other thread ran", e);
        }
    }

    private void runOne(String command) {
        transcript.commandOnOtherThread(command);
        executor.accept(command);
    }

    @Override
    public void close() {
        otherThread.shutdownNow();
    }
}

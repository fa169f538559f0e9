// SPDX-License-Identifier: Apache-2.0
package org.aioactors.os.process;

import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.aioactors.aio.AioContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Launches that wait for one of a few threads, and those that have ended. A thread takes one after the other, without asking the
 * loop in between, which may be busy. The loop's thread only, but for what those threads do.
 *
 * <pre>
 *   add ──► waiting ──► a thread ──► ended ──► takeEnded
 *              └── close ──┴───────────┴─────► whoever comes first of the thread and the loop gives it up
 * </pre>
 */
final class SpawnQueue {
    private static final Logger LOG = LoggerFactory.getLogger(SpawnQueue.class);

    private final AioContext context;
    private final int maxThreads;
    private final Runnable onEnded;
    private final Consumer<ChildLaunch> giveUp;
    private final Queue<ChildLaunch> waiting = new ConcurrentLinkedQueue<>();
    private final Queue<ChildLaunch> ended = new ConcurrentLinkedQueue<>();
    private int threads;

    /** Written by the loop once, before it empties the queues; read by a thread after it has filled one. */
    private volatile boolean closed;

    /**
     * An empty one.
     *
     * @param onEnded called on any thread when there is something to take
     * @param giveUp called on any thread for a launch, run or not, of which nobody hears any more
     */
    SpawnQueue(AioContext context, int maxThreads, Runnable onEnded, Consumer<ChildLaunch> giveUp) {
        this.context = context;
        this.maxThreads = maxThreads;
        this.onEnded = onEnded;
        this.giveUp = giveUp;
    }

    void add(ChildLaunch launch) {
        waiting.add(launch);
        startThread();
    }

    private void startThread() {
        if (threads == maxThreads || waiting.isEmpty()) {
            return;
        }
        threads++;
        try {
            context.offload("spawn children", this::run, (nothing, failure) -> threadEnded(failure));
        } catch (RejectedExecutionException full) {
            threads--;
            for (ChildLaunch next = waiting.poll(); next != null; next = waiting.poll()) {
                next.fail(full);
                ended.add(next);
            }
            onEnded.run();
        }
    }

    /** On a thread that may block. */
    private boolean run() {
        for (ChildLaunch next = waiting.poll(); next != null; next = waiting.poll()) {
            next.run();
            ended.add(next);
            if (closed) {
                giveUpAll(ended);
            } else {
                onEnded.run();
            }
        }
        return true;
    }

    /** What was added when the thread had already found nothing is the next one's. */
    private void threadEnded(@Nullable Throwable failure) {
        threads--;
        if (failure != null && !(failure instanceof CancellationException)) {
            LOG.error("a thread that spawns children has failed", failure);
        }
        if (!closed) {
            startThread();
        }
    }

    /** One that has ended, or null. */
    @Nullable ChildLaunch takeEnded() {
        return ended.poll();
    }

    /** Nothing is launched any more; gives up what nobody has taken. */
    void close() {
        closed = true;
        giveUpAll(waiting);
        giveUpAll(ended);
    }

    private void giveUpAll(Queue<ChildLaunch> launches) {
        for (ChildLaunch next = launches.poll(); next != null; next = launches.poll()) {
            giveUp.accept(next);
        }
    }
}

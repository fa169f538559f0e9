// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.file;

import akka.actor.typed.DispatcherSelector;
import akka.actor.typed.javadsl.ActorContext;
import java.util.ArrayDeque;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Has an actor's jobs that block, or compute for long, done on Akka's dispatcher for that, one after the other: so a job may
 * use what is for one thread at a time. The actor itself never waits, and hears of the end of each job in a message. Used by
 * the actor alone.
 *
 * @param <M> what the actor takes
 */
public final class OffLoop<M> {
    /** To the actor, which is to hand it to {@link #onEnded}. */
    public record Ended(Runnable completion) {}

    /**
     * What has become of a job.
     *
     * @param result null if it failed
     * @param failure null if it did not
     */
    public record Outcome<T>(@Nullable T result, @Nullable Throwable failure) {}

    private final ActorContext<M> context;
    private final Function<Ended, M> message;
    private final int maxWaiting;
    private final Executor executor;
    private final ArrayDeque<Runnable> waiting = new ArrayDeque<>();
    private boolean busy;

    /**
     * For an actor.
     *
     * @param message makes what the actor takes of the end of a job
     * @param maxWaiting how many jobs may wait for the one that is being done
     */
    public OffLoop(ActorContext<M> context, Function<Ended, M> message, int maxWaiting) {
        this.context = context;
        this.message = message;
        this.maxWaiting = maxWaiting;
        this.executor = context.getSystem().dispatchers().lookup(DispatcherSelector.blocking());
    }

    /**
     * Has a job done; {@code completion} runs in the actor afterwards.
     *
     * @return false if too many wait, and this one will not be done
     */
    public <T> boolean submit(Callable<T> job, Consumer<Outcome<T>> completion) {
        if (waiting.size() >= maxWaiting && busy) {
            return false;
        }
        waiting.add(() -> start(job, completion));
        startNext();
        return true;
    }

    private void startNext() {
        Runnable next = busy ? null : waiting.poll();
        if (next != null) {
            busy = true;
            next.run();
        }
    }

    private <T> void start(Callable<T> job, Consumer<Outcome<T>> completion) {
        CompletableFuture<Outcome<T>> end = CompletableFuture.supplyAsync(() -> attempt(job), executor);
        context.pipeToSelf(end, (outcome, failure) -> {
            // What is no exception of the job, such as an error of the VM.
            Outcome<T> known = outcome != null ? outcome : new Outcome<>(null, failure);
            return message.apply(new Ended(() -> completion.accept(known)));
        });
    }

    private static <T> Outcome<T> attempt(Callable<T> job) {
        try {
            return new Outcome<>(job.call(), null);
        } catch (Exception e) {
            return new Outcome<>(null, e instanceof CompletionException && e.getCause() != null ? e.getCause() : e);
        }
    }

    /** A job has ended: the next one begins, and this one's completion runs. */
    public void onEnded(Ended ended) {
        busy = false;
        startNext();
        ended.completion().run();
    }
}

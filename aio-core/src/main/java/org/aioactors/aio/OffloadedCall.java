// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import org.aioactors.aio.linux.KernelMemory;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * A call on its way through {@link BlockingCalls}.
 *
 * <pre>
 *   WAITING ──► RUNNING ──► ENDED       its completion hears what it returned or threw
 *      │           └──────► ABANDONED   it runs on, and its completion has heard that nobody waits any more
 *      └─────────────────► CANCELLED    it never runs, and its completion hears that
 * </pre>
 *
 * <p>Each arrow is one compare-and-set, so that exactly one thread goes on with the call: the one that runs it to RUNNING
 * and ENDED, the home thread to ABANDONED, anybody to CANCELLED. Who comes to ENDED or CANCELLED hands it to the home thread.
 */
class OffloadedCall<T> implements Cancellable, Runnable {
    private static final int WAITING = 0;
    private static final int RUNNING = 1;
    private static final int ENDED = 2;
    private static final int CANCELLED = 3;
    private static final int ABANDONED = 4;

    private static final VarHandle STATE;

    static {
        try {
            STATE = MethodHandles.lookup().findVarHandle(OffloadedCall.class, "state", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final String kind;
    private final String name;

    /** What the kernel uses while the call runs; released by who takes the call to CANCELLED or has run it. */
    private final @Nullable KernelMemory memory;

    /** One of the above. */
    private volatile int state;

    /** The completion has been called or is being. Written by the home thread, read by any. */
    private volatile boolean done;

    /*
     * These are dropped when they are not needed any more, so that a call that an executor or its user keeps, or that
     * runs on after the end of its context, does not keep the context. Written before the call is published and by who has
     * taken it to its present state.
     */
    private @Nullable BlockingCalls owner;
    private @Nullable Callable<? extends T> call;
    private @Nullable OffloadCompletion<? super T> completion;

    /** What the call returned or threw. Written before the call is handed to the home thread, read by that. */
    private @Nullable T result;

    private @Nullable Throwable failure;

    /** Link among those that have ended. Written by who hands the call over, then by the home thread. */
    @Nullable OffloadedCall<?> next;

    OffloadedCall(
            String kind,
            String name,
            Callable<? extends T> call,
            OffloadCompletion<? super T> completion,
            @Nullable KernelMemory memory) {
        this.kind = kind;
        this.name = name;
        this.call = Objects.requireNonNull(call, "call");
        this.completion = Objects.requireNonNull(completion, "completion");
        this.memory = memory;
    }

    /** It is about to be handed to an executor. Throws {@link IllegalStateException} if its memory is closed. */
    void begin(BlockingCalls calls) {
        if (memory != null) {
            memory.retain();
        }
        owner = calls;
    }

    /** On whatever thread the executor has for it; does nothing if it was cancelled. */
    @Override
    public void run() {
        if (!move(WAITING, RUNNING)) {
            return;
        }
        Callable<? extends T> body = Objects.requireNonNull(call);
        call = null;
        try {
            result = body.call();
        } catch (Throwable thrown) {
            failure = thrown;
        }
        releaseMemory();
        BlockingCalls listener = owner;
        if (move(RUNNING, ENDED)) {
            Objects.requireNonNull(listener).ended(this);
        } else {
            drop();
        }
    }

    private void drop() {
        T dropped = result;
        if (failure != null) {
            LoggerFactory.getLogger(OffloadedCall.class)
                    .warn("{} '{}', which went on after its context was closed, failed", kind, name, failure);
        } else if (dropped != null) {
            dropped(dropped);
        }
    }

    /** The call has returned this after its context was closed. On the thread that ran it. */
    void dropped(T unheard) {}

    /** Any thread. False once it has begun. */
    @Override
    public boolean cancel() {
        BlockingCalls listener = owner;
        if (!cancel("it was cancelled before it began")) {
            return false;
        }
        Objects.requireNonNull(listener).cancelled(this);
        return true;
    }

    /** Takes it to CANCELLED, if it has not begun; the caller sees to the rest. Any thread. */
    boolean cancel(String why) {
        if (!move(WAITING, CANCELLED)) {
            return false;
        }
        call = null;
        releaseMemory();
        failure = new CancellationException(name + ": " + why);
        return true;
    }

    /** It was cancelled because its context is closed, and will never run. Home thread. */
    void neverRuns() {}

    /** Takes it to ABANDONED and calls its completion, unless it has ended. Home thread. */
    boolean abandon(CallbackRunner callbacks, String why) {
        if (!move(RUNNING, ABANDONED)) {
            return false;
        }
        complete(callbacks, null, new CancellationException(name + ": " + why));
        return true;
    }

    /** Calls the completion of a call that was handed over. Home thread. */
    void complete(CallbackRunner callbacks) {
        T returned = result;
        result = null;
        complete(callbacks, returned, failure);
    }

    private void complete(CallbackRunner callbacks, @Nullable T returned, @Nullable Throwable thrown) {
        OffloadCompletion<? super T> listener = Objects.requireNonNull(completion);
        completion = null;
        owner = null;
        done = true;
        callbacks.run(kind, name, () -> listener.onCompletion(returned, thrown));
    }

    /** One of the arrows; false if the call is not where it begins. Any thread. */
    private boolean move(int from, int to) {
        return state == from && STATE.compareAndSet(this, from, to);
    }

    private void releaseMemory() {
        if (memory != null) {
            memory.release();
        }
    }

    @Override
    public boolean isDone() {
        return done;
    }

    @Override
    public String toString() {
        return name;
    }
}

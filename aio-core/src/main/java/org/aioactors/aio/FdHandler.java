// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;
import java.util.function.IntPredicate;
import org.aioactors.aio.fdmon.Trigger;
import org.aioactors.aio.linux.FdEvents;
import org.jspecify.annotations.Nullable;

/**
 * What to call when an fd is ready: immutable, so a handler that switches between reading and writing keeps an instance for
 * each. One whose callbacks are {@link FdCallback}s, which hear what fd it is, may serve any number of fds; one with
 * {@code Runnable}s has an fd of its own.
 *
 * <p>All callbacks run on the home thread and must not block. Of one report the callbacks run in this order: {@code
 * onPriority}, {@code onReadable}, {@code onWritable}, {@code onPeerClosed}. Readiness is level-triggered: an fd not
 * drained is reported again (S38), unless the handler is a {@linkplain Builder#oneShot one-shot} or {@linkplain
 * Builder#drains drains} its fd. A callback may be called although nothing is left to read: treat {@code EAGAIN} as
 * normal.
 */
public final class FdHandler {
    private final @Nullable FdCallback onReadable;
    private final @Nullable FdCallback onWritable;
    private final @Nullable FdCallback onPriority;
    private final @Nullable FdCallback onPeerClosed;
    private final @Nullable FdCallback onError;
    private final @Nullable BooleanSupplier isReady;
    private final @Nullable IntPredicate isFdReady;
    private final boolean external;
    private final Trigger trigger;
    private final int events;

    private FdHandler(Builder builder) {
        this.onReadable = builder.onReadable;
        this.onWritable = builder.onWritable;
        this.onPriority = builder.onPriority;
        this.onPeerClosed = builder.onPeerClosed;
        this.onError = builder.onError;
        this.isReady = builder.isReady;
        this.isFdReady = builder.isFdReady;
        this.external = builder.external;
        this.trigger = builder.trigger();
        this.events = eventsOf();
    }

    /** Who has an error callback beside a readiness test, and no other, hears of what poll(2) reports unasked. */
    private int eventsOf() {
        int wanted = (onReadable != null ? FdEvents.READ_INTEREST : 0)
                | (onWritable != null ? FdEvents.WRITE_INTEREST : 0)
                | (onPriority != null ? FdEvents.PRIORITY_INTEREST : 0)
                | (onPeerClosed != null ? FdEvents.PEER_CLOSED_INTEREST : 0);
        boolean errorsAlone = wanted == 0 && onError != null && (isReady != null || isFdReady != null);
        return errorsAlone ? FdEvents.HUP | FdEvents.ERR : wanted;
    }

    /** A handler with only a read callback. */
    public static FdHandler reading(Runnable onReadable) {
        return builder().onReadable(onReadable).build();
    }

    /** A handler with only a write callback. */
    public static FdHandler writing(Runnable onWritable) {
        return builder().onWritable(onWritable).build();
    }

    /** A builder with no callback yet. */
    public static Builder builder() {
        return new Builder();
    }

    @Nullable FdCallback onReadable() {
        return onReadable;
    }

    @Nullable FdCallback onWritable() {
        return onWritable;
    }

    @Nullable FdCallback onPriority() {
        return onPriority;
    }

    @Nullable FdCallback onPeerClosed() {
        return onPeerClosed;
    }

    @Nullable FdCallback onError() {
        return onError;
    }

    /** Who hears of an error or hang-up that concerns no other callback; null if there is nobody. */
    @Nullable FdCallback onErrorOrNext() {
        FdCallback next = onError != null ? onError : onWritable;
        next = next != null ? next : onPriority;
        return next != null ? next : onPeerClosed;
    }

    /** The test for one of the fds that it serves. */
    @Nullable BooleanSupplier isReady(int fd) {
        IntPredicate test = isFdReady;
        return test != null ? () -> test.test(fd) : isReady;
    }

    boolean external() {
        return external;
    }

    Trigger trigger() {
        return trigger;
    }

    /** What to ask the kernel for (S30). */
    int events() {
        return events;
    }

    /**
     * Collects callbacks; each may be left out, but not all. Of two calls for the same callback the last one counts. Not
     * thread-safe.
     */
    public static final class Builder {
        private @Nullable FdCallback onReadable;
        private @Nullable FdCallback onWritable;
        private @Nullable FdCallback onPriority;
        private @Nullable FdCallback onPeerClosed;
        private @Nullable FdCallback onError;
        private @Nullable BooleanSupplier isReady;
        private @Nullable IntPredicate isFdReady;
        private boolean external;
        private boolean drains;
        private boolean oneShot;

        private Builder() {}

        /** Called when the fd is readable, at end of file, or has an error or hang-up to be read. */
        public Builder onReadable(Runnable callback) {
            return onReadable((fd, events) -> callback.run());
        }

        /** Like {@link #onReadable(Runnable)}, and hears which fd it is and what was reported. */
        public Builder onReadable(FdCallback callback) {
            this.onReadable = callback;
            return this;
        }

        /** Called when the fd is writable or has an error to be met by writing. */
        public Builder onWritable(Runnable callback) {
            return onWritable((fd, events) -> callback.run());
        }

        /** Like {@link #onWritable(Runnable)}, and hears which fd it is and what was reported. */
        public Builder onWritable(FdCallback callback) {
            this.onWritable = callback;
            return this;
        }

        /**
         * Called when the fd has an exceptional condition ({@link FdEvents#PRI}, {@code poll(2)}): urgent data of a TCP
         * connection, or news of a file of sysfs, of {@code /proc/mounts}, of a pressure-stall trigger.
         */
        public Builder onPriority(Runnable callback) {
            return onPriority((fd, events) -> callback.run());
        }

        /** Like {@link #onPriority(Runnable)}, and hears which fd it is and what was reported. */
        public Builder onPriority(FdCallback callback) {
            this.onPriority = callback;
            return this;
        }

        /**
         * Called when the peer of a stream socket will send nothing more, though there may be something left to read
         * ({@link FdEvents#RDHUP}), or when it is gone ({@link FdEvents#HUP}); a state that lasts, so remove or replace
         * the handler then, or make it a {@linkplain #oneShot one-shot}.
         */
        public Builder onPeerClosed(Runnable callback) {
            return onPeerClosed((fd, events) -> callback.run());
        }

        /** Like {@link #onPeerClosed(Runnable)}, and hears which fd it is and what was reported. */
        public Builder onPeerClosed(FdCallback callback) {
            this.onPeerClosed = callback;
            return this;
        }

        /**
         * Tells in user space, without a system call, whether the fd is readable, so that the loop can busy-poll it
         * (S41). Must be quick and only test: the read callback does the work (B1).
         */
        public Builder isReady(BooleanSupplier test) {
            this.isReady = test;
            this.isFdReady = null;
            return this;
        }

        /** Like {@link #isReady(BooleanSupplier)}, and hears which fd it is. */
        public Builder isReady(IntPredicate test) {
            this.isReady = null;
            this.isFdReady = test;
            return this;
        }

        /**
         * Called with the {@link FdEvents} bits when a hang-up or error concerns no other callback, or when the fd is not
         * open any more ({@code NVAL}; the handler is removed then) (B6). Without it a hang-up or error goes to the first
         * there is of {@code onWritable}, {@code onPriority} and {@code onPeerClosed}, and a closed fd to the context's
         * error handler. With {@link #isReady} and no other callback, it is all that the fd is watched for.
         */
        public Builder onError(IntConsumer callback) {
            return onError((fd, events) -> callback.accept(events));
        }

        /** Like {@link #onError(IntConsumer)}, and hears which fd it is. */
        public Builder onError(FdCallback callback) {
            this.onError = callback;
            return this;
        }

        /** Marks the handler as external: skipped while {@link AioContext#disableExternal} is in force (S40). */
        public Builder external() {
            this.external = true;
            return this;
        }

        /**
         * Promises that the read callback reads until {@code EAGAIN} or the end, or until a read returns less than was
         * asked for, and that the write callback writes until {@code EAGAIN}, or less than was asked for is written, or
         * nothing is left to write: the fd is then reported again at least when there is news of it, and the kernel need
         * not be told each time to go on watching (multishot polls, {@code EPOLLET}). A handler that does less is not called
         * for what it has left. After a callback that throws, and at the end of a stream, the fd is reported as without this.
         * No effect on {@linkplain #external external} and {@linkplain #oneShot one-shot} handlers, and with {@code
         * Semantics.REFERENCE}.
         */
        public Builder drains() {
            this.drains = true;
            return this;
        }

        /**
         * Has the handler called for one report only: it stays registered, and is called again after {@link
         * AioContext#rearmFdHandler}, or once it is set again. Not with {@code Semantics.REFERENCE}.
         */
        public Builder oneShot() {
            this.oneShot = true;
            return this;
        }

        private Trigger trigger() {
            // An external handler may be skipped when it is reported: then the report must come again.
            return oneShot ? Trigger.ONE_SHOT : drains && !external ? Trigger.EDGE : Trigger.LEVEL;
        }

        /** The handler; throws {@link IllegalStateException} if it has neither a readiness test nor a callback but onError. */
        public FdHandler build() {
            FdHandler handler = new FdHandler(this);
            if (handler.events == 0 && isReady == null && isFdReady == null) {
                throw new IllegalStateException(
                        "an fd handler needs at least one of onReadable, onWritable, onPriority, onPeerClosed and isReady; to"
                                + " stop watching an fd call removeFdHandler");
            }
            return handler;
        }
    }
}

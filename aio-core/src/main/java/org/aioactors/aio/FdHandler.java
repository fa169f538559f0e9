// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;
import org.aioactors.aio.fdmon.FdEvents;
import org.jspecify.annotations.Nullable;

/**
 * What to call when an fd is ready: immutable, so a handler that switches between reading and writing keeps an instance for
 * each. The callbacks are not told which fd it is, so an fd has an instance of its own.
 *
 * <p>All callbacks run on the loop thread and must not block. Readiness is level-triggered: an fd not drained is
 * reported again (S38). A callback may be called although nothing is left to read: treat {@code EAGAIN} as normal.
 */
public final class FdHandler {
    private final @Nullable Runnable onReadable;
    private final @Nullable Runnable onWritable;
    private final @Nullable BooleanSupplier isReady;
    private final @Nullable IntConsumer onError;
    private final boolean external;

    private FdHandler(Builder builder) {
        this.onReadable = builder.onReadable;
        this.onWritable = builder.onWritable;
        this.isReady = builder.isReady;
        this.onError = builder.onError;
        this.external = builder.external;
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

    @Nullable Runnable onReadable() {
        return onReadable;
    }

    @Nullable Runnable onWritable() {
        return onWritable;
    }

    @Nullable BooleanSupplier isReady() {
        return isReady;
    }

    @Nullable IntConsumer onError() {
        return onError;
    }

    boolean external() {
        return external;
    }

    /** What to ask the kernel for (S30). Who has an error callback alone hears of what poll(2) reports unasked. */
    int events() {
        if (onReadable == null && onWritable == null && onError != null) {
            return FdEvents.HUP | FdEvents.ERR;
        }
        return (onReadable != null ? FdEvents.READ_INTEREST : 0) | (onWritable != null ? FdEvents.WRITE_INTEREST : 0);
    }

    /** Collects callbacks; each may be left out, but not all. Not thread-safe. */
    public static final class Builder {
        private @Nullable Runnable onReadable;
        private @Nullable Runnable onWritable;
        private @Nullable BooleanSupplier isReady;
        private @Nullable IntConsumer onError;
        private boolean external;

        private Builder() {}

        /** Called when the fd is readable, at end of file, or has an error or hang-up to be read. */
        public Builder onReadable(Runnable callback) {
            this.onReadable = callback;
            return this;
        }

        /** Called when the fd is writable or has an error to be met by writing. */
        public Builder onWritable(Runnable callback) {
            this.onWritable = callback;
            return this;
        }

        /**
         * Tells in user space, without a system call, whether the fd is readable, so that the loop can busy-poll it
         * (S41). Must be quick and only test: the read callback does the work (B1).
         */
        public Builder isReady(BooleanSupplier test) {
            this.isReady = test;
            return this;
        }

        /**
         * Called with the {@link FdEvents} bits when a hang-up or error concerns neither read nor write callback, or
         * when the fd is not open any more ({@code NVAL}; the handler is removed then) (B6). Without it a hang-up
         * goes to the write callback, and a closed fd to the context's error handler. With {@link #isReady} and no other
         * callback, it is all that the fd is watched for.
         */
        public Builder onError(IntConsumer callback) {
            this.onError = callback;
            return this;
        }

        /** Marks the handler as external: skipped while {@link AioContext#disableExternal} is in force (S40). */
        public Builder external() {
            this.external = true;
            return this;
        }

        /** The handler; throws {@link IllegalStateException} if it has no read, write or readiness callback. */
        public FdHandler build() {
            if (onReadable == null && onWritable == null && isReady == null) {
                throw new IllegalStateException(
                        "an fd handler needs at least one of onReadable, onWritable and isReady; to stop watching an fd call"
                                + " removeFdHandler");
            }
            return new FdHandler(this);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The memory that one loop lends to handlers, see {@link ReceivedBuffer}: large blocks, from which bytes are sent on without
 * a copy, and small ones for what is small, so that it does not hold a large one. They are allocated as they are needed, up to a
 * bound; the one that came back last goes out first, since it is in the processor's caches. Its loop only, but for what says
 * otherwise.
 */
final class BlockPool implements AutoCloseable {
    static final int LARGE_BYTES = IoBuffers.SIZE;

    /** What is not larger is copied: that costs less than a system call of its own to send it. */
    static final int SMALL_BYTES = 4096;

    /** The part of the memory that is for small blocks. */
    private static final int SMALL_PART = 8;

    /** Blocks of one size. */
    private final class Shelf {
        private final int blockBytes;
        private final int most;
        private final ArrayDeque<LentBlock> free = new ArrayDeque<>();

        /** Those on it and those that are out. */
        private int blocks;

        Shelf(int blockBytes, long bytes) {
            this.blockBytes = blockBytes;
            this.most = (int) Math.max(1, Math.min(bytes / blockBytes, Integer.MAX_VALUE));
        }

        @Nullable LentBlock take() {
            LentBlock block = free.pollLast();
            if (block == null && blocks < most) {
                block = new LentBlock(BlockPool.this, blockBytes);
                blocks++;
            }
            return block;
        }
    }

    private final Executor loop;
    private final BooleanSupplier inLoopThread;
    private final Shelf large;
    private final Shelf small;

    /** The loop has ended: what comes back is left to the garbage collector. Written by the loop, read by any thread. */
    private volatile boolean closed;

    /**
     * An empty pool.
     *
     * @param loop runs something on the loop's thread
     * @param inLoopThread whether that is the calling one
     * @param bytes how much is lent at most
     */
    BlockPool(Executor loop, BooleanSupplier inLoopThread, long bytes) {
        this.loop = loop;
        this.inLoopThread = inLoopThread;
        this.large = new Shelf(LARGE_BYTES, bytes - bytes / SMALL_PART);
        this.small = new Shelf(SMALL_BYTES, bytes / SMALL_PART);
    }

    /** A block of {@link #LARGE_BYTES}; null if all are out. */
    @Nullable LentBlock takeLarge() {
        return large.take();
    }

    /** A block for so many bytes; null if all of that size are out. */
    @Nullable LentBlock take(int bytes) {
        return bytes <= SMALL_BYTES ? small.take() : large.take();
    }

    void putBack(LentBlock block) {
        if (!closed) {
            shelf(block.isLarge()).free.addLast(block);
        }
    }

    /** So many that are out will not come back. */
    void forget(boolean areLarge, int count) {
        shelf(areLarge).blocks -= count;
    }

    private Shelf shelf(boolean isLarge) {
        return isLarge ? large : small;
    }

    /** Runs a task on the loop, at once if that is where it is called. Does nothing once the loop has ended. Any thread. */
    void runOnLoop(Runnable task) {
        if (closed) {
            return;
        }
        if (inLoopThread.getAsBoolean()) {
            task.run();
        } else {
            loop.execute(task);
        }
    }

    /** Runs a task on the loop, but not from in here. Its loop. */
    void runLater(Runnable task) {
        loop.execute(task);
    }

    @Override
    public void close() {
        closed = true;
        large.free.clear();
        small.free.clear();
    }
}

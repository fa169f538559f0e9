// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import java.nio.ByteBuffer;
import org.aioactors.aio.linux.NativeMemory;
import org.jspecify.annotations.Nullable;

/**
 * A piece of native memory that a loop lends to handlers. It is freed by the garbage collector, so that who has kept a view of
 * it for too long may read somebody else's bytes, but not crash the JVM. Its loop's, but for what says otherwise.
 */
final class LentBlock implements Runnable {
    private final BlockPool pool;
    private final NativeMemory memory;
    private final ByteBuffer source;
    private final ByteBuffer view;

    /** Who has it; null while it is with the pool. */
    private @Nullable Loans borrower;

    LentBlock(BlockPool pool, int bytes) {
        this.pool = pool;
        this.memory = NativeMemory.allocateCollected(bytes);
        this.source = memory.buffer();
        this.view = source.asReadOnlyBuffer();
    }

    BlockPool pool() {
        return pool;
    }

    /** Any thread. */
    boolean isLarge() {
        return source.capacity() == BlockPool.LARGE_BYTES;
    }

    long address() {
        return memory.address();
    }

    /** All of it; for absolute methods. Any thread. */
    ByteBuffer source() {
        return source;
    }

    /** The same for strangers: whatever they do to it does not matter to us. Any thread. */
    ByteBuffer view() {
        return view;
    }

    void lendTo(Loans loans) {
        borrower = loans;
    }

    /** Nobody has it any more. Any thread. */
    void giveBack() {
        pool.runOnLoop(this);
    }

    /** It is back on its loop. */
    @Override
    public void run() {
        Loans from = borrower;
        borrower = null;
        if (from == null || from.returned(this)) {
            pool.putBack(this);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Counts what one thread does, for any thread to read. Counting is a plain addition: no lock, no atomic operation, no
 * barrier, so a reader may see it a moment later, but never sees it go back.
 */
public final class LoopCounter extends Padded {
    private static final VarHandle VALUE;

    static {
        try {
            VALUE = MethodHandles.lookup().findVarHandle(LoopCounter.class, "value", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /**
     * Written by the counting thread, by opaque writes, so that the compiler neither tears nor keeps them; read by it
     * plainly and by all others by opaque reads.
     */
    private long value;

    /** A counter at 0. Any thread, which hands it to the counting one as it does its other fields. */
    public LoopCounter() {}

    /** Counts one. One thread only, or several that hand the counter over to each other; does not block. */
    public void increment() {
        VALUE.setOpaque(this, value + 1);
    }

    /** Counts so many, as {@link #increment} does one. */
    public void add(long many) {
        VALUE.setOpaque(this, value + many);
    }

    /** The count so far. Any thread; does not block. */
    public long get() {
        return (long) VALUE.getOpaque(this);
    }

    @Override
    public String toString() {
        return Long.toString(get());
    }
}

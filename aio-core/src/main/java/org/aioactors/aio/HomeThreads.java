// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.jspecify.annotations.Nullable;

/** Which threads can be the home of a loop, and of which loops they are. Any thread. */
final class HomeThreads {
    /** {@code Thread.isVirtual}, which came with JDK 21; null on older ones. */
    private static final @Nullable MethodHandle IS_VIRTUAL = isVirtualOrNull();

    /** The youngest open context of each thread; the others follow by {@link AioContext#older}. */
    private static final ThreadLocal<@Nullable AioContext> YOUNGEST = new ThreadLocal<>();

    private HomeThreads() {}

    /** The youngest open context of this thread, or null. */
    static @Nullable AioContext youngest() {
        return YOUNGEST.get();
    }

    /** Notes a new context of this thread; returns the next older one. */
    static @Nullable AioContext opened(AioContext context) {
        AioContext older = YOUNGEST.get();
        YOUNGEST.set(context);
        return older;
    }

    /** Forgets a context of this thread, in whatever order they are closed. */
    static void closed(AioContext context) {
        AioContext younger = YOUNGEST.get();
        if (younger != context) {
            while (younger != null && younger.older != context) {
                younger = younger.older;
            }
            if (younger != null) {
                younger.older = context.older;
            }
        } else if (context.older != null) {
            YOUNGEST.set(context.older);
        } else {
            YOUNGEST.remove();
        }
    }

    /**
     * Returns the thread. A virtual one is refused: a ring, the timer slack and the processors that a loop is bound to all
     * belong to the kernel's thread that carries it, which may be another one after each wait.
     *
     * @throws IllegalStateException if it is a virtual thread
     */
    static Thread suitable(Thread thread) {
        if (isVirtual(thread)) {
            throw new IllegalStateException("a context can't live on a virtual thread (" + thread
                    + "): build it on a platform thread, such as an AioThread or one of Thread.ofPlatform()");
        }
        return thread;
    }

    private static boolean isVirtual(Thread thread) {
        if (IS_VIRTUAL == null) {
            return false;
        }
        try {
            return (boolean) IS_VIRTUAL.invokeExact(thread);
        } catch (Throwable impossible) {
            throw new LinkageError("Thread.isVirtual threw", impossible);
        }
    }

    private static @Nullable MethodHandle isVirtualOrNull() {
        try {
            return MethodHandles.publicLookup()
                    .findVirtual(Thread.class, "isVirtual", MethodType.methodType(boolean.class));
        } catch (ReflectiveOperationException olderThan21) {
            return null;
        }
    }
}

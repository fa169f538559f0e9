// SPDX-License-Identifier: Apache-2.0
package org.aioactors.os.process;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.aioactors.aio.linux.Errno;
import org.jspecify.annotations.Nullable;

/** The real kernel, whose next calls of a method fail if a test says so; those are not made. Any thread. */
final class Faults {
    /** A call that does not fail. */
    static final int NONE = 0;

    /** Guarded by this. */
    private final Map<String, Deque<Integer>> plans = new HashMap<>();

    /** What an interface of system calls does, but for the failures. */
    <T> T in(Class<T> type, T real) {
        return type.cast(Proxy.newProxyInstance(
                Faults.class.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> invoke(real, method, arguments)));
    }

    /** The next calls of a method have these errors, one after the other. */
    synchronized void fail(String method, Integer... errnos) {
        plans.computeIfAbsent(method, key -> new ArrayDeque<>()).addAll(Arrays.asList(errnos));
    }

    private synchronized int fault(String method) {
        Deque<Integer> plan = plans.get(method);
        Integer errno = plan == null ? null : plan.poll();
        return errno == null ? NONE : errno;
    }

    private @Nullable Object invoke(Object real, Method method, Object[] arguments) throws Throwable {
        int errno = fault(method.getName());
        // Who is told that there is no child has had it taken away by somebody else, so that it must be gone; and what
        // can't be
        // closed is closed.
        if (errno != NONE && errno != Errno.ECHILD && !method.getName().equals("close")) {
            return -errno;
        }
        try {
            Object result = method.invoke(real, arguments);
            return errno == NONE ? result : Integer.valueOf(-errno);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.aioactors.file;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import org.aioactors.aio.Completion;
import org.aioactors.dispatcher.AioLoop;
import org.jspecify.annotations.Nullable;

/** The files of a loop, but for what a test answers itself, or holds back. Any thread. */
final class FakeKernel {
    /** A call with a completion. */
    static final class Call {
        final String name;
        private final Object[] arguments;

        Call(String name, Object[] arguments) {
            this.name = name;
            this.arguments = arguments;
        }

        /** The descriptor, for calls that have one. */
        int fd() {
            return (int) arguments[0];
        }

        /** How many bytes a read or write is asked for. */
        int length() {
            return (int) arguments[3];
        }

        /** Has the call be of so many bytes only. */
        void shorten(int length) {
            arguments[3] = length;
        }

        void complete(int result) {
            ((Completion) arguments[arguments.length - 1]).onCompletion(result, 0);
        }
    }

    /** What becomes of a call. */
    interface Fate {
        /** A result or {@code -errno} to answer with; null has the kernel answer. */
        @Nullable Integer of(Call call);
    }

    /** Holds a call back: it is in {@link #held}. */
    static final int HOLD = Integer.MIN_VALUE;

    private volatile Fate fate = call -> null;
    private final ConcurrentLinkedQueue<String> names = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<Runnable> held = new ConcurrentLinkedQueue<>();

    void fate(Fate next) {
        this.fate = next;
    }

    /** The names of the calls so far. */
    List<String> calls() {
        return List.copyOf(names);
    }

    /** How many calls of that name there were. */
    long count(String name) {
        return names.stream().filter(name::equals).count();
    }

    int held() {
        return held.size();
    }

    /** Has the kernel answer what was held back. */
    void release() {
        for (Runnable call = held.poll(); call != null; call = held.poll()) {
            call.run();
        }
    }

    Function<AioLoop, FileKernel> kernel() {
        return loop -> {
            FileKernel real = new LoopFiles(loop.context());
            return (FileKernel) Proxy.newProxyInstance(
                    getClass().getClassLoader(), new Class<?>[] {FileKernel.class}, (proxy, method, arguments) -> {
                        names.add(method.getName());
                        if (arguments != null && arguments[arguments.length - 1] instanceof Completion) {
                            Call call = new Call(method.getName(), arguments);
                            Integer answer = fate.of(call);
                            if (answer != null && answer == HOLD) {
                                held.add(() -> loop.execute(() -> {
                                    try {
                                        method.invoke(real, arguments);
                                    } catch (ReflectiveOperationException e) {
                                        throw new LinkageError(e.getMessage(), e);
                                    }
                                }));
                                return null;
                            }
                            if (answer != null) {
                                loop.context().execute(() -> call.complete(answer));
                                return null;
                            }
                        }
                        try {
                            return method.invoke(real, arguments);
                        } catch (InvocationTargetException e) {
                            throw e.getCause();
                        }
                    });
        };
    }
}

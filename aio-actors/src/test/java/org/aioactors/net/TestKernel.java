// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.IntSupplier;
import org.aioactors.aio.linux.Syscalls;
import org.jspecify.annotations.Nullable;

/** The real kernel, overheard: remembers all calls, and lets a test answer some of them itself. Any thread. */
public final class TestKernel {
    /**
     * A call; {@code fd} is its first argument if that is an int, as it is nearly always, and {@code length} the last of
     * read and write.
     */
    public record Call(String name, int fd, int length) {
        static Call of(Method method, Object[] arguments) {
            int fd = arguments[0] instanceof Integer first ? first : -1;
            int length = arguments[arguments.length - 1] instanceof Long last ? last.intValue() : 0;
            return new Call(method.getName(), fd, length);
        }
    }

    /** Answers in the kernel's place: a result or {@code -errno}; null leaves it to the kernel. */
    public interface Answer {
        @Nullable Integer to(Call call);
    }

    private static final Set<String> SHORTENED = Set.of("read", "write", "sendfile");

    private final Syscalls real = Syscalls.linux();
    private final ConcurrentLinkedQueue<Call> calls = new ConcurrentLinkedQueue<>();
    private volatile Answer answer = call -> null;
    private volatile IntSupplier most = () -> Integer.MAX_VALUE;

    private final Syscalls syscalls = (Syscalls) Proxy.newProxyInstance(
            TestKernel.class.getClassLoader(),
            new Class<?>[] {Syscalls.class},
            (proxy, method, arguments) -> invoke(method, arguments));

    public Syscalls syscalls() {
        return syscalls;
    }

    /** From now on. */
    public void answer(Answer by) {
        this.answer = by;
    }

    /** From now on no read, write or sendfile is of more bytes than that says, but for those of an eventfd. */
    public void shorten(IntSupplier mostBytes) {
        this.most = mostBytes;
    }

    /** The calls so far. */
    public List<Call> calls() {
        return List.copyOf(calls);
    }

    /** How many calls of that name there were. */
    public long count(String name) {
        return calls.stream().filter(call -> call.name().equals(name)).count();
    }

    private @Nullable Object invoke(Method method, Object[] arguments) throws Throwable {
        if (method.getDeclaringClass() == Object.class) {
            return method.invoke(this, arguments);
        }
        Call call = Call.of(method, arguments);
        calls.add(call);
        Integer answered = answer.to(call);
        if (answered != null) {
            return method.getReturnType() == long.class ? (Object) answered.longValue() : answered;
        }
        if (call.length() > Long.BYTES && SHORTENED.contains(call.name())) {
            arguments[arguments.length - 1] = (long) Math.min(call.length(), most.getAsInt());
        }
        try {
            return method.invoke(real, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}

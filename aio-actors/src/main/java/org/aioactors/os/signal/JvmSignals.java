// SPDX-License-Identifier: Apache-2.0
package org.aioactors.os.signal;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;

/**
 * {@code sun.misc.Signal} of the module jdk.unsupported, which is public, but which a compiler that is told the version of Java
 * warns of: so it is found by reflection. Any thread.
 */
final class JvmSignals implements SignalSource {
    static final JvmSignals INSTANCE = new JvmSignals();

    private final @Nullable Api api = Api.find();

    private record Api(Class<?> signalType, Class<?> handlerType, Method handle, Object ignore) {
        static @Nullable Api find() {
            try {
                Class<?> signalType = Class.forName("sun.misc.Signal");
                Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
                Method handle = signalType.getMethod("handle", signalType, handlerType);
                return new Api(
                        signalType,
                        handlerType,
                        handle,
                        handlerType.getField("SIG_IGN").get(null));
            } catch (ReflectiveOperationException e) {
                return null; // a runtime image without it
            }
        }
    }

    private JvmSignals() {}

    @Override
    public Restore take(Signal signal, Runnable onSignal) throws SignalRefusedException {
        Api found = api;
        if (found == null) {
            throw new SignalRefusedException("this Java runtime is without the module jdk.unsupported");
        }
        Object handler = Proxy.newProxyInstance(
                JvmSignals.class.getClassLoader(),
                new Class<?>[] {found.handlerType},
                (proxy, method, arguments) -> called(proxy, method, arguments, signal, onSignal));
        Object before = handle(found, signal, handler);
        if (before == found.ignore && isOfShutdown(signal)) {
            throw new SignalRefusedException(
                    "it was ignored when the JVM was started, as by nohup, and then the JVM leaves it so");
        }
        return () -> restore(found, signal, handler, before);
    }

    /** Somebody may have taken it after us: then it stays theirs. */
    private static void restore(Api found, Signal signal, Object handler, Object before) {
        try {
            Object replaced = handle(found, signal, before);
            if (replaced != handler) {
                Object ours = handle(found, signal, replaced);
                assert ours == before;
            }
        } catch (SignalRefusedException e) {
            throw new IllegalStateException(signal + " was ours and can't be given back", e);
        }
    }

    /** On a thread of the JVM's, made for this one signal. */
    private static @Nullable Object called(
            Object proxy, Method method, @Nullable Object @Nullable [] arguments, Signal signal, Runnable onSignal) {
        switch (method.getName()) {
            case "handle" -> {
                onSignal.run();
                return null;
            }
            case "equals" -> {
                return arguments != null && proxy == arguments[0];
            }
            case "hashCode" -> {
                return System.identityHashCode(proxy);
            }
            default -> {
                return "handler of " + signal;
            }
        }
    }

    private static Object handle(Api found, Signal signal, Object handler) throws SignalRefusedException {
        try {
            Object jvms = found.signalType.getConstructor(String.class).newInstance(signal.name());
            return found.handle.invoke(null, jvms, handler);
        } catch (InvocationTargetException e) {
            Throwable cause = e.getCause();
            throw new SignalRefusedException(
                    isOfShutdown(signal)
                            ? "the JVM was started with -Xrs, which leaves it to the system"
                            : "the JVM refuses it: " + (cause == null ? e : cause.getMessage()));
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("sun.misc.Signal is not as expected", e);
        }
    }

    /** The JVM treats them by themselves. */
    private static boolean isOfShutdown(Signal signal) {
        return signal.equals(Signal.HUP) || signal.equals(Signal.INT) || signal.equals(Signal.TERM);
    }
}

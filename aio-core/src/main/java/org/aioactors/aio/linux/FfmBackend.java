// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.linux;

import static java.lang.invoke.MethodType.methodType;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Array;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Native calls by {@code java.lang.foreign}, which costs 5 to 10 ns a call and needs no library.
 *
 * <p>We are compiled for JDK 17, which does not have that package, so it is found by reflection. Only finding it is
 * slow: the handles that come of it call native code as directly as if they had been linked by the compiler.
 */
final class FfmBackend implements NativeBackend {
    /** The first version of Java that has the final API. */
    static final int SINCE_FEATURE = 22;

    private static final String PACKAGE = "java.lang.foreign.";

    private final Class<?> segmentType = type("MemorySegment");
    private final Class<?> layoutType = type("MemoryLayout");
    private final Class<?> descriptorType = type("FunctionDescriptor");
    private final Class<?> optionType = type("Linker$Option");
    private final Object linker = call(type("Linker"), "nativeLinker", null);
    private final Object libc = call(type("Linker"), "defaultLookup", linker);
    private final Object longLayout = layout("JAVA_LONG");

    /** (ByteBuffer)MemorySegment. */
    private final MethodHandle ofBuffer;
    /** (MemorySegment)long. */
    private final MethodHandle address;
    /** (long address, long size)ByteBuffer. */
    private final MethodHandle view;
    /** ()MemorySegment: where a call of this thread leaves its errno. */
    private final MethodHandle errnoSegment;

    /** The linker writes each thread's errno here, before the JVM can do anything that changes it. */
    private final ThreadLocal<ErrnoSlot> errnoSlots = ThreadLocal.withInitial(this::newSlot);

    /**
     * The buffer owns the memory and the segment keeps the buffer: the garbage collector frees both when the thread is
     * gone.
     */
    private record ErrnoSlot(ByteBuffer buffer, Object segment) {}

    /**
     * Finds the API.
     *
     * @throws UnsupportedOperationException if the JVM forbids native access
     */
    FfmBackend() {
        MethodHandles.Lookup lookup = MethodHandles.lookup();
        try {
            ofBuffer = lookup.findStatic(segmentType, "ofBuffer", methodType(segmentType, Buffer.class));
            address = lookup.findVirtual(segmentType, "address", methodType(long.class));
            MethodHandle ofAddress = lookup.findStatic(segmentType, "ofAddress", methodType(segmentType, long.class));
            MethodHandle resized = lookup.findVirtual(segmentType, "reinterpret", methodType(segmentType, long.class));
            MethodHandle asBuffer = lookup.findVirtual(segmentType, "asByteBuffer", methodType(ByteBuffer.class));
            view = MethodHandles.filterReturnValue(MethodHandles.filterArguments(resized, 0, ofAddress), asBuffer);
            MethodHandle slot = lookup.findVirtual(ThreadLocal.class, "get", methodType(Object.class))
                    .bindTo(errnoSlots)
                    .asType(methodType(ErrnoSlot.class));
            MethodHandle segment = lookup.findVirtual(ErrnoSlot.class, "segment", methodType(Object.class));
            errnoSegment = MethodHandles.filterReturnValue(slot, segment).asType(methodType(segmentType));
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("java.lang.foreign is not as expected", e);
        }
        requireAccess();
    }

    /** That the JVM forbids native calls is heard of at the first function that is linked. */
    private void requireAccess() {
        MethodHandle unused = function("close");
    }

    @Override
    public MethodHandle function(String name) {
        Object symbol = ((Optional<?>) call(type("SymbolLookup"), "find", libc, name))
                .orElseThrow(() -> new UnsatisfiedLinkError("the C library has no " + name));
        Object descriptor = descriptor(LibcPrototypes.of(name).getParameterCount());
        Object handle = call(type("Linker"), "downcallHandle", linker, symbol, descriptor, options(name));
        return MethodHandles.foldArguments((MethodHandle) handle, errnoSegment);
    }

    /**
     * Longs only, whatever the prototype says: what costs time at the start is each new combination of types, for which
     * the linker makes code, while one more function of a known one costs a fiftieth (decision 20). An argument of 32 bits
     * is read from the lower half of its register, and its result is in the lower half of another: so say section 3.2.3
     * of the System V ABI for x86-64 and AAPCS64, and the RISC-V calling convention wants it sign-extended, as a cast
     * leaves it.
     */
    private Object descriptor(int parameterCount) {
        Object layouts = Array.newInstance(layoutType, parameterCount);
        for (int i = 0; i < parameterCount; i++) {
            Array.set(layouts, i, longLayout);
        }
        return call(descriptorType, "of", null, longLayout, layouts);
    }

    /** An array of {@code Linker.Option}. */
    Object options(String name) {
        Object errno = call(optionType, "captureCallState", null, (Object) new String[] {"errno"});
        int firstVariadic = LibcPrototypes.firstVariadic(name);
        boolean variadic = firstVariadic != LibcPrototypes.NOT_VARIADIC;
        Object options = Array.newInstance(optionType, variadic ? 2 : 1);
        Array.set(options, 0, errno);
        if (variadic) {
            Array.set(options, 1, call(optionType, "firstVariadicArg", null, firstVariadic));
        }
        return options;
    }

    private static Object layout(String constant) {
        try {
            return type("ValueLayout").getField(constant).get(null);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("java.lang.foreign is not as expected", e);
        }
    }

    @Override
    public int errno() {
        return errnoSlots.get().buffer.getInt(0);
    }

    private ErrnoSlot newSlot() {
        ByteBuffer buffer = ByteBuffer.allocateDirect(Integer.BYTES).order(ByteOrder.nativeOrder());
        return new ErrnoSlot(buffer, invoke(ofBuffer, buffer));
    }

    @Override
    public ByteBuffer view(long address, long size) {
        return (ByteBuffer) invoke(view, address, size);
    }

    @Override
    public long addressOf(ByteBuffer direct) {
        return (long) invoke(address, invoke(ofBuffer, direct));
    }

    private static Class<?> type(String name) {
        try {
            return Class.forName(PACKAGE + name);
        } catch (ClassNotFoundException e) {
            throw new LinkageError("java.lang.foreign is not as expected", e);
        }
    }

    /** Calls the method of that name with as many parameters as there are arguments; {@code target} is null if it is static. */
    private static Object call(Class<?> owner, String name, @Nullable Object target, Object... arguments) {
        try {
            for (Method method : owner.getMethods()) {
                if (method.getName().equals(name) && method.getParameterCount() == arguments.length) {
                    return method.invoke(target, arguments);
                }
            }
        } catch (InvocationTargetException e) {
            throw failure(e.getCause());
        } catch (IllegalAccessException e) {
            throw new LinkageError("java.lang.foreign is not as expected", e);
        }
        throw new LinkageError("java.lang.foreign is not as expected: no " + owner.getName() + "." + name);
    }

    private static Object invoke(MethodHandle handle, Object... arguments) {
        try {
            return handle.invokeWithArguments(arguments);
        } catch (Throwable e) {
            throw failure(e);
        }
    }

    /** IllegalCallerException is what the JVM answers under {@code --illegal-native-access=deny}. */
    private static RuntimeException failure(@Nullable Throwable cause) {
        if (cause instanceof IllegalCallerException) {
            return new UnsupportedOperationException(
                    "this JVM forbids native calls: start it with --enable-native-access=" + caller(), cause);
        }
        if (cause instanceof Error error) {
            throw error;
        }
        return cause instanceof RuntimeException exception ? exception : new IllegalStateException(cause);
    }

    /** What the JVM calls us in that option. */
    private static String caller() {
        Module module = FfmBackend.class.getModule();
        return module.isNamed() ? module.getName() : "ALL-UNNAMED";
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.linux;

import com.sun.jna.Function;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;
import com.sun.jna.Pointer;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;

/**
 * Native calls by JNA's direct mapping, which costs 150 to 200 ns a call. The only class that knows JNA; where it is
 * not used, JNA is neither loaded nor needed.
 */
final class JnaBackend implements NativeBackend {
    private final NativeLibrary libc = NativeLibrary.getInstance(Platform.C_LIBRARY_NAME);

    /**
     * Binds the prototypes to the functions of the same name.
     *
     * @throws LinkageError if JNA is missing, its native part cannot be loaded, or a function is missing
     */
    JnaBackend() {
        Native.register(LibcPrototypes.class, libc);
    }

    @Override
    public MethodHandle function(String name) {
        Method prototype = LibcPrototypes.of(name);
        MethodHandles.Lookup lookup = MethodHandles.lookup();
        try {
            if (LibcPrototypes.isOptional(prototype)) {
                return optional(lookup, name, prototype.getParameterCount());
            }
            MethodHandle function = lookup.unreflect(prototype);
            int count = function.type().parameterCount();
            return MethodHandles.explicitCastArguments(function, NativeBackend.typeFor(count));
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("JNA is not as expected", e); // the same package, or public
        }
    }

    /** Direct mapping binds all functions of a class or none, so those that may be missing take the slow way. */
    private MethodHandle optional(MethodHandles.Lookup lookup, String name, int parameterCount)
            throws ReflectiveOperationException {
        return lookup.findVirtual(Function.class, "invokeLong", MethodType.methodType(long.class, Object[].class))
                .bindTo(libc.getFunction(name))
                .asCollector(Object[].class, parameterCount)
                .asType(NativeBackend.typeFor(parameterCount));
    }

    @Override
    public int errno() {
        return Native.getLastError();
    }

    @Override
    public ByteBuffer view(long address, long size) {
        return new Pointer(address).getByteBuffer(0, size);
    }

    @Override
    public long addressOf(ByteBuffer direct) {
        return Pointer.nativeValue(Native.getDirectBufferPointer(direct));
    }
}

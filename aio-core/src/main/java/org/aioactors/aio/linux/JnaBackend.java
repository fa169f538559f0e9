// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.linux;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;
import com.sun.jna.Pointer;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.nio.ByteBuffer;

/**
 * Native calls by JNA's direct mapping, which costs 150 to 200 ns a call. The only class that knows JNA; where it is
 * not used, JNA is neither loaded nor needed.
 */
final class JnaBackend implements NativeBackend {
    /**
     * Binds the prototypes to the functions of the same name.
     *
     * @throws LinkageError if JNA is missing, its native part cannot be loaded, or a function is missing
     */
    JnaBackend() {
        Native.register(LibcPrototypes.class, NativeLibrary.getInstance(Platform.C_LIBRARY_NAME));
    }

    @Override
    public MethodHandle function(String name) {
        try {
            MethodHandle function = MethodHandles.lookup().unreflect(LibcPrototypes.of(name));
            int count = function.type().parameterCount();
            return MethodHandles.explicitCastArguments(function, NativeBackend.typeFor(count));
        } catch (IllegalAccessException e) {
            throw new AssertionError(e); // the same package
        }
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

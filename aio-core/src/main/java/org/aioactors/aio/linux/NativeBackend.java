// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.linux;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The way from Java to native code, of which there are two: {@link FfmBackend} and {@link JnaBackend}. It is chosen once
 * in a process's life, by {@link LinuxPlatform}, and {@link Libc} is what it is used through. Any thread.
 */
interface NativeBackend {
    /** The system property that forces one: {@value #JNA} or {@value #FFM}. */
    String PROPERTY = "aio.native";

    /** The value of {@link #PROPERTY} for JNA, which is the only way before JDK 22. */
    String JNA = "jna";
    /** The value of {@link #PROPERTY} for {@code java.lang.foreign}, which is the way since then. */
    String FFM = "ffm";

    /**
     * A function of the C library, as a handle that takes a {@code long} for each parameter of its prototype in {@link
     * LibcPrototypes}, and returns a {@code long}. Of an {@code int} only the lower half counts: as an argument that is a
     * cast of it, and in the result the upper half means nothing. What the function leaves in {@code errno} is there for
     * {@link #errno} of the same thread until its next call.
     *
     * @throws UnsatisfiedLinkError if the C library has no such function
     */
    MethodHandle function(String name);

    /** The type of a handle for that many parameters. */
    static MethodType typeFor(int parameterCount) {
        Class<?>[] longs = new Class<?>[parameterCount];
        Arrays.fill(longs, long.class);
        return MethodType.methodType(long.class, longs);
    }

    /** The {@code errno} that the calling thread's last call left, if it failed. */
    int errno();

    /** A view of memory that somebody else owns. */
    ByteBuffer view(long address, long size);

    /** Where a direct buffer's memory begins. The buffer must be kept for as long as this is used. */
    long addressOf(ByteBuffer direct);

    /**
     * Which backend a process uses.
     *
     * @param forced the value of {@link #PROPERTY}, or null if it is not set
     * @param feature the version of Java, such as 17
     * @return {@link #JNA} or {@link #FFM}
     * @throws UnsupportedOperationException if the wish can't be granted, with what to do
     */
    static String choose(@Nullable String forced, int feature) {
        boolean hasForeign = feature >= FfmBackend.SINCE_FEATURE;
        if (forced == null) {
            return hasForeign ? FFM : JNA;
        }
        if (!forced.equals(JNA) && !forced.equals(FFM)) {
            throw new UnsupportedOperationException("-D" + PROPERTY + "=" + forced + ": it must be " + JNA + " or "
                    + FFM + "; without it, the best is chosen");
        }
        if (forced.equals(FFM) && !hasForeign) {
            throw new UnsupportedOperationException(
                    "-D" + PROPERTY + "=" + FFM + " needs JDK " + FfmBackend.SINCE_FEATURE + " or later, this is JDK "
                            + feature + ": leave it out, or run a newer JDK");
        }
        return forced;
    }

    /**
     * Makes the backend of that name.
     *
     * @throws LinkageError if JNA is missing or its native part cannot be loaded, or a function is missing
     * @throws UnsupportedOperationException if the JVM forbids native access
     */
    static NativeBackend of(String name) {
        return name.equals(FFM) ? new FfmBackend() : new JnaBackend();
    }
}

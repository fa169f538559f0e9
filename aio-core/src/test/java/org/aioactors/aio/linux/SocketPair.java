// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.linux;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;

/** {@code socketpair(2)}, which only tests need. */
public final class SocketPair {
    private static final int AF_UNIX = 1;
    private static final int SOCK_STREAM = 1;

    static {
        LinuxPlatform.require();
        Native.register(SocketPair.class, NativeLibrary.getInstance(Platform.C_LIBRARY_NAME));
    }

    private SocketPair() {}

    /** The two descriptors of a new pair of connected Unix sockets, non-blocking. */
    public static int[] open() {
        int type = SOCK_STREAM | Sockets.SOCK_NONBLOCK | Sockets.SOCK_CLOEXEC;
        try (NativeMemory ends = NativeMemory.allocate(2L * Integer.BYTES)) {
            int result = socketpair(AF_UNIX, type, 0, ends.address());
            SyscallException.check(result < 0 ? -Native.getLastError() : result, "socketpair");
            return new int[] {ends.buffer().getInt(0), ends.buffer().getInt(Integer.BYTES)};
        }
    }

    private static native int socketpair(int domain, int type, int protocol, long fds);
}
